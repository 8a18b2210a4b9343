-- # literal boolean
true

-- # literal int32
cast('-7' as integer)

-- # literal int64
cast('9007199254740993' as bigint)

-- # literal float64
cast('-0.1' as double precision)

-- # literal decimal
cast('-1.50' as decimal(18, 2))

-- # literal text
'it''s \\ \n \r "`'

-- # literal date
cast('2024-10-04' as date)

-- # literal time
cast('23:59:59.999999' as time)

-- # literal timestamp
cast('1970-01-01 00:00:01.000001' as timestamp)

-- # literal instant
cast('1970-01-01 00:00:00.000001Z' as timestamptz)

-- # literal interval
-- DX_SQL_UNSUPPORTED: redshift has no type for interval

-- # literal bytes
to_varbyte('0027ff', 'hex')

-- # literal uuid
cast('7e8c5a1e-0000-4000-8000-000000000000' as varchar(36))

-- # literal json
json_parse('{"a": "it''s"}')

-- # null boolean
cast(null as boolean)

-- # null int32
cast(null as integer)

-- # null int64
cast(null as bigint)

-- # null float64
cast(null as double precision)

-- # null decimal
cast(null as decimal(18, 2))

-- # null text
cast(null as varchar(65535))

-- # null date
cast(null as date)

-- # null time
cast(null as time)

-- # null timestamp
cast(null as timestamp)

-- # null instant
cast(null as timestamptz)

-- # null interval
-- DX_SQL_UNSUPPORTED: redshift has no type for interval

-- # null bytes
cast(null as varbyte)

-- # null uuid
cast(null as varchar(36))

-- # null json
cast(null as super)

-- # parameter boolean
cast(:p as boolean)

-- # parameter int32
cast(:p as integer)

-- # parameter int64
cast(:p as bigint)

-- # parameter float64
cast(:p as double precision)

-- # parameter decimal
cast(:p as decimal(18, 2))

-- # parameter text
cast(:p as varchar(65535))

-- # parameter date
cast(:p as date)

-- # parameter time
cast(:p as time)

-- # parameter timestamp
cast(:p as timestamp)

-- # parameter instant
cast(:p as timestamptz)

-- # parameter interval
-- DX_SQL_UNSUPPORTED: redshift has no type for interval

-- # parameter bytes
to_varbyte(:p, 'hex')

-- # parameter uuid
cast(:p as varchar(36))

-- # parameter json
json_parse(:p)

-- # default boolean
alter table "t" add column "c" boolean default true

-- # default int32
alter table "t" add column "c" integer default -7

-- # default int64
alter table "t" add column "c" bigint default 9007199254740993

-- # default float64
alter table "t" add column "c" double precision default cast('-0.1' as double precision)

-- # default decimal
alter table "t" add column "c" decimal(18, 2) default cast('-1.50' as decimal(18, 2))

-- # default text
alter table "t" add column "c" varchar(65535) default 'it''s \\ \n \r "`'

-- # default date
alter table "t" add column "c" date default cast('2024-10-04' as date)

-- # default time
alter table "t" add column "c" time default cast('23:59:59.999999' as time)

-- # default timestamp
alter table "t" add column "c" timestamp default cast('1970-01-01 00:00:01.000001' as timestamp)

-- # default instant
alter table "t" add column "c" timestamptz default cast('1970-01-01 00:00:00.000001Z' as timestamptz)

-- # default interval
-- DX_SQL_UNSUPPORTED: redshift has no type for interval

-- # default bytes
alter table "t" add column "c" varbyte default to_varbyte('0027ff', 'hex')

-- # default uuid
alter table "t" add column "c" varchar(36) default cast('7e8c5a1e-0000-4000-8000-000000000000' as varchar(36))

-- # default json
alter table "t" add column "c" super default json_parse('{"a": "it''s"}')

-- # default in a table, boolean
create table "t" ("c" boolean default true)

-- # default in a table, int32
create table "t" ("c" integer default -7)

