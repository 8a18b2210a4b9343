-- # literal boolean
true

-- # literal int32
cast('-7' as int64)

-- # literal int64
cast('9007199254740993' as int64)

-- # literal float64
cast('-0.1' as float64)

-- # literal decimal
cast('-1.50' as numeric(18, 2))

-- # literal text
'it\'s \\ \n \r "`'

-- # literal date
cast('2024-10-04' as date)

-- # literal time
cast('23:59:59.999999' as time)

-- # literal timestamp
cast('1970-01-01 00:00:01.000001' as datetime)

-- # literal instant
cast('1970-01-01 00:00:00.000001Z' as timestamp)

-- # literal interval
cast('1-2 -3 -0:0:1.500000' as interval)

-- # literal bytes
from_hex('0027ff')

-- # literal uuid
cast('7e8c5a1e-0000-4000-8000-000000000000' as string)

-- # literal json
parse_json('{"a": "it\'s"}')

-- # null boolean
cast(null as bool)

-- # null int32
cast(null as int64)

-- # null int64
cast(null as int64)

-- # null float64
cast(null as float64)

-- # null decimal
cast(null as numeric(18, 2))

-- # null text
cast(null as string)

-- # null date
cast(null as date)

-- # null time
cast(null as time)

-- # null timestamp
cast(null as datetime)

-- # null instant
cast(null as timestamp)

-- # null interval
cast(null as interval)

-- # null bytes
cast(null as bytes)

-- # null uuid
cast(null as string)

-- # null json
cast(null as json)

-- # parameter boolean
cast(@p as bool)

-- # parameter int32
cast(@p as int64)

-- # parameter int64
cast(@p as int64)

-- # parameter float64
cast(@p as float64)

-- # parameter decimal
cast(@p as numeric(18, 2))

-- # parameter text
cast(@p as string)

-- # parameter date
cast(@p as date)

-- # parameter time
cast(@p as time)

-- # parameter timestamp
cast(@p as datetime)

-- # parameter instant
cast(@p as timestamp)

-- # parameter interval
cast(@p as interval)

-- # parameter bytes
from_hex(@p)

-- # parameter uuid
cast(@p as string)

-- # parameter json
parse_json(@p)

-- # default boolean
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default int32
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default int64
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default float64
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default decimal
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default text
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default date
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default time
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default timestamp
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default instant
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default interval
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default bytes
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default uuid
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default json
-- DX_SQL_UNSUPPORTED: bigquery has no default for a column that is added

-- # default in a table, boolean
create table `t` (`c` bool default true)

-- # default in a table, int32
create table `t` (`c` int64 default -7)

-- # default in a table, int64
create table `t` (`c` int64 default 9007199254740993)

-- # default in a table, float64
create table `t` (`c` float64 default -0.1)

-- # default in a table, decimal
create table `t` (`c` numeric(18, 2) default numeric '-1.50')

-- # default in a table, text
create table `t` (`c` string default 'it\'s \\ \n \r "`')

-- # default in a table, date
create table `t` (`c` date default date '2024-10-04')

-- # default in a table, time
create table `t` (`c` time default time '23:59:59.999999')

-- # default in a table, timestamp
create table `t` (`c` datetime default datetime '1970-01-01 00:00:01.000001')

-- # default in a table, instant
create table `t` (`c` timestamp default timestamp '1970-01-01 00:00:00.000001Z')

-- # default in a table, interval
-- DX_SQL_UNSUPPORTED: bigquery has no default of interval

-- # default in a table, bytes
-- DX_SQL_UNSUPPORTED: bigquery has no default of bytes

-- # default in a table, uuid
create table `t` (`c` string default '7e8c5a1e-0000-4000-8000-000000000000')

-- # default in a table, json
create table `t` (`c` json default json '{"a": "it\'s"}')

-- # default NaN
-- DX_SQL_UNSUPPORTED: bigquery has no default of float64

-- # default null
create table `t` (`c` string default null not null)

-- # NaN and infinities
cast('NaN' as float64), cast('Infinity' as float64), cast('-Infinity' as float64), cast('-0' as float64), cast('1e+21' as float64)

-- # plain values
true, false, null, cast('7' as int64), cast('0.5' as float64), 'x', cast('-0.005' as bignumeric(38, 3)), from_hex('01')

-- # decimal without precision
cast('1.5' as bignumeric)

-- # decimal of 38, 20
cast(null as bignumeric(38, 20))

-- # decimal of 38, 38
cast(null as bignumeric(38, 38))

