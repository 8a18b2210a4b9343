-- # literal boolean
true

-- # literal int32
cast('-7' as integer)

-- # literal int64
cast('9007199254740993' as bigint)

-- # literal float64
cast('-0.1' as double)

-- # literal decimal
cast('-1.50' as decimal(18, 2))

-- # literal text
'it''s \ 
  "`'

-- # literal date
cast('2024-10-04' as date)

-- # literal time
cast('23:59:59.999999' as time)

-- # literal timestamp
cast('1970-01-01 00:00:01.000001' as timestamp)

-- # literal instant
cast('1970-01-01 00:00:00.000001Z' as timestamptz)

-- # literal interval
cast('14 months -3 days -1500000 microseconds' as interval)

-- # literal bytes
from_hex('0027ff')

-- # literal uuid
cast('7e8c5a1e-0000-4000-8000-000000000000' as uuid)

-- # literal json
cast('{"a": "it''s"}' as json)

-- # null boolean
cast(null as boolean)

-- # null int32
cast(null as integer)

-- # null int64
cast(null as bigint)

-- # null float64
cast(null as double)

-- # null decimal
cast(null as decimal(18, 2))

-- # null text
cast(null as varchar)

-- # null date
cast(null as date)

-- # null time
cast(null as time)

-- # null timestamp
cast(null as timestamp)

-- # null instant
cast(null as timestamptz)

-- # null interval
cast(null as interval)

-- # null bytes
cast(null as blob)

-- # null uuid
cast(null as uuid)

-- # null json
cast(null as json)

-- # parameter boolean
cast($p as boolean)

-- # parameter int32
cast($p as integer)

-- # parameter int64
cast($p as bigint)

-- # parameter float64
cast($p as double)

-- # parameter decimal
cast($p as decimal(18, 2))

-- # parameter text
cast($p as varchar)

-- # parameter date
cast($p as date)

-- # parameter time
cast($p as time)

-- # parameter timestamp
cast($p as timestamp)

-- # parameter instant
cast($p as timestamptz)

-- # parameter interval
cast($p as interval)

-- # parameter bytes
from_hex($p)

-- # parameter uuid
cast($p as uuid)

-- # parameter json
cast($p as json)

-- # default boolean
alter table "t" add column "c" boolean default true

-- # default int32
alter table "t" add column "c" integer default -7

-- # default int64
alter table "t" add column "c" bigint default 9007199254740993

-- # default float64
alter table "t" add column "c" double default cast('-0.1' as double)

-- # default decimal
alter table "t" add column "c" decimal(18, 2) default cast('-1.50' as decimal(18, 2))

-- # default text
alter table "t" add column "c" varchar default 'it''s \ 
  "`'

-- # default date
alter table "t" add column "c" date default cast('2024-10-04' as date)

-- # default time
alter table "t" add column "c" time default cast('23:59:59.999999' as time)

-- # default timestamp
alter table "t" add column "c" timestamp default cast('1970-01-01 00:00:01.000001' as timestamp)

-- # default instant
alter table "t" add column "c" timestamptz default cast('1970-01-01 00:00:00.000001Z' as timestamptz)

-- # default interval
alter table "t" add column "c" interval default cast('14 months -3 days -1500000 microseconds' as interval)

-- # default bytes
alter table "t" add column "c" blob default from_hex('0027ff')

-- # default uuid
alter table "t" add column "c" uuid default cast('7e8c5a1e-0000-4000-8000-000000000000' as uuid)

-- # default json
alter table "t" add column "c" json default cast('{"a": "it''s"}' as json)

-- # default in a table, boolean
create table "t" ("c" boolean default true)

-- # default in a table, int32
create table "t" ("c" integer default -7)

-- # default in a table, int64
create table "t" ("c" bigint default 9007199254740993)

-- # default in a table, float64
create table "t" ("c" double default cast('-0.1' as double))

-- # default in a table, decimal
create table "t" ("c" decimal(18, 2) default cast('-1.50' as decimal(18, 2)))

