-- # literal boolean
true

-- # literal int32
cast('-7' as int)

-- # literal int64
cast('9007199254740993' as bigint)

-- # literal float64
cast('-0.1' as double)

-- # literal decimal
cast('-1.50' as decimal(18, 2))

-- # literal text
'it\'s \\ \n \r "`'

-- # literal date
cast('2024-10-04' as date)

-- # literal time
-- DX_SQL_UNSUPPORTED: spark has no type for time

-- # literal timestamp
cast('1970-01-01 00:00:01.000001' as timestamp_ntz)

-- # literal instant
cast('1970-01-01 00:00:00.000001Z' as timestamp)

-- # literal interval
-- DX_SQL_UNSUPPORTED: spark has no type for interval

-- # literal bytes
unhex('0027ff')

-- # literal uuid
cast('7e8c5a1e-0000-4000-8000-000000000000' as string)

-- # literal json
cast('{"a": "it\'s"}' as string)

-- # null boolean
cast(null as boolean)

-- # null int32
cast(null as int)

-- # null int64
cast(null as bigint)

-- # null float64
cast(null as double)

-- # null decimal
cast(null as decimal(18, 2))

-- # null text
cast(null as string)

-- # null date
cast(null as date)

-- # null time
-- DX_SQL_UNSUPPORTED: spark has no type for time

-- # null timestamp
cast(null as timestamp_ntz)

-- # null instant
cast(null as timestamp)

-- # null interval
-- DX_SQL_UNSUPPORTED: spark has no type for interval

-- # null bytes
cast(null as binary)

-- # null uuid
cast(null as string)

-- # null json
cast(null as string)

-- # parameter boolean
cast(:p as boolean)

-- # parameter int32
cast(:p as int)

-- # parameter int64
cast(:p as bigint)

-- # parameter float64
cast(:p as double)

-- # parameter decimal
cast(:p as decimal(18, 2))

-- # parameter text
cast(:p as string)

-- # parameter date
cast(:p as date)

-- # parameter time
-- DX_SQL_UNSUPPORTED: spark has no type for time

-- # parameter timestamp
cast(:p as timestamp_ntz)

-- # parameter instant
cast(:p as timestamp)

-- # parameter interval
-- DX_SQL_UNSUPPORTED: spark has no type for interval

-- # parameter bytes
unhex(:p)

-- # parameter uuid
cast(:p as string)

-- # parameter json
cast(:p as string)

-- # default boolean
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default int32
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default int64
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default float64
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default decimal
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default text
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default date
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default time
-- DX_SQL_UNSUPPORTED: spark has no type for time

-- # default timestamp
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default instant
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default interval
-- DX_SQL_UNSUPPORTED: spark has no type for interval

-- # default bytes
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default uuid
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default json
-- DX_SQL_UNSUPPORTED: spark has no default for a column that is added

-- # default in a table, boolean
create table `t` (`c` boolean default true)

-- # default in a table, int32
create table `t` (`c` int default -7)

-- # default in a table, int64
create table `t` (`c` bigint default 9007199254740993)

-- # default in a table, float64
create table `t` (`c` double default cast('-0.1' as double))

-- # default in a table, decimal
create table `t` (`c` decimal(18, 2) default cast('-1.50' as decimal(18, 2)))

-- # default in a table, text
create table `t` (`c` string default 'it\'s \\ \n \r "`')

-- # default in a table, date
create table `t` (`c` date default cast('2024-10-04' as date))

-- # default in a table, time
-- DX_SQL_UNSUPPORTED: spark has no type for time

-- # default in a table, timestamp
create table `t` (`c` timestamp_ntz default cast('1970-01-01 00:00:01.000001' as timestamp_ntz))

-- # default in a table, instant
create table `t` (`c` timestamp default cast('1970-01-01 00:00:00.000001Z' as timestamp))

-- # default in a table, interval
-- DX_SQL_UNSUPPORTED: spark has no type for interval

-- # default in a table, bytes
create table `t` (`c` binary default unhex('0027ff'))

-- # default in a table, uuid
create table `t` (`c` string default cast('7e8c5a1e-0000-4000-8000-000000000000' as string))

-- # default in a table, json
create table `t` (`c` string default cast('{"a": "it\'s"}' as string))

-- # default NaN
create table `t` (`c` double default cast('NaN' as double))

-- # default null
create table `t` (`c` string default null not null)

-- # NaN and infinities
cast('NaN' as double), cast('Infinity' as double), cast('-Infinity' as double), cast('-0' as double), cast('1e+21' as double)