-- # default in a table, int64
create table "t" ("c" bigint default 9007199254740993)

-- # default in a table, float64
create table "t" ("c" double precision default cast('-0.1' as double precision))

-- # default in a table, decimal
create table "t" ("c" decimal(18, 2) default cast('-1.50' as decimal(18, 2)))

-- # default in a table, text
create table "t" ("c" varchar(65535) default 'it''s \\ \n \r "`')

-- # default in a table, date
create table "t" ("c" date default cast('2024-10-04' as date))

-- # default in a table, time
create table "t" ("c" time default cast('23:59:59.999999' as time))

-- # default in a table, timestamp
create table "t" ("c" timestamp default cast('1970-01-01 00:00:01.000001' as timestamp))

-- # default in a table, instant
create table "t" ("c" timestamptz default cast('1970-01-01 00:00:00.000001Z' as timestamptz))

-- # default in a table, interval
-- DX_SQL_UNSUPPORTED: redshift has no type for interval

-- # default in a table, bytes
create table "t" ("c" varbyte default to_varbyte('0027ff', 'hex'))

-- # default in a table, uuid
create table "t" ("c" varchar(36) default cast('7e8c5a1e-0000-4000-8000-000000000000' as varchar(36)))

-- # default in a table, json
create table "t" ("c" super default json_parse('{"a": "it''s"}'))

-- # default NaN
create table "t" ("c" double precision default cast('NaN' as double precision))

-- # default null
create table "t" ("c" varchar(65535) default null not null)

-- # NaN and infinities
cast('NaN' as double precision), cast('Infinity' as double precision), cast('-Infinity' as double precision), cast('-0' as double precision), cast('1e+21' as double precision)

-- # plain values
true, false, null, cast('7' as bigint), cast('0.5' as double precision), 'x', cast('-0.005' as decimal(38, 3)), to_varbyte('01', 'hex')

-- # decimal without precision
-- DX_SQL_UNSUPPORTED: redshift has no decimal without precision; give it at most 38 digits, 37 behind the point

-- # decimal of 38, 20
cast(null as decimal(38, 20))

-- # decimal of 38, 38
-- DX_SQL_UNSUPPORTED: redshift has no decimal of 38 digits, 38 behind the point; give it at most 38 digits, 37 behind the point

-- # decimal of 39
-- DX_SQL_UNSUPPORTED: redshift has no decimal of 39 digits, 0 behind the point; give it at most 38 digits, 37 behind the point

-- # date infinity
-- DX_SQL_UNSUPPORTED: redshift has no infinity; write NULL, or a date that is far away

-- # timestamp -infinity
-- DX_SQL_UNSUPPORTED: redshift has no -infinity; write NULL, or a date that is far away

-- # year 0
-- DX_SQL_UNSUPPORTED: redshift has no year 0000; years 1 to 9999 are known everywhere

-- # year -9
-- DX_SQL_UNSUPPORTED: redshift has no year -000010; years 1 to 9999 are known everywhere

-- # year 10000
-- DX_SQL_UNSUPPORTED: redshift has no year +010000; years 1 to 9999 are known everywhere

-- # year 1
cast('0001-01-01' as date)

-- # interval of negative months
-- DX_SQL_UNSUPPORTED: redshift has no type for interval

-- # null-safe equality
(case when "a" = "b" then true else ("a" is null and "b" is null) end)

-- # md5
md5("v")

-- # encoding of boolean
case when "v" then 'b1;' when not "v" then 'b0;' else 'n;' end

-- # encoding of int32
coalesce('i' || cast("v" as varchar(65535)) || ';', 'n;')

-- # encoding of int64
coalesce('i' || cast("v" as varchar(65535)) || ';', 'n;')

-- # encoding of float64
-- DX_SQL_UNSUPPORTED: redshift has no exact encoding of float64; leave the column out, or cast it to another type

