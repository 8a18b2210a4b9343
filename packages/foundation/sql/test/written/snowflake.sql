-- # literal boolean
true

-- # literal int32
cast('-7' as integer)

-- # literal int64
cast('9007199254740993' as bigint)

-- # literal float64
cast('-0.1' as double)

-- # literal decimal
cast('-1.50' as number(18, 2))

-- # literal text
'it''s \\ \n \r "`'

-- # literal date
cast('2024-10-04' as date)

-- # literal time
cast('23:59:59.999999' as time)

-- # literal timestamp
cast('1970-01-01 00:00:01.000001' as timestamp_ntz)

-- # literal instant
cast('1970-01-01 00:00:00.000001+00:00' as timestamp_tz)

-- # literal interval
-- DX_SQL_UNSUPPORTED: snowflake has no type for interval

-- # literal bytes
to_binary('0027ff', 'HEX')

-- # literal uuid
cast('7e8c5a1e-0000-4000-8000-000000000000' as varchar(36))

-- # literal json
parse_json('{"a": "it''s"}')

-- # null boolean
cast(null as boolean)

-- # null int32
cast(null as integer)

-- # null int64
cast(null as bigint)

-- # null float64
cast(null as double)

-- # null decimal
cast(null as number(18, 2))

-- # null text
cast(null as varchar)

-- # null date
cast(null as date)

-- # null time
cast(null as time)

-- # null timestamp
cast(null as timestamp_ntz)

-- # null instant
cast(null as timestamp_tz)

-- # null interval
-- DX_SQL_UNSUPPORTED: snowflake has no type for interval

-- # null bytes
cast(null as binary)

-- # null uuid
cast(null as varchar(36))

-- # null json
cast(null as variant)

-- # parameter boolean
cast(:p as boolean)

-- # parameter int32
cast(:p as integer)

-- # parameter int64
cast(:p as bigint)

-- # parameter float64
cast(:p as double)

-- # parameter decimal
cast(:p as number(18, 2))

-- # parameter text
cast(:p as varchar)

-- # parameter date
cast(:p as date)

-- # parameter time
cast(:p as time)

-- # parameter timestamp
cast(:p as timestamp_ntz)

-- # parameter instant
cast(:p as timestamp_tz)

-- # parameter interval
-- DX_SQL_UNSUPPORTED: snowflake has no type for interval

-- # parameter bytes
to_binary(:p, 'HEX')

-- # parameter uuid
cast(:p as varchar(36))

-- # parameter json
parse_json(:p)

-- # default boolean
alter table "T" add column "C" boolean default true

-- # default int32
alter table "T" add column "C" integer default -7

-- # default int64
alter table "T" add column "C" bigint default 9007199254740993

-- # default float64
alter table "T" add column "C" double default cast('-0.1' as double)

-- # default decimal
alter table "T" add column "C" number(18, 2) default cast('-1.50' as number(18, 2))

-- # default text
alter table "T" add column "C" varchar default 'it''s \\ \n \r "`'

-- # default date
alter table "T" add column "C" date default cast('2024-10-04' as date)

-- # default time
alter table "T" add column "C" time default cast('23:59:59.999999' as time)

-- # default timestamp
alter table "T" add column "C" timestamp_ntz default cast('1970-01-01 00:00:01.000001' as timestamp_ntz)

-- # default instant
alter table "T" add column "C" timestamp_tz default cast('1970-01-01 00:00:00.000001+00:00' as timestamp_tz)

-- # default interval
-- DX_SQL_UNSUPPORTED: snowflake has no type for interval

-- # default bytes
alter table "T" add column "C" binary default to_binary('0027ff', 'HEX')

-- # default uuid
alter table "T" add column "C" varchar(36) default cast('7e8c5a1e-0000-4000-8000-000000000000' as varchar(36))

-- # default json
alter table "T" add column "C" variant default parse_json('{"a": "it''s"}')

-- # default in a table, boolean
create table "T" ("C" boolean default true)