-- # decimal of 39
-- DX_SQL_UNSUPPORTED: bigquery has no decimal of 39 digits, 0 behind the point; give it at most 38 digits, 9 behind the point, or 76 digits, 38 behind the point

-- # date infinity
-- DX_SQL_UNSUPPORTED: bigquery has no infinity; write NULL, or a date that is far away

-- # timestamp -infinity
-- DX_SQL_UNSUPPORTED: bigquery has no -infinity; write NULL, or a date that is far away

-- # year 0
-- DX_SQL_UNSUPPORTED: bigquery has no year 0000; years 1 to 9999 are known everywhere

-- # year -9
-- DX_SQL_UNSUPPORTED: bigquery has no year -000010; years 1 to 9999 are known everywhere

-- # year 10000
-- DX_SQL_UNSUPPORTED: bigquery has no year +010000; years 1 to 9999 are known everywhere

-- # year 1
cast('0001-01-01' as date)

-- # interval of negative months
cast('-2-1 1 25:1:1.000001' as interval)

-- # null-safe equality
(`a` is not distinct from `b`)

-- # md5
to_hex(md5(`v`))

-- # encoding of boolean
case when `v` then 'b1;' when not `v` then 'b0;' else 'n;' end

-- # encoding of int32
coalesce('i' || cast(`v` as string) || ';', 'n;')

-- # encoding of int64
coalesce('i' || cast(`v` as string) || ';', 'n;')

-- # encoding of float64
-- DX_SQL_UNSUPPORTED: bigquery has no exact encoding of float64; leave the column out, or cast it to another type

-- # encoding of decimal
coalesce('d' || case when `v` < 0 then '-' else '' end || trim(case when cast(abs(`v`) as string) like '%.%' then cast(abs(`v`) as string) else cast(abs(`v`) as string) || '.' end, '0') || ';', 'n;')

-- # encoding of text
coalesce('t' || cast(length(cast(`v` as string)) as string) || ':' || cast(`v` as string) || ';', 'n;')

-- # encoding of date
coalesce('D' || cast(unix_date(`v`) as string) || ';', 'n;')

-- # encoding of time
coalesce('H' || cast(time_diff(`v`, cast('00:00:00' as time), microsecond) as string) || ';', 'n;')

-- # encoding of timestamp
coalesce('T' || cast(datetime_diff(`v`, cast('1970-01-01 00:00:00' as datetime), microsecond) as string) || ';', 'n;')

-- # encoding of instant
coalesce('Z' || cast(unix_micros(`v`) as string) || ';', 'n;')

-- # encoding of interval
coalesce('v' || concat(cast((extract(year from `v`) * 12 + extract(month from `v`)) as string), ',', cast(extract(day from `v`) as string), ',', cast(((extract(hour from `v`) * 60 + extract(minute from `v`)) * 60000000 + extract(second from `v`) * 1000000 + extract(microsecond from `v`)) as string)) || ';', 'n;')

-- # encoding of bytes
coalesce('x' || to_hex(`v`) || ';', 'n;')

-- # encoding of uuid
coalesce('u' || lower(cast(`v` as string)) || ';', 'n;')

-- # encoding of json
coalesce('j' || cast(length(to_json_string(`v`)) as string) || ':' || to_json_string(`v`) || ';', 'n;')

-- # comparable boolean
`v`

-- # comparable int32
`v`

-- # comparable int64
`v`

-- # comparable float64
case when cast(`v` as float64) = 0 then cast(0 as float64) when cast(`v` as float64) = cast('NaN' as float64) then cast('NaN' as float64) else cast(`v` as float64) end

-- # comparable decimal
`v`

-- # comparable text
collate(cast(`v` as string), '')

-- # comparable date
`v`

-- # comparable time
`v`

-- # comparable timestamp
`v`

-- # comparable instant
`v`

-- # comparable interval
cast(concat(cast((extract(year from `v`) * 12 + extract(month from `v`)) as string), ',', cast(extract(day from `v`) as string), ',', cast(((extract(hour from `v`) * 60 + extract(minute from `v`)) * 60000000 + extract(second from `v`) * 1000000 + extract(microsecond from `v`)) as string)) as string)

-- # comparable bytes
`v`

-- # comparable uuid
lower(cast(`v` as string))

-- # comparable json
collate(cast(to_json_string(`v`) as string), '')

-- # row hash
to_hex(md5(((coalesce('i' || cast(`a` as string) || ';', 'n;') || coalesce('i' || cast(`b` as string) || ';', 'n;')) || coalesce('i' || cast(`c` as string) || ';', 'n;'))))