-- # default in a table, text
create table "t" ("c" varchar default 'it''s \ 
  "`')

-- # default in a table, date
create table "t" ("c" date default cast('2024-10-04' as date))

-- # default in a table, time
create table "t" ("c" time default cast('23:59:59.999999' as time))

-- # default in a table, timestamp
create table "t" ("c" timestamp default cast('1970-01-01 00:00:01.000001' as timestamp))

-- # default in a table, instant
create table "t" ("c" timestamptz default cast('1970-01-01 00:00:00.000001Z' as timestamptz))

-- # default in a table, interval
create table "t" ("c" interval default cast('14 months -3 days -1500000 microseconds' as interval))

-- # default in a table, bytes
create table "t" ("c" blob default from_hex('0027ff'))

-- # default in a table, uuid
create table "t" ("c" uuid default cast('7e8c5a1e-0000-4000-8000-000000000000' as uuid))

-- # default in a table, json
create table "t" ("c" json default cast('{"a": "it''s"}' as json))

-- # default NaN
create table "t" ("c" double default cast('NaN' as double))

-- # default null
create table "t" ("c" varchar default null not null)

-- # NaN and infinities
cast('NaN' as double), cast('Infinity' as double), cast('-Infinity' as double), cast('-0' as double), cast('1e+21' as double)

-- # plain values
true, false, null, cast('7' as bigint), cast('0.5' as double), 'x', cast('-0.005' as decimal(38, 3)), from_hex('01')

-- # decimal without precision
-- DX_SQL_UNSUPPORTED: duckdb has no decimal without precision; give it at most 38 digits, 38 behind the point

-- # decimal of 38, 20
cast(null as decimal(38, 20))

-- # decimal of 38, 38
cast(null as decimal(38, 38))

-- # decimal of 39
-- DX_SQL_UNSUPPORTED: duckdb has no decimal of 39 digits, 0 behind the point; give it at most 38 digits, 38 behind the point

-- # date infinity
cast('infinity' as date)

-- # timestamp -infinity
cast('-infinity' as timestamp)

-- # year 0
cast('0001-01-01 (BC)' as date)

-- # year -9
cast('0011-12-27 (BC) 00:00:00.000000' as timestamp)

-- # year 10000
cast('10000-01-01 00:00:00.000000Z' as timestamptz)

-- # year 1
cast('0001-01-01' as date)

-- # interval of negative months
cast('-25 months 1 days 90061000001 microseconds' as interval)

-- # null-safe equality
("a" is not distinct from "b")

-- # md5
md5("v")

-- # encoding of boolean
case when "v" then 'b1;' when not "v" then 'b0;' else 'n;' end

-- # encoding of int32
coalesce('i' || cast("v" as varchar) || ';', 'n;')

-- # encoding of int64
coalesce('i' || cast("v" as varchar) || ';', 'n;')

-- # encoding of float64
coalesce('f' || case when cast("v" as double) = 0 then '0' when cast("v" as double) = cast('NaN' as double) then 'nan' else lower(hex(cast(cast(cast("v" as double) as bit) as blob))) end || ';', 'n;')

-- # encoding of decimal
coalesce('d' || case when "v" < 0 then '-' else '' end || trim(case when cast(abs("v") as varchar) like '%.%' then cast(abs("v") as varchar) else cast(abs("v") as varchar) || '.' end, '0') || ';', 'n;')

-- # encoding of text
coalesce('t' || cast(length(cast("v" as varchar)) as varchar) || ':' || cast("v" as varchar) || ';', 'n;')

-- # encoding of date
coalesce('D' || cast(case when isfinite("v") then cast(("v" - cast('1970-01-01' as date)) as varchar) else cast("v" as varchar) end as varchar) || ';', 'n;')

-- # encoding of time
coalesce('H' || cast(epoch_us("v") as varchar) || ';', 'n;')

-- # encoding of timestamp
coalesce('T' || cast(case when isfinite("v") then cast(epoch_us("v") as varchar) else cast("v" as varchar) end as varchar) || ';', 'n;')

-- # encoding of instant
coalesce('Z' || cast(case when isfinite("v") then cast(epoch_us("v") as varchar) else cast("v" as varchar) end as varchar) || ';', 'n;')

-- # encoding of interval
coalesce('v' || (extract(year from "v") * 12 + extract(month from "v")) || ',' || extract(day from "v") || ',' || ((extract(hour from "v") * 60 + extract(minute from "v")) * 60000000 + extract(microsecond from "v")) || ';', 'n;')

-- # encoding of bytes
coalesce('x' || lower(hex("v")) || ';', 'n;')

-- # encoding of uuid
coalesce('u' || lower(cast("v" as varchar)) || ';', 'n;')

-- # encoding of json
coalesce('j' || cast(length(cast("v" as varchar)) as varchar) || ':' || cast("v" as varchar) || ';', 'n;')

-- # comparable boolean
"v"

-- # comparable int32
"v"

-- # comparable int64
"v"

-- # comparable float64
case when cast("v" as double) = 0 then cast(0 as double) when cast("v" as double) = cast('NaN' as double) then cast('NaN' as double) else cast("v" as double) end

-- # comparable decimal
"v"

-- # comparable text
(cast("v" as varchar) collate "C")

-- # comparable date
"v"

-- # comparable time
"v"

-- # comparable timestamp
"v"

-- # comparable instant
"v"

-- # comparable interval
cast((extract(year from "v") * 12 + extract(month from "v")) || ',' || extract(day from "v") || ',' || ((extract(hour from "v") * 60 + extract(minute from "v")) * 60000000 + extract(microsecond from "v")) as varchar)

-- # comparable bytes
"v"

-- # comparable uuid
lower(cast("v" as varchar))

-- # comparable json
(cast(cast("v" as varchar) as varchar) collate "C")

-- # row hash
md5(((coalesce('i' || cast("a" as varchar) || ';', 'n;') || coalesce('i' || cast("b" as varchar) || ';', 'n;')) || coalesce('i' || cast("c" as varchar) || ';', 'n;')))

-- # sums of hashes
cast(sum(cast('0x' || substr("h", 1, 16) as ubigint)) as varchar) as half_0, cast(sum(cast('0x' || substr("h", 17, 16) as ubigint)) as varchar) as half_1

-- # text of a row
concat('(', case when "v" then 't' when not "v" then 'f' end, ',', cast("v" as varchar), ',', cast(coalesce('f' || case when cast("v" as double) = 0 then '0' when cast("v" as double) = cast('NaN' as double) then 'nan' else lower(hex(cast(cast(cast("v" as double) as bit) as blob))) end || ';', 'n;') as varchar), ',', case when contains(cast("v" as varchar), '.') then rtrim(rtrim(cast("v" as varchar), '0'), '.') else cast("v" as varchar) end, ',', case when "v" = '' or regexp_matches("v", '["\\(),[:space:]]') then '"' || replace(replace("v", '\', '\\'), '"', '""') || '"' else "v" end, ',', cast("v" as varchar), ',', '"' || cast("v" as varchar) || '"', ')')

-- # time in a zone
("at" at time zone 'Europe/Berlin')

-- # start of a month
cast(date_trunc('month', "at") as date)

-- # fence
(select 1) as q

-- # is NaN
isnan("v")

-- # rows by a condition
cast(coalesce(count_if("v"), 0) as bigint)

-- # numbers by a bitmap
coalesce(bit_count(bitstring_agg("v", -1, 9)), 0)

-- # a pattern in three forms
(("v" collate "C") glob 'a[0-9]')

-- # a pattern as like
(("v" collate "C") like 'it''s%')

-- # quantile
quantile_cont("v", cast('0.9' as double))

-- # is JSON
json_valid("v")

-- # a month later
("v" + interval '1 month')

-- # matches a pattern
regexp_matches(("v" collate "C"), '^it''s [0-9]{2}$', 's')

-- # sample of rows
select * from (select * from "shop"."t" tablesample bernoulli(1.5 percent) repeatable (7)) as picked

-- # count of rows
select count(*) as n from (select * from "shop"."t") as counted

-- # count of a query
select count(*) as n from (select a, b from t) as counted

-- # count of values
select count(*) as n from (select distinct "a", "b" from (select * from "t") as every_row) as counted

-- # first row
select * from (select * from "t") as every_row limit 1

-- # fingerprint
select count(*) as n, cast(sum(cast('0x' || substr(hashed.row_hash, 1, 16) as ubigint)) as varchar) as sum_0, cast(sum(cast('0x' || substr(hashed.row_hash, 17, 16) as ubigint)) as varchar) as sum_1 from (select md5((coalesce('i' || cast("a" as varchar) || ';', 'n;') || coalesce('i' || cast("b" as varchar) || ';', 'n;'))) as row_hash from (select * from "t") as every_row) as hashed

-- # except all
select "a", "b" from (select a, b from t) as side except all select "a", "b" from (select a, b from u) as side

-- # except all by number
select "a", "b" from (
    select "a", "b", row_number() over (partition by "a", "b" order by "a", "b") as nth
    from (select a, b from t) as side except 
    select "a", "b", row_number() over (partition by "a", "b" order by "a", "b") as nth
    from (select a, b from u) as side) as numbered

-- # update from
update "shop"."h" as "h" set "n" = "s"."n", "m" = cast('1' as bigint) from s as s where "h"."id" = "s"."id"

-- # delete using
delete from "shop"."h" as "h" where exists (select 1 from s as s where "h"."id" = "s"."id")

-- # delete under its own name
delete from "shop"."x"."h" as "h" where exists (select 1 from s as s where "h"."id" = "s"."id")

-- # merge
merge into "shop"."h" as "h" using (select 1 as id) as s on "h"."id" = "s"."id" when matched and s.gone then delete when matched and s.late then update set "n" = "s"."n", "m" = cast('1' as bigint) when not matched and s.new then insert ("id", "n") values ("s"."id", null) when not matched then insert ("id") values (cast('1' as bigint))

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
create or replace table "t" as select a, b from t

-- # create view
create view "w" as select a, b from t

-- # create or replace view
create or replace view "w" ("x", "y") as select a, b from t

-- # create index
create index "i" on "t" ("a", "b")

-- # create unique index
create unique index if not exists "i" on "t" ("a")

-- # add column
alter table "t" add column "c" varchar

-- # comment on table
comment on table "shop"."t" is 'it''s \'

-- # comment on column
comment on column "shop"."t"."c" is 'it''s \'

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
cast($1 as double), cast($2 as bigint) ["-0.1","1"]

-- # bound decimal
cast($1 as decimal(18, 2)), cast($2 as bigint) ["-1.50","1"]

-- # bound text
cast($1 as varchar), cast($2 as bigint) ["it's \\ \n \r \"`","1"]

-- # bound date
cast($1 as date), cast($2 as bigint) ["2024-10-04","1"]

-- # bound time
cast($1 as time), cast($2 as bigint) ["23:59:59.999999","1"]

-- # bound timestamp
cast($1 as timestamp), cast($2 as bigint) ["1970-01-01 00:00:01.000001","1"]

-- # bound instant
cast($1 as timestamptz), cast($2 as bigint) ["1970-01-01 00:00:00.000001Z","1"]

-- # bound interval
cast($1 as interval), cast($2 as bigint) ["14 months -3 days -1500000 microseconds","1"]

-- # bound bytes
from_hex(cast($1 as varchar)), cast($2 as bigint) ["0027ff","1"]

-- # bound uuid
cast($1 as uuid), cast($2 as bigint) ["7e8c5a1e-0000-4000-8000-000000000000","1"]

-- # bound json
cast($1 as json), cast($2 as bigint) ["{\"a\": \"it's\"}","1"]

-- # plan of a table
begin;
-- make filled
create table "shop"."filled" (
  "boolean" boolean,
  "int32" integer,
  "int64" bigint,
  "float64" double,
  "decimal" decimal(18, 2),
  "text" varchar,
  "date" date,
  "timestamp" timestamp,
  "instant" timestamptz,
  "bytes" blob,
  "uuid" uuid,
  "json" json
);
-- fill filled with 2 rows
insert into
  "shop"."filled"
values
  (
    true,
    cast('-7' as integer),
    cast('9007199254740993' as bigint),
    cast('-0.1' as double),
    cast('-1.50' as decimal(18, 2)),
    'it''s \ 
  "`',
    cast('2024-10-04' as date),
    cast('1970-01-01 00:00:01.000001' as timestamp),
    cast('1970-01-01 00:00:00.000001Z' as timestamptz),
    from_hex('0027ff'),
    cast('7e8c5a1e-0000-4000-8000-000000000000' as uuid),
    cast('{"a": "it''s"}' as json)
  ),
  (
    cast(null as boolean),
    cast(null as integer),
    cast(null as bigint),
    cast(null as double),
    cast(null as decimal(18, 2)),
    null,
    cast(null as date),
    cast(null as timestamp),
    cast(null as timestamptz),
    cast(null as blob),
    cast(null as uuid),
    cast(null as json)
  );
commit;