-- # plain values
true, false, null, cast('7' as bigint), cast('0.5' as double), 'x', cast('-0.005' as decimal(38, 3)), unhex('01')

-- # decimal without precision
-- DX_SQL_UNSUPPORTED: spark has no decimal without precision; give it at most 38 digits, 38 behind the point

-- # decimal of 38, 20
cast(null as decimal(38, 20))

-- # decimal of 38, 38
cast(null as decimal(38, 38))

-- # decimal of 39
-- DX_SQL_UNSUPPORTED: spark has no decimal of 39 digits, 0 behind the point; give it at most 38 digits, 38 behind the point

-- # date infinity
-- DX_SQL_UNSUPPORTED: spark has no infinity; write NULL, or a date that is far away

-- # timestamp -infinity
-- DX_SQL_UNSUPPORTED: spark has no -infinity; write NULL, or a date that is far away

-- # year 0
-- DX_SQL_UNSUPPORTED: spark has no year 0000; years 1 to 9999 are known everywhere

-- # year -9
-- DX_SQL_UNSUPPORTED: spark has no year -000010; years 1 to 9999 are known everywhere

-- # year 10000
-- DX_SQL_UNSUPPORTED: spark has no year +010000; years 1 to 9999 are known everywhere

-- # year 1
cast('0001-01-01' as date)

-- # interval of negative months
-- DX_SQL_UNSUPPORTED: spark has no type for interval

-- # null-safe equality
(`a` <=> `b`)

-- # md5
md5(`v`)

-- # encoding of boolean
case when `v` then 'b1;' when not `v` then 'b0;' else 'n;' end

-- # encoding of int32
coalesce('i' || cast(`v` as string) || ';', 'n;')

-- # encoding of int64
coalesce('i' || cast(`v` as string) || ';', 'n;')

-- # encoding of float64
coalesce('f' || case when cast(`v` as double) = 0 then '0' when cast(`v` as double) = cast('NaN' as double) then 'nan' else lower(lpad(hex(cast(java_method('java.lang.Double', 'doubleToLongBits', cast(`v` as double)) as bigint)), 16, '0')) end || ';', 'n;')

-- # encoding of decimal
coalesce('d' || case when `v` < 0 then '-' else '' end || trim(both '0' from case when cast(abs(`v`) as string) like '%.%' then cast(abs(`v`) as string) else cast(abs(`v`) as string) || '.' end) || ';', 'n;')

-- # encoding of text
coalesce('t' || cast(length(cast(`v` as string)) as string) || ':' || cast(`v` as string) || ';', 'n;')

-- # encoding of date
coalesce('D' || cast(unix_date(`v`) as string) || ';', 'n;')

-- # encoding of time
-- DX_SQL_UNSUPPORTED: spark has no exact encoding of time; leave the column out, or cast it to another type

-- # encoding of timestamp
coalesce('T' || cast(((cast(unix_date(cast(`v` as date)) as bigint) * 86400 + hour(`v`) * 3600 + minute(`v`) * 60) * 1000000 + cast(extract(second from `v`) * 1000000 as bigint)) as string) || ';', 'n;')

-- # encoding of instant
coalesce('Z' || cast(unix_micros(`v`) as string) || ';', 'n;')

-- # encoding of interval
-- DX_SQL_UNSUPPORTED: spark has no exact encoding of interval; leave the column out, or cast it to another type

-- # encoding of bytes
coalesce('x' || lower(hex(`v`)) || ';', 'n;')

-- # encoding of uuid
coalesce('u' || lower(cast(`v` as string)) || ';', 'n;')

-- # encoding of json
coalesce('j' || cast(length(`v`) as string) || ':' || `v` || ';', 'n;')

-- # comparable boolean
`v`

-- # comparable int32
`v`

-- # comparable int64
`v`

-- # comparable float64
case when cast(`v` as double) = 0 then cast(0 as double) when cast(`v` as double) = cast('NaN' as double) then cast('NaN' as double) else cast(`v` as double) end

-- # comparable decimal
`v`

-- # comparable text
cast(`v` as string)

-- # comparable date
`v`

-- # comparable time
`v`

-- # comparable timestamp
`v`

-- # comparable instant
`v`

-- # comparable interval
-- DX_SQL_UNSUPPORTED: spark has no exact encoding of interval; leave the column out, or cast it to another type

-- # comparable bytes
`v`

-- # comparable uuid
lower(cast(`v` as string))

-- # comparable json
cast(`v` as string)