-- # encoding of decimal
coalesce('d' || case when "v" < 0 then '-' else '' end || btrim(case when cast(abs("v") as varchar(65535)) like '%.%' then cast(abs("v") as varchar(65535)) else cast(abs("v") as varchar(65535)) || '.' end, '0') || ';', 'n;')

-- # encoding of text
coalesce('t' || cast(length(cast("v" as varchar(65535))) as varchar(65535)) || ':' || cast("v" as varchar(65535)) || ';', 'n;')

-- # encoding of date
coalesce('D' || cast(datediff(day, cast('1970-01-01' as date), "v") as varchar(65535)) || ';', 'n;')

-- # encoding of time
coalesce('H' || cast(datediff(microsecond, cast('00:00:00' as time), "v") as varchar(65535)) || ';', 'n;')

-- # encoding of timestamp
coalesce('T' || cast(datediff(microsecond, cast('1970-01-01 00:00:00' as timestamp), "v") as varchar(65535)) || ';', 'n;')

-- # encoding of instant
coalesce('Z' || cast(datediff(microsecond, cast('1970-01-01 00:00:00' as timestamp), "v" at time zone 'UTC') as varchar(65535)) || ';', 'n;')

-- # encoding of interval
-- DX_SQL_UNSUPPORTED: redshift has no exact encoding of interval; leave the column out, or cast it to another type

-- # encoding of bytes
coalesce('x' || lower(from_varbyte("v", 'hex')) || ';', 'n;')

-- # encoding of uuid
coalesce('u' || lower(cast("v" as varchar(65535))) || ';', 'n;')

-- # encoding of json
coalesce('j' || cast(length(json_serialize("v")) as varchar(65535)) || ':' || json_serialize("v") || ';', 'n;')

-- # comparable boolean
"v"

-- # comparable int32
"v"

-- # comparable int64
"v"

-- # comparable float64
case when cast("v" as double precision) = 0 then cast(0 as double precision) when cast("v" as double precision) = cast('NaN' as double precision) then cast('NaN' as double precision) else cast("v" as double precision) end

-- # comparable decimal
"v"

-- # comparable text
collate(cast("v" as varchar(65535)), 'case_sensitive')

-- # comparable date
"v"

-- # comparable time
"v"

-- # comparable timestamp
"v"

-- # comparable instant
"v"

-- # comparable interval
-- DX_SQL_UNSUPPORTED: redshift has no exact encoding of interval; leave the column out, or cast it to another type

-- # comparable bytes
"v"

-- # comparable uuid
lower(cast("v" as varchar(65535)))

-- # comparable json
collate(cast(json_serialize("v") as varchar(65535)), 'case_sensitive')

-- # row hash
md5(((coalesce('i' || cast("a" as varchar(65535)) || ';', 'n;') || coalesce('i' || cast("b" as varchar(65535)) || ';', 'n;')) || coalesce('i' || cast("c" as varchar(65535)) || ';', 'n;')))

-- # sums of hashes
cast(sum(cast(strtol(substr("h", 1, 8), 16) as decimal(38, 0))) as varchar(65535)) as half_0, cast(sum(cast(strtol(substr("h", 9, 8), 16) as decimal(38, 0))) as varchar(65535)) as half_1, cast(sum(cast(strtol(substr("h", 17, 8), 16) as decimal(38, 0))) as varchar(65535)) as half_2, cast(sum(cast(strtol(substr("h", 25, 8), 16) as decimal(38, 0))) as varchar(65535)) as half_3

-- # text of a row
-- DX_SQL_UNSUPPORTED: redshift does not write rows as Postgres does; take `rowHash`, which is slower

-- # time in a zone
("at" at time zone 'Europe/Berlin')

-- # start of a month
cast(date_trunc('month', "at") as date)

-- # fence
(select 1) as q

-- # is NaN
("v" = 'NaN')

-- # rows by a condition
coalesce(sum(case when "v" then 1 else 0 end), 0)

-- # numbers by a bitmap
count(distinct "v")

-- # a pattern in three forms
(collate("v", 'case_sensitive') ~ '^a[0-9]$')

