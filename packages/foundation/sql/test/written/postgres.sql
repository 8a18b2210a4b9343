-- # literal boolean
true

-- # literal int32
cast('-7' as integer)

-- # literal int64
cast('9007199254740993' as bigint)

-- # literal float64
cast('-0.1' as double precision)

-- # literal decimal
cast('-1.50' as numeric(18, 2))

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
decode('0027ff', 'hex')

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
cast(null as double precision)

-- # null decimal
cast(null as numeric(18, 2))

-- # null text
cast(null as text)

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
cast(null as bytea)

-- # null uuid
cast(null as uuid)

-- # null json
cast(null as json)

-- # parameter boolean
cast(:'p' as boolean)

-- # parameter int32
cast(:'p' as integer)

-- # parameter int64
cast(:'p' as bigint)

-- # parameter float64
cast(:'p' as double precision)

-- # parameter decimal
cast(:'p' as numeric(18, 2))

-- # parameter text
cast(:'p' as text)

-- # parameter date
cast(:'p' as date)

-- # parameter time
cast(:'p' as time)

-- # parameter timestamp
cast(:'p' as timestamp)

-- # parameter instant
cast(:'p' as timestamptz)

-- # parameter interval
cast(:'p' as interval)

-- # parameter bytes
decode(:'p', 'hex')

-- # parameter uuid
cast(:'p' as uuid)

-- # parameter json
cast(:'p' as json)

-- # default boolean
alter table "t" add column "c" boolean default true

-- # default int32
alter table "t" add column "c" integer default -7

-- # default int64
alter table "t" add column "c" bigint default 9007199254740993

-- # default float64
alter table "t" add column "c" double precision default cast('-0.1' as double precision)

-- # default decimal
alter table "t" add column "c" numeric(18, 2) default cast('-1.50' as numeric(18, 2))

-- # default text
alter table "t" add column "c" text default 'it''s \ 
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
alter table "t" add column "c" bytea default decode('0027ff', 'hex')

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
create table "t" ("c" double precision default cast('-0.1' as double precision))

-- # default in a table, decimal
create table "t" ("c" numeric(18, 2) default cast('-1.50' as numeric(18, 2)))