-- # default in a table, int32
create table "T" ("C" integer default -7)

-- # default in a table, int64
create table "T" ("C" bigint default 9007199254740993)

-- # default in a table, float64
create table "T" ("C" double default cast('-0.1' as double))

-- # default in a table, decimal
create table "T" ("C" number(18, 2) default cast('-1.50' as number(18, 2)))

-- # default in a table, text
create table "T" ("C" varchar default 'it''s \\ \n \r "`')

-- # default in a table, date
create table "T" ("C" date default cast('2024-10-04' as date))

-- # default in a table, time
create table "T" ("C" time default cast('23:59:59.999999' as time))

-- # default in a table, timestamp
create table "T" ("C" timestamp_ntz default cast('1970-01-01 00:00:01.000001' as timestamp_ntz))

-- # default in a table, instant
create table "T" ("C" timestamp_tz default cast('1970-01-01 00:00:00.000001+00:00' as timestamp_tz))

-- # default in a table, interval
-- DX_SQL_UNSUPPORTED: snowflake has no type for interval

-- # default in a table, bytes
create table "T" ("C" binary default to_binary('0027ff', 'HEX'))

-- # default in a table, uuid
create table "T" ("C" varchar(36) default cast('7e8c5a1e-0000-4000-8000-000000000000' as varchar(36)))

-- # default in a table, json
create table "T" ("C" variant default parse_json('{"a": "it''s"}'))

-- # default NaN
create table "T" ("C" double default cast('NaN' as double))

-- # default null
create table "T" ("C" varchar default null not null)

-- # NaN and infinities
cast('NaN' as double), cast('inf' as double), cast('-inf' as double), cast('-0' as double), cast('1e+21' as double)

-- # plain values
true, false, null, cast('7' as bigint), cast('0.5' as double), 'x', cast('-0.005' as number(38, 3)), to_binary('01', 'HEX')

-- # decimal without precision
-- DX_SQL_UNSUPPORTED: snowflake has no decimal without precision; give it at most 38 digits, 37 behind the point

-- # decimal of 38, 20
cast(null as number(38, 20))

-- # decimal of 38, 38
-- DX_SQL_UNSUPPORTED: snowflake has no decimal of 38 digits, 38 behind the point; give it at most 38 digits, 37 behind the point

-- # decimal of 39
-- DX_SQL_UNSUPPORTED: snowflake has no decimal of 39 digits, 0 behind the point; give it at most 38 digits, 37 behind the point

-- # date infinity
-- DX_SQL_UNSUPPORTED: snowflake has no infinity; write NULL, or a date that is far away

-- # timestamp -infinity
-- DX_SQL_UNSUPPORTED: snowflake has no -infinity; write NULL, or a date that is far away

-- # year 0
-- DX_SQL_UNSUPPORTED: snowflake has no year 0000; years 1 to 9999 are known everywhere

-- # year -9
-- DX_SQL_UNSUPPORTED: snowflake has no year -000010; years 1 to 9999 are known everywhere

-- # year 10000
-- DX_SQL_UNSUPPORTED: snowflake has no year +010000; years 1 to 9999 are known everywhere

-- # year 1
cast('0001-01-01' as date)

-- # interval of negative months
-- DX_SQL_UNSUPPORTED: snowflake has no type for interval

-- # null-safe equality
("A" is not distinct from "B")

-- # md5
md5("V")

-- # encoding of boolean
case when "V" then 'b1;' when not "V" then 'b0;' else 'n;' end

-- # encoding of int32
coalesce('i' || cast("V" as varchar) || ';', 'n;')

-- # encoding of int64
coalesce('i' || cast("V" as varchar) || ';', 'n;')

-- # encoding of float64
-- DX_SQL_UNSUPPORTED: snowflake has no exact encoding of float64; leave the column out, or cast it to another type