-- # a pattern as like
(collate("v", 'case_sensitive') like 'it''s%')

-- # quantile
percentile_cont(cast('0.9' as double precision)) within group (order by "v")

-- # is JSON
can_json_parse("v")

-- # a month later
("v" + interval '1 month')

-- # matches a pattern
(collate("v", 'case_sensitive') ~ '^it''s [0-9]{2}$')

-- # sample of rows
-- DX_SQL_UNSUPPORTED: redshift has no samples that a seed repeats; read all rows, or a table into which some were copied

-- # count of rows
select count(*) as n from (select * from "shop"."t") as counted

-- # count of a query
select count(*) as n from (select a, b from t) as counted

-- # count of values
select count(*) as n from (select distinct "a", "b" from (select * from "t") as every_row) as counted

-- # first row
select * from (select * from "t") as every_row limit 1

-- # fingerprint
select count(*) as n, cast(sum(cast(strtol(substr(hashed.row_hash, 1, 8), 16) as decimal(38, 0))) as varchar(65535)) as sum_0, cast(sum(cast(strtol(substr(hashed.row_hash, 9, 8), 16) as decimal(38, 0))) as varchar(65535)) as sum_1, cast(sum(cast(strtol(substr(hashed.row_hash, 17, 8), 16) as decimal(38, 0))) as varchar(65535)) as sum_2, cast(sum(cast(strtol(substr(hashed.row_hash, 25, 8), 16) as decimal(38, 0))) as varchar(65535)) as sum_3 from (select md5((coalesce('i' || cast("a" as varchar(65535)) || ';', 'n;') || coalesce('i' || cast("b" as varchar(65535)) || ';', 'n;'))) as row_hash from (select * from "t") as every_row) as hashed

-- # except all
select "a", "b" from (
    select "a", "b", row_number() over (partition by "a", "b" order by "a", "b") as nth
    from (select a, b from t) as side except 
    select "a", "b", row_number() over (partition by "a", "b" order by "a", "b") as nth
    from (select a, b from u) as side) as numbered

-- # except all by number
select "a", "b" from (
    select "a", "b", row_number() over (partition by "a", "b" order by "a", "b") as nth
    from (select a, b from t) as side except 
    select "a", "b", row_number() over (partition by "a", "b" order by "a", "b") as nth
    from (select a, b from u) as side) as numbered

-- # update from
update "shop"."h" as "h" set "n" = "s"."n", "m" = cast('1' as bigint) from s as s where "h"."id" = "s"."id"

-- # delete using
delete from "shop"."h" where exists (select 1 from s as s where "h"."id" = "s"."id")

-- # delete under its own name
delete from "shop"."x"."h" where exists (select 1 from s as s where "h"."id" = "s"."id")

-- # merge
-- DX_SQL_UNSUPPORTED: redshift merges no queries, and under no alias; use `updateFrom`, `deleteUsing` and an insert, in one transaction

-- # create schema
create schema "db"."shop"

-- # create schema if not exists
create schema if not exists "shop"

-- # create table
create table "db"."shop"."t" ("a" bigint, "b" bigint not null)

-- # create table if not exists
create table if not exists "t" ("a" bigint, "b" bigint not null)

-- # primary key
create table "t" ("a" bigint, "b" bigint not null, primary key ("a", "b"))

-- # unique keys
create table "t" ("a" bigint, "b" bigint not null, unique ("a"), unique ("a", "b"))

-- # foreign key
create table "t" ("a" bigint, "b" bigint not null, foreign key ("a") references "shop"."city" ("id"))

-- # create table as
create table "t" as select a, b from t

-- # create or replace table as
-- DX_SQL_UNSUPPORTED: redshift has no tables that take the place of others; drop the table before, in the same transaction

-- # create view
create view "w" as select a, b from t

-- # create or replace view
create or replace view "w" ("x", "y") as select a, b from t

-- # create index
-- DX_SQL_UNSUPPORTED: redshift has no indexes