-- # sums of hashes
cast(sum(cast(cast('0x' || substr(`h`, 1, 8) as int64) as bignumeric)) as string) as half_0, cast(sum(cast(cast('0x' || substr(`h`, 9, 8) as int64) as bignumeric)) as string) as half_1, cast(sum(cast(cast('0x' || substr(`h`, 17, 8) as int64) as bignumeric)) as string) as half_2, cast(sum(cast(cast('0x' || substr(`h`, 25, 8) as int64) as bignumeric)) as string) as half_3

-- # text of a row
-- DX_SQL_UNSUPPORTED: bigquery does not write rows as Postgres does; take `rowHash`, which is slower

-- # time in a zone
-- DX_SQL_UNSUPPORTED: bigquery: timestamps in a time zone; convert them in the query

-- # start of a month
date_trunc(`at`, month)

-- # fence
(select 1) as q

-- # is NaN
is_nan(`v`)

-- # rows by a condition
countif(`v`)

-- # numbers by a bitmap
count(distinct `v`)

-- # a pattern in three forms
regexp_contains(collate(`v`, ''), '(?s)^a[0-9]$')

-- # a pattern as like
(collate(`v`, '') like 'it\'s%')

-- # quantile
-- DX_SQL_UNSUPPORTED: bigquery has no exact quantile as an aggregate; compute it in a query of its own

-- # is JSON
(safe.parse_json(`v`) is not null)

-- # a month later
datetime_add(cast(`v` as datetime), interval 1 month)

-- # matches a pattern
regexp_contains(collate(`v`, ''), '(?s)^it\'s [0-9]{2}$')

-- # sample of rows
-- DX_SQL_UNSUPPORTED: bigquery has no samples that a seed repeats; read all rows, or a table into which some were copied

-- # count of rows
select count(*) as n from (select * from `shop`.`t`) as counted

-- # count of a query
select count(*) as n from (select a, b from t) as counted

-- # count of values
select count(*) as n from (select distinct `a`, `b` from (select * from `t`) as every_row) as counted

-- # first row
select * from (select * from `t`) as every_row limit 1

-- # fingerprint
select count(*) as n, cast(sum(cast(cast('0x' || substr(hashed.row_hash, 1, 8) as int64) as bignumeric)) as string) as sum_0, cast(sum(cast(cast('0x' || substr(hashed.row_hash, 9, 8) as int64) as bignumeric)) as string) as sum_1, cast(sum(cast(cast('0x' || substr(hashed.row_hash, 17, 8) as int64) as bignumeric)) as string) as sum_2, cast(sum(cast(cast('0x' || substr(hashed.row_hash, 25, 8) as int64) as bignumeric)) as string) as sum_3 from (select to_hex(md5((coalesce('i' || cast(`a` as string) || ';', 'n;') || coalesce('i' || cast(`b` as string) || ';', 'n;')))) as row_hash from (select * from `t`) as every_row) as hashed

-- # except all
select `a`, `b` from (
    select `a`, `b`, row_number() over (partition by `a`, `b` order by `a`, `b`) as nth
    from (select a, b from t) as side except distinct 
    select `a`, `b`, row_number() over (partition by `a`, `b` order by `a`, `b`) as nth
    from (select a, b from u) as side) as numbered

-- # except all by number
select `a`, `b` from (
    select `a`, `b`, row_number() over (partition by `a`, `b` order by `a`, `b`) as nth
    from (select a, b from t) as side except distinct 
    select `a`, `b`, row_number() over (partition by `a`, `b` order by `a`, `b`) as nth
    from (select a, b from u) as side) as numbered

-- # update from
update `shop`.`h` as `h` set `n` = `s`.`n`, `m` = cast('1' as int64) from s as s where `h`.`id` = `s`.`id`

-- # delete using
delete from `shop`.`h` as `h` where exists (select 1 from s as s where `h`.`id` = `s`.`id`)

-- # delete under its own name
delete from `shop`.`x`.`h` as `h` where exists (select 1 from s as s where `h`.`id` = `s`.`id`)

-- # merge
merge into `shop`.`h` as `h` using (select 1 as id) as s on `h`.`id` = `s`.`id` when matched and s.gone then delete when matched and s.late then update set `n` = `s`.`n`, `m` = cast('1' as int64) when not matched and s.new then insert (`id`, `n`) values (`s`.`id`, null) when not matched then insert (`id`) values (cast('1' as int64))

-- # create schema
create schema `db`.`shop`

-- # create schema if not exists
create schema if not exists `shop`

-- # create table
create table `db`.`shop`.`t` (`a` int64, `b` int64 not null)