-- # encoding of decimal
coalesce('d' || case when "V" < 0 then '-' else '' end || trim(case when cast(abs("V") as varchar) like '%.%' then cast(abs("V") as varchar) else cast(abs("V") as varchar) || '.' end, '0') || ';', 'n;')

-- # encoding of text
coalesce('t' || cast(length(cast("V" as varchar)) as varchar) || ':' || cast("V" as varchar) || ';', 'n;')

-- # encoding of date
coalesce('D' || cast(datediff(day, cast('1970-01-01' as date), "V") as varchar) || ';', 'n;')

-- # encoding of time
coalesce('H' || cast(datediff(microsecond, cast('00:00:00' as time), "V") as varchar) || ';', 'n;')

-- # encoding of timestamp
coalesce('T' || cast(date_part(epoch_microsecond, "V") as varchar) || ';', 'n;')

-- # encoding of instant
coalesce('Z' || cast(date_part(epoch_microsecond, "V") as varchar) || ';', 'n;')

-- # encoding of interval
-- DX_SQL_UNSUPPORTED: snowflake has no exact encoding of interval; leave the column out, or cast it to another type

-- # encoding of bytes
coalesce('x' || hex_encode("V", 0) || ';', 'n;')

-- # encoding of uuid
coalesce('u' || lower(cast("V" as varchar)) || ';', 'n;')

-- # encoding of json
coalesce('j' || cast(length(to_json("V")) as varchar) || ':' || to_json("V") || ';', 'n;')

-- # comparable boolean
"V"

-- # comparable int32
"V"

-- # comparable int64
"V"

-- # comparable float64
case when cast("V" as double) = 0 then cast(0 as double) when cast("V" as double) = cast('NaN' as double) then cast('NaN' as double) else cast("V" as double) end

-- # comparable decimal
"V"

-- # comparable text
collate(cast("V" as varchar), '')

-- # comparable date
"V"

-- # comparable time
"V"

-- # comparable timestamp
"V"

-- # comparable instant
"V"

-- # comparable interval
-- DX_SQL_UNSUPPORTED: snowflake has no exact encoding of interval; leave the column out, or cast it to another type

-- # comparable bytes
"V"

-- # comparable uuid
lower(cast("V" as varchar))

-- # comparable json
collate(cast(to_json("V") as varchar), '')

-- # row hash
md5(((coalesce('i' || cast("A" as varchar) || ';', 'n;') || coalesce('i' || cast("B" as varchar) || ';', 'n;')) || coalesce('i' || cast("C" as varchar) || ';', 'n;')))

-- # sums of hashes
cast(sum(to_number(substr("H", 1, 16), 'XXXXXXXXXXXXXXXX')) as varchar) as half_0, cast(sum(to_number(substr("H", 17, 16), 'XXXXXXXXXXXXXXXX')) as varchar) as half_1

-- # text of a row
-- DX_SQL_UNSUPPORTED: snowflake does not write rows as Postgres does; take `rowHash`, which is slower

-- # time in a zone
-- DX_SQL_UNSUPPORTED: snowflake: timestamps in a time zone; convert them in the query

-- # start of a month
cast(date_trunc('month', "AT") as date)

-- # fence
(select 1) as q

-- # is NaN
("V" = 'NaN')

-- # rows by a condition
count_if("V")

-- # numbers by a bitmap
count(distinct "V")

-- # a pattern in three forms
(regexp_instr(collate("V", ''), '^a[0-9]$', 1, 1, 0, 's') > 0)

-- # a pattern as like
(collate("V", '') like 'it''s%')

-- # quantile
percentile_cont(cast('0.9' as double)) within group (order by "V")

-- # is JSON
(check_json("V") is null)

-- # a month later
("V" + interval '1 month')

-- # matches a pattern
(regexp_instr(collate("V", ''), '^it''s [0-9]{2}$', 1, 1, 0, 's') > 0)

-- # sample of rows
select * from (select * from "SHOP"."T" sample bernoulli (1.5) seed (7)) as picked

-- # count of rows
select count(*) as n from (select * from "SHOP"."T") as counted