-- # default in a table, text
create table "t" ("c" text default 'it''s \ 
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
create table "t" ("c" bytea default decode('0027ff', 'hex'))

-- # default in a table, uuid
create table "t" ("c" uuid default cast('7e8c5a1e-0000-4000-8000-000000000000' as uuid))

-- # default in a table, json
create table "t" ("c" json default cast('{"a": "it''s"}' as json))

-- # default NaN
create table "t" ("c" double precision default cast('NaN' as double precision))

-- # default null
create table "t" ("c" text default null not null)

-- # NaN and infinities
cast('NaN' as double precision), cast('Infinity' as double precision), cast('-Infinity' as double precision), cast('-0' as double precision), cast('1e+21' as double precision)

-- # plain values
true, false, null, cast('7' as bigint), cast('0.5' as double precision), 'x', cast('-0.005' as numeric(38, 3)), decode('01', 'hex')

-- # decimal without precision
cast('1.5' as numeric)

-- # decimal of 38, 20
cast(null as numeric(38, 20))

-- # decimal of 38, 38
cast(null as numeric(38, 38))

-- # decimal of 39
cast(null as numeric(39, 0))

-- # date infinity
cast('infinity' as date)

-- # timestamp -infinity
cast('-infinity' as timestamp)

-- # year 0
cast('0001-01-01 BC' as date)

-- # year -9
cast('0011-12-27 00:00:00.000000 BC' as timestamp)

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
coalesce('i' || cast("v" as text) || ';', 'n;')

-- # encoding of int64
coalesce('i' || cast("v" as text) || ';', 'n;')

-- # encoding of float64
coalesce('f' || case when cast("v" as double precision) = 0 then '0' when cast("v" as double precision) = cast('NaN' as double precision) then 'nan' else encode(float8send(cast("v" as double precision)), 'hex') end || ';', 'n;')

-- # encoding of decimal
coalesce('d' || case when "v" < 0 then '-' else '' end || btrim(case when cast(abs("v") as text) like '%.%' then cast(abs("v") as text) else cast(abs("v") as text) || '.' end, '0') || ';', 'n;')

-- # encoding of text
coalesce('t' || cast(length(cast("v" as text)) as text) || ':' || cast("v" as text) || ';', 'n;')

-- # encoding of date
coalesce('D' || cast(case when isfinite("v") then cast(("v" - cast('1970-01-01' as date)) as text) else cast("v" as text) end as text) || ';', 'n;')

-- # encoding of time
coalesce('H' || cast(cast(extract(epoch from "v") * 1000000 as bigint) as text) || ';', 'n;')

-- # encoding of timestamp
coalesce('T' || cast(case when isfinite("v") then cast(cast(extract(epoch from "v") * 1000000 as bigint) as text) else cast("v" as text) end as text) || ';', 'n;')

-- # encoding of instant
coalesce('Z' || cast(case when isfinite("v") then cast(cast(extract(epoch from "v") * 1000000 as bigint) as text) else cast("v" as text) end as text) || ';', 'n;')

-- # encoding of interval
coalesce('v' || cast((extract(year from "v") * 12 + extract(month from "v")) as bigint) || ',' || cast(extract(day from "v") as bigint) || ',' || cast(((extract(hour from "v") * 60 + extract(minute from "v")) * 60000000 + extract(microseconds from "v")) as bigint) || ';', 'n;')

-- # encoding of bytes
coalesce('x' || encode("v", 'hex') || ';', 'n;')

-- # encoding of uuid
coalesce('u' || lower(cast("v" as text)) || ';', 'n;')

-- # encoding of json
coalesce('j' || cast(length(cast("v" as text)) as text) || ':' || cast("v" as text) || ';', 'n;')

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
(cast("v" as text) collate "C")

-- # comparable date
"v"

-- # comparable time
"v"

-- # comparable timestamp
"v"

-- # comparable instant
"v"

-- # comparable interval
cast(cast((extract(year from "v") * 12 + extract(month from "v")) as bigint) || ',' || cast(extract(day from "v") as bigint) || ',' || cast(((extract(hour from "v") * 60 + extract(minute from "v")) * 60000000 + extract(microseconds from "v")) as bigint) as text)

-- # comparable bytes
"v"

-- # comparable uuid
lower(cast("v" as text))

-- # comparable json
(cast(cast("v" as text) as text) collate "C")

-- # row hash
md5(((coalesce('i' || cast("a" as text) || ';', 'n;') || coalesce('i' || cast("b" as text) || ';', 'n;')) || coalesce('i' || cast("c" as text) || ';', 'n;')))

-- # sums of hashes
cast(sum(cast(cast('x' || substr("h", 1, 16) as bit(64)) as bigint)) as text) as half_0, cast(sum(cast(cast('x' || substr("h", 17, 16) as bit(64)) as bigint)) as text) as half_1

-- # text of a row
cast(row("v", "v", coalesce('f' || case when cast("v" as double precision) = 0 then '0' when cast("v" as double precision) = cast('NaN' as double precision) then 'nan' else encode(float8send(cast("v" as double precision)), 'hex') end || ';', 'n;'), trim_scale("v"), cast("v" as text), "v", "v") as text)

-- # time in a zone
("at" at time zone 'Europe/Berlin')

-- # start of a month
cast(date_trunc('month', "at") as date)

-- # fence
(select 1 offset 0) as q

-- # is NaN
("v" = 'NaN')

-- # rows by a condition
count(*) filter (where "v")

-- # numbers by a bitmap
count(distinct "v")

-- # a pattern in three forms
(("v" collate "C") ~ '^a[0-9]$')

-- # a pattern as like
(("v" collate "C") like 'it''s%')

-- # quantile
percentile_cont(cast('0.9' as double precision)) within group (order by "v")

-- # is JSON
("v" is json)

-- # a month later
("v" + interval '1 month')

-- # matches a pattern
(("v" collate "C") ~ '^it''s [0-9]{2}$')

-- # sample of rows
select * from (select * from "shop"."t" tablesample bernoulli (1.5) repeatable (7)) as picked

-- # count of rows
select count(*) as n from (select * from "shop"."t") as counted

-- # count of a query
select count(*) as n from (select a, b from t) as counted

-- # count of values
select count(*) as n from (select distinct "a", "b" from (select * from "t") as every_row) as counted

-- # first row
select * from (select * from "t") as every_row limit 1

-- # fingerprint
select count(*) as n, cast(sum(cast(cast('x' || substr(hashed.row_hash, 1, 8) as bit(32)) as bigint)) as text) as sum_0, cast(sum(cast(cast('x' || substr(hashed.row_hash, 9, 8) as bit(32)) as bigint)) as text) as sum_1, cast(sum(cast(cast('x' || substr(hashed.row_hash, 17, 8) as bit(32)) as bigint)) as text) as sum_2, cast(sum(cast(cast('x' || substr(hashed.row_hash, 25, 8) as bit(32)) as bigint)) as text) as sum_3 from (select * from "t") as every_row cross join lateral md5((coalesce('i' || cast("a" as text) || ';', 'n;') || coalesce('i' || cast("b" as text) || ';', 'n;'))) as hashed(row_hash)

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
-- DX_SQL_UNSUPPORTED: postgres has no tables that take the place of others; drop the table before, in the same transaction

-- # create view
create view "w" as select a, b from t

-- # create or replace view
create or replace view "w" ("x", "y") as select a, b from t

-- # create index
create index "i" on "t" ("a", "b")

-- # create unique index
create unique index if not exists "i" on "t" ("a")

-- # add column
alter table "t" add column "c" text

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
cast($1 as double precision), cast($2 as bigint) ["-0.1","1"]

-- # bound decimal
cast($1 as numeric(18, 2)), cast($2 as bigint) ["-1.50","1"]

-- # bound text
cast($1 as text), cast($2 as bigint) ["it's \\ \n \r \"`","1"]

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
decode(cast($1 as text), 'hex'), cast($2 as bigint) ["0027ff","1"]

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
  "float64" double precision,
  "decimal" numeric(18, 2),
  "text" text,
  "date" date,
  "timestamp" timestamp,
  "instant" timestamptz,
  "bytes" bytea,
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
    cast('-0.1' as double precision),
    cast('-1.50' as numeric(18, 2)),
    'it''s \ 
  "`',
    cast('2024-10-04' as date),
    cast('1970-01-01 00:00:01.000001' as timestamp),
    cast('1970-01-01 00:00:00.000001Z' as timestamptz),
    decode('0027ff', 'hex'),
    cast('7e8c5a1e-0000-4000-8000-000000000000' as uuid),
    cast('{"a": "it''s"}' as json)
  ),
  (
    cast(null as boolean),
    cast(null as integer),
    cast(null as bigint),
    cast(null as double precision),
    cast(null as numeric(18, 2)),
    null,
    cast(null as date),
    cast(null as timestamp),
    cast(null as timestamptz),
    cast(null as bytea),
    cast(null as uuid),
    cast(null as json)
  );
commit;