-- # create unique index
-- DX_SQL_UNSUPPORTED: redshift has no indexes

-- # add column
alter table "t" add column "c" varchar(65535)

-- # comment on table
comment on table "shop"."t" is 'it''s \\'

-- # comment on column
comment on column "shop"."t"."c" is 'it''s \\'

-- # rename table
alter table "shop"."t" rename to "u"

-- # truncate table
truncate table "shop"."t"

-- # drop table
drop table "t"

-- # drop table if exists
drop table if exists "t"

-- # drop table cascade
drop table "t" cascade

-- # drop view
drop view "w"

-- # drop view if exists
drop view if exists "w"

-- # drop view cascade
drop view "w" cascade

-- # drop schema
drop schema "shop"

-- # drop schema if exists
drop schema if exists "shop"

-- # drop schema cascade
drop schema if exists "shop" cascade

-- # bound boolean
cast($1 as boolean), cast($2 as bigint) ["true","1"]

-- # bound int32
cast($1 as integer), cast($2 as bigint) ["-7","1"]

-- # bound int64
cast($1 as bigint), cast($2 as bigint) ["9007199254740993","1"]

-- # bound float64
cast($1 as double precision), cast($2 as bigint) ["-0.1","1"]

-- # bound decimal
cast($1 as decimal(18, 2)), cast($2 as bigint) ["-1.50","1"]

-- # bound text
cast($1 as varchar(65535)), cast($2 as bigint) ["it's \\ \n \r \"`","1"]

-- # bound date
cast($1 as date), cast($2 as bigint) ["2024-10-04","1"]

-- # bound time
cast($1 as time), cast($2 as bigint) ["23:59:59.999999","1"]

-- # bound timestamp
cast($1 as timestamp), cast($2 as bigint) ["1970-01-01 00:00:01.000001","1"]

-- # bound instant
cast($1 as timestamptz), cast($2 as bigint) ["1970-01-01 00:00:00.000001Z","1"]

-- # bound interval
-- DX_SQL_UNSUPPORTED: redshift has no type for interval

-- # bound bytes
to_varbyte(cast($1 as varchar(65535)), 'hex'), cast($2 as bigint) ["0027ff","1"]

-- # bound uuid
cast($1 as varchar(36)), cast($2 as bigint) ["7e8c5a1e-0000-4000-8000-000000000000","1"]

-- # bound json
json_parse($1), cast($2 as bigint) ["{\"a\": \"it's\"}","1"]

-- # plan of a table
begin;
-- make filled
create table "shop"."filled" (
  "boolean" boolean,
  "int32" integer,
  "int64" bigint,
  "float64" double precision,
  "decimal" decimal(18, 2),
  "text" varchar(65535),
  "date" date,
  "timestamp" timestamp,
  "instant" timestamptz,
  "bytes" varbyte,
  "uuid" varchar(36),
  "json" super
);
-- fill filled with 2 rows
insert into
  "shop"."filled"
values
  (
    true,
    cast('-7' as integer),
    cast('9007199254740993' as bigint),
    cast('-0.1' as double precision),
    cast('-1.50' as decimal(18, 2)),
    'it''s \\ \n \r "`',
    cast('2024-10-04' as date),
    cast('1970-01-01 00:00:01.000001' as timestamp),
    cast('1970-01-01 00:00:00.000001Z' as timestamptz),
    to_varbyte ('0027ff', 'hex'),
    cast(
      '7e8c5a1e-0000-4000-8000-000000000000' as varchar(36)
    ),
    json_parse('{"a": "it''s"}')
  ),
  (
    cast(null as boolean),
    cast(null as integer),
    cast(null as bigint),
    cast(null as double precision),
    cast(null as decimal(18, 2)),
    null,
    cast(null as date),
    cast(null as timestamp),
    cast(null as timestamptz),
    cast(null as varbyte),
    cast(null as varchar(36)),
    cast(null as super)
  );
commit;