-- # count of a query
select count(*) as n from (select a, b from t) as counted

-- # count of values
select count(*) as n from (select distinct "A", "B" from (select * from "T") as every_row) as counted

-- # first row
select * from (select * from "T") as every_row limit 1

-- # fingerprint
select count(*) as n, cast(sum(to_number(substr(hashed.row_hash, 1, 16), 'XXXXXXXXXXXXXXXX')) as varchar) as sum_0, cast(sum(to_number(substr(hashed.row_hash, 17, 16), 'XXXXXXXXXXXXXXXX')) as varchar) as sum_1 from (select md5((coalesce('i' || cast("A" as varchar) || ';', 'n;') || coalesce('i' || cast("B" as varchar) || ';', 'n;'))) as row_hash from (select * from "T") as every_row) as hashed

-- # except all
select "A", "B" from (
    select "A", "B", row_number() over (partition by "A", "B" order by "A", "B") as nth
    from (select a, b from t) as side except 
    select "A", "B", row_number() over (partition by "A", "B" order by "A", "B") as nth
    from (select a, b from u) as side) as numbered

-- # except all by number
select "A", "B" from (
    select "A", "B", row_number() over (partition by "A", "B" order by "A", "B") as nth
    from (select a, b from t) as side except 
    select "A", "B", row_number() over (partition by "A", "B" order by "A", "B") as nth
    from (select a, b from u) as side) as numbered

-- # update from
merge into "SHOP"."H" as "H" using s as s on "H"."ID" = "S"."ID" when matched then update set "N" = "S"."N", "M" = cast('1' as bigint)

-- # delete using
merge into "SHOP"."H" as "H" using s as s on "H"."ID" = "S"."ID" when matched then delete

-- # delete under its own name
merge into "SHOP"."X"."H" as "H" using s as s on "H"."ID" = "S"."ID" when matched then delete

-- # merge
merge into "SHOP"."H" as "H" using (select 1 as id) as s on "H"."ID" = "S"."ID" when matched and s.gone then delete when matched and s.late then update set "N" = "S"."N", "M" = cast('1' as bigint) when not matched and s.new then insert ("ID", "N") values ("S"."ID", null) when not matched then insert ("ID") values (cast('1' as bigint))

-- # create schema
create schema "DB"."SHOP"

-- # create schema if not exists
create schema if not exists "SHOP"

-- # create table
create table "DB"."SHOP"."T" ("A" bigint, "B" bigint not null)

-- # create table if not exists
create table if not exists "T" ("A" bigint, "B" bigint not null)

-- # primary key
create table "T" ("A" bigint, "B" bigint not null, primary key ("A", "B") not enforced)

-- # unique keys
create table "T" ("A" bigint, "B" bigint not null, unique ("A") not enforced, unique ("A", "B") not enforced)

-- # foreign key
create table "T" ("A" bigint, "B" bigint not null, foreign key ("A") references "SHOP"."CITY" ("ID") not enforced)

-- # create table as
create table "T" as select a, b from t

-- # create or replace table as
create or replace table "T" as select a, b from t

-- # create view
create view "W" as select a, b from t

-- # create or replace view
create or replace view "W" ("X", "Y") as select a, b from t

-- # create index
-- DX_SQL_UNSUPPORTED: snowflake has no indexes

-- # create unique index
-- DX_SQL_UNSUPPORTED: snowflake has no indexes

-- # add column
alter table "T" add column "C" varchar

-- # comment on table
comment on table "SHOP"."T" is 'it''s \\'

-- # comment on column
comment on column "SHOP"."T"."C" is 'it''s \\'

-- # rename table
alter table "SHOP"."T" rename to "SHOP"."U"

-- # truncate table
truncate table "SHOP"."T"

-- # drop table
drop table "T"

-- # drop table if exists
drop table if exists "T"

-- # drop table cascade
drop table "T" cascade

-- # drop view
drop view "W"