-- # row hash
md5(((coalesce('i' || cast(`a` as string) || ';', 'n;') || coalesce('i' || cast(`b` as string) || ';', 'n;')) || coalesce('i' || cast(`c` as string) || ';', 'n;')))

-- # sums of hashes
cast(sum(cast(conv(substr(`h`, 1, 8), 16, 10) as decimal(20, 0))) as string) as half_0, cast(sum(cast(conv(substr(`h`, 9, 8), 16, 10) as decimal(20, 0))) as string) as half_1, cast(sum(cast(conv(substr(`h`, 17, 8), 16, 10) as decimal(20, 0))) as string) as half_2, cast(sum(cast(conv(substr(`h`, 25, 8), 16, 10) as decimal(20, 0))) as string) as half_3

-- # text of a row
-- DX_SQL_UNSUPPORTED: spark does not write rows as Postgres does; take `rowHash`, which is slower

-- # time in a zone
-- DX_SQL_UNSUPPORTED: spark: timestamps in a time zone; convert them in the query

-- # start of a month
trunc(`at`, 'MM')

-- # fence
(select 1) as q

-- # is NaN
isnan(`v`)

-- # rows by a condition
count_if(`v`)

-- # numbers by a bitmap
count(distinct `v`)

-- # a pattern in three forms
(`v` rlike '(?s)^a[0-9]$')

-- # a pattern as like
(`v` like 'it\'s%')

-- # quantile
percentile(`v`, cast('0.9' as double))

-- # is JSON
(get_json_object(`v`, '$') is not null)

-- # a month later
(`v` + interval '1' month)

-- # matches a pattern
(`v` rlike '(?s)^it\'s [0-9]{2}$')

-- # sample of rows
select * from (select * from `shop`.`t` tablesample (1.5 percent) repeatable (7)) as picked

-- # count of rows
select count(*) as n from (select * from `shop`.`t`) as counted

-- # count of a query
select count(*) as n from (select a, b from t) as counted

-- # count of values
select count(*) as n from (select distinct `a`, `b` from (select * from `t`) as every_row) as counted

-- # first row
select * from (select * from `t`) as every_row limit 1

-- # fingerprint
select count(*) as n, cast(sum(cast(conv(substr(hashed.row_hash, 1, 8), 16, 10) as decimal(20, 0))) as string) as sum_0, cast(sum(cast(conv(substr(hashed.row_hash, 9, 8), 16, 10) as decimal(20, 0))) as string) as sum_1, cast(sum(cast(conv(substr(hashed.row_hash, 17, 8), 16, 10) as decimal(20, 0))) as string) as sum_2, cast(sum(cast(conv(substr(hashed.row_hash, 25, 8), 16, 10) as decimal(20, 0))) as string) as sum_3 from (select md5((coalesce('i' || cast(`a` as string) || ';', 'n;') || coalesce('i' || cast(`b` as string) || ';', 'n;'))) as row_hash from (select * from `t`) as every_row) as hashed

-- # except all
select `a`, `b` from (select a, b from t) as side except all select `a`, `b` from (select a, b from u) as side

-- # except all by number
select `a`, `b` from (
    select `a`, `b`, row_number() over (partition by `a`, `b` order by `a`, `b`) as nth
    from (select a, b from t) as side except 
    select `a`, `b`, row_number() over (partition by `a`, `b` order by `a`, `b`) as nth
    from (select a, b from u) as side) as numbered

-- # update from
merge into `shop`.`h` as `h` using s as s on `h`.`id` = `s`.`id` when matched then update set `n` = `s`.`n`, `m` = cast('1' as bigint)

-- # delete using
merge into `shop`.`h` as `h` using s as s on `h`.`id` = `s`.`id` when matched then delete

-- # delete under its own name
merge into `shop`.`x`.`h` as `h` using s as s on `h`.`id` = `s`.`id` when matched then delete

-- # merge
merge into `shop`.`h` as `h` using (select 1 as id) as s on `h`.`id` = `s`.`id` when matched and s.gone then delete when matched and s.late then update set `n` = `s`.`n`, `m` = cast('1' as bigint) when not matched and s.new then insert (`id`, `n`) values (`s`.`id`, null) when not matched then insert (`id`) values (cast('1' as bigint))

-- # create schema
create schema `db`.`shop`

-- # create schema if not exists
create schema if not exists `shop`

-- # create table
create table `db`.`shop`.`t` (`a` bigint, `b` bigint not null)