-- # create table if not exists
create table if not exists `t` (`a` int64, `b` int64 not null)

-- # primary key
create table `t` (`a` int64, `b` int64 not null, primary key (`a`, `b`) not enforced)

-- # unique keys
-- DX_SQL_UNSUPPORTED: bigquery has no unique keys; leave them out, and check them by a claim

-- # foreign key
create table `t` (`a` int64, `b` int64 not null, foreign key (`a`) references `shop`.`city` (`id`) not enforced)

-- # create table as
create table `t` as select a, b from t

-- # create or replace table as
create or replace table `t` as select a, b from t

-- # create view
create view `w` as select a, b from t

-- # create or replace view
create or replace view `w` (`x`, `y`) as select a, b from t

-- # create index
-- DX_SQL_UNSUPPORTED: bigquery has no indexes

-- # create unique index
-- DX_SQL_UNSUPPORTED: bigquery has no indexes

-- # add column
alter table `t` add column `c` string

-- # comment on table
alter table `shop`.`t` set options (description = 'it\'s \\')

-- # comment on column
alter table `shop`.`t` alter column `c` set options (description = 'it\'s \\')

-- # rename table
alter table `shop`.`t` rename to `u`

-- # truncate table
truncate table `shop`.`t`

-- # drop table
drop table `t`

-- # drop table if exists
drop table if exists `t`

-- # drop table cascade
-- DX_SQL_UNSUPPORTED: bigquery has no cascade for tables

-- # drop view
drop view `w`

-- # drop view if exists
drop view if exists `w`

-- # drop view cascade
-- DX_SQL_UNSUPPORTED: bigquery has no cascade for views

-- # drop schema
drop schema `shop`

-- # drop schema if exists
drop schema if exists `shop`

-- # drop schema cascade
drop schema if exists `shop` cascade

-- # bound boolean
cast(? as bool), cast(? as int64) ["true","1"]

-- # bound int32
cast(? as int64), cast(? as int64) ["-7","1"]

-- # bound int64
cast(? as int64), cast(? as int64) ["9007199254740993","1"]

-- # bound float64
cast(? as float64), cast(? as int64) ["-0.1","1"]

-- # bound decimal
cast(? as numeric(18, 2)), cast(? as int64) ["-1.50","1"]

-- # bound text
cast(? as string), cast(? as int64) ["it's \\ \n \r \"`","1"]

-- # bound date
cast(? as date), cast(? as int64) ["2024-10-04","1"]

-- # bound time
cast(? as time), cast(? as int64) ["23:59:59.999999","1"]

-- # bound timestamp
cast(? as datetime), cast(? as int64) ["1970-01-01 00:00:01.000001","1"]

-- # bound instant
cast(? as timestamp), cast(? as int64) ["1970-01-01 00:00:00.000001Z","1"]

-- # bound interval
cast(? as interval), cast(? as int64) ["1-2 -3 -0:0:1.500000","1"]

-- # bound bytes
from_hex(cast(? as string)), cast(? as int64) ["0027ff","1"]

-- # bound uuid
cast(? as string), cast(? as int64) ["7e8c5a1e-0000-4000-8000-000000000000","1"]

-- # bound json
parse_json(?), cast(? as int64) ["{\"a\": \"it's\"}","1"]

-- # plan of a table
begin;
-- make filled
create table `shop`.`filled` (
  `boolean` bool,
  `int32` int64,
  `int64` int64,
  `float64` float64,
  `decimal` numeric(18, 2),
  `text` string,
  `date` date,
  `timestamp` datetime,
  `instant` timestamp,
  `bytes` bytes,
  `uuid` string,
  `json` json
);
-- fill filled with 2 rows
insert into
  `shop`.`filled`
values
  (
    true,
    cast('-7' as int64),
    cast('9007199254740993' as int64),
    cast('-0.1' as float64),
    cast('-1.50' as numeric(18, 2)),
    'it\'s \\ \n \r "`',
    cast('2024-10-04' as date),
    cast('1970-01-01 00:00:01.000001' as datetime),
    cast('1970-01-01 00:00:00.000001Z' as timestamp),
    from_hex('0027ff'),
    cast('7e8c5a1e-0000-4000-8000-000000000000' as string),
    parse_json ('{"a": "it\'s"}')
  ),
  (
    cast(null as bool),
    cast(null as int64),
    cast(null as int64),
    cast(null as float64),
    cast(null as numeric(18, 2)),
    null,
    cast(null as date),
    cast(null as datetime),
    cast(null as timestamp),
    cast(null as bytes),
    cast(null as string),
    cast(
      null
      as json
    )
  );
commit;