-- # drop view if exists
drop view if exists "W"

-- # drop view cascade
-- DX_SQL_UNSUPPORTED: snowflake has no cascade for views

-- # drop schema
-- DX_SQL_UNSUPPORTED: snowflake has no way to drop a schema only if it is empty; say `cascade`: all that is in it goes with it

-- # drop schema if exists
-- DX_SQL_UNSUPPORTED: snowflake has no way to drop a schema only if it is empty; say `cascade`: all that is in it goes with it

-- # drop schema cascade
drop schema if exists "SHOP" cascade

-- # bound boolean
cast(? as boolean), cast(? as bigint) ["true","1"]

-- # bound int32
cast(? as integer), cast(? as bigint) ["-7","1"]

-- # bound int64
cast(? as bigint), cast(? as bigint) ["9007199254740993","1"]

-- # bound float64
cast(? as double), cast(? as bigint) ["-0.1","1"]

-- # bound decimal
cast(? as number(18, 2)), cast(? as bigint) ["-1.50","1"]

-- # bound text
cast(? as varchar), cast(? as bigint) ["it's \\ \n \r \"`","1"]

-- # bound date
cast(? as date), cast(? as bigint) ["2024-10-04","1"]

-- # bound time
cast(? as time), cast(? as bigint) ["23:59:59.999999","1"]

-- # bound timestamp
cast(? as timestamp_ntz), cast(? as bigint) ["1970-01-01 00:00:01.000001","1"]

-- # bound instant
cast(? as timestamp_tz), cast(? as bigint) ["1970-01-01 00:00:00.000001+00:00","1"]

-- # bound interval
-- DX_SQL_UNSUPPORTED: snowflake has no type for interval

-- # bound bytes
to_binary(cast(? as varchar), 'HEX'), cast(? as bigint) ["0027ff","1"]

-- # bound uuid
cast(? as varchar(36)), cast(? as bigint) ["7e8c5a1e-0000-4000-8000-000000000000","1"]

-- # bound json
parse_json(?), cast(? as bigint) ["{\"a\": \"it's\"}","1"]

-- # plan of a table
begin;
-- make filled
create table "SHOP"."FILLED" (
  "BOOLEAN" boolean,
  "INT32" integer,
  "INT64" bigint,
  "FLOAT64" double,
  "DECIMAL" number(18, 2),
  "TEXT" varchar,
  "DATE" date,
  "TIMESTAMP" timestamp_ntz,
  "INSTANT" timestamp_tz,
  "BYTES" binary,
  "UUID" varchar(36),
  "JSON" variant
);
-- fill filled with 2 rows
insert into
  "SHOP"."FILLED"
select
  cast("TEXT_0" as boolean),
  cast("TEXT_1" as integer),
  cast("TEXT_2" as bigint),
  cast("TEXT_3" as double),
  cast("TEXT_4" as number(18, 2)),
  "TEXT_5",
  cast("TEXT_6" as date),
  cast("TEXT_7" as timestamp_ntz),
  cast("TEXT_8" as timestamp_tz),
  to_binary("TEXT_9", 'HEX'),
  cast("TEXT_10" as varchar(36)),
  parse_json("TEXT_11")
from
  (
    values
      (
        'true',
        '-7',
        '9007199254740993',
        '-0.1',
        '-1.50',
        'it''s \\ \n \r "`',
        '2024-10-04',
        '1970-01-01 00:00:01.000001',
        '1970-01-01 00:00:00.000001Z',
        '0027ff',
        '7e8c5a1e-0000-4000-8000-000000000000',
        '{"a": "it''s"}'
      ),
      (
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null
      )
  ) as texts (
    "TEXT_0",
    "TEXT_1",
    "TEXT_2",
    "TEXT_3",
    "TEXT_4",
    "TEXT_5",
    "TEXT_6",
    "TEXT_7",
    "TEXT_8",
    "TEXT_9",
    "TEXT_10",
    "TEXT_11"
  );
commit;