-- # create table if not exists
create table if not exists `t` (`a` bigint, `b` bigint not null)

-- # primary key
-- DX_SQL_UNSUPPORTED: spark has no keys

-- # unique keys
-- DX_SQL_UNSUPPORTED: spark has no unique keys; leave them out, and check them by a claim

-- # foreign key
-- DX_SQL_UNSUPPORTED: spark has no keys

-- # create table as
create table `t` as select a, b from t

-- # create or replace table as
create or replace table `t` as select a, b from t

-- # create view
create view `w` as select a, b from t

-- # create or replace view
create or replace view `w` (`x`, `y`) as select a, b from t

-- # create index
-- DX_SQL_UNSUPPORTED: spark has no indexes

-- # create unique index
-- DX_SQL_UNSUPPORTED: spark has no indexes

-- # add column
alter table `t` add column `c` string

-- # comment on table
comment on table `shop`.`t` is 'it\'s \\'

-- # comment on column
alter table `shop`.`t` alter column `c` comment 'it\'s \\'

-- # rename table
alter table `shop`.`t` rename to `shop`.`u`

-- # truncate table
truncate table `shop`.`t`

-- # drop table
drop table `t`

-- # drop table if exists
drop table if exists `t`

-- # drop table cascade
-- DX_SQL_UNSUPPORTED: spark has no cascade for tables

-- # drop view
drop view `w`

-- # drop view if exists
drop view if exists `w`

-- # drop view cascade
-- DX_SQL_UNSUPPORTED: spark has no cascade for views

-- # drop schema
drop schema `shop`

-- # drop schema if exists
drop schema if exists `shop`

-- # drop schema cascade
drop schema if exists `shop` cascade

-- # bound boolean
cast(? as boolean), cast(? as bigint) ["true","1"]

-- # bound int32
cast(? as int), cast(? as bigint) ["-7","1"]

-- # bound int64
cast(? as bigint), cast(? as bigint) ["9007199254740993","1"]

-- # bound float64
cast(? as double), cast(? as bigint) ["-0.1","1"]

-- # bound decimal
cast(? as decimal(18, 2)), cast(? as bigint) ["-1.50","1"]

-- # bound text
cast(? as string), cast(? as bigint) ["it's \\ \n \r \"`","1"]

-- # bound date
cast(? as date), cast(? as bigint) ["2024-10-04","1"]

-- # bound time
-- DX_SQL_UNSUPPORTED: spark has no type for time

-- # bound timestamp
cast(? as timestamp_ntz), cast(? as bigint) ["1970-01-01 00:00:01.000001","1"]

-- # bound instant
cast(? as timestamp), cast(? as bigint) ["1970-01-01 00:00:00.000001Z","1"]

-- # bound interval
-- DX_SQL_UNSUPPORTED: spark has no type for interval

-- # bound bytes
unhex(cast(? as string)), cast(? as bigint) ["0027ff","1"]

-- # bound uuid
cast(? as string), cast(? as bigint) ["7e8c5a1e-0000-4000-8000-000000000000","1"]

-- # bound json
cast(? as string), cast(? as bigint) ["{\"a\": \"it's\"}","1"]

-- # plan of a table
begin;
-- make filled
create table `shop`.`filled` (
  `boolean` boolean,
  `int32` int,
  `int64` bigint,
  `float64` double,
  `decimal` decimal(18, 2),
  `text` string,
  `date` date,
  `timestamp` timestamp_ntz,
  `instant` timestamp,
  `bytes` binary,
  `uuid` string,
  `json` string
);
-- fill filled with 2 rows
insert into
  `shop`.`filled`
values
  (
    true,
    cast('-7' as int),
    cast('9007199254740993' as bigint),
    cast('-0.1' as double),
    cast('-1.50' as decimal(18, 2)),
    'it\'s \\ \n \r "`',
    cast('2024-10-04' as date),
    cast('1970-01-01 00:00:01.000001' as timestamp_ntz),
    cast('1970-01-01 00:00:00.000001Z' as timestamp),
    unhex('0027ff'),
    cast('7e8c5a1e-0000-4000-8000-000000000000' as string),
    cast('{"a": "it\'s"}' as string)
  ),
  (
    cast(null as boolean),
    cast(null as int),
    cast(null as bigint),
    cast(null as double),
    cast(null as decimal(18, 2)),
    null,
    cast(null as date),
    cast(null as timestamp_ntz),
    cast(null as timestamp),
    cast(null as binary),
    cast(null as string),
    cast(null as string)
  );
commit;
