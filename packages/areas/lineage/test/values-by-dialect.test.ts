// oxlint-disable max-lines -- one table of cases
import type { ParserDialect } from "@dx/sql-parser";
import { expect, test } from "vitest";
import { lineageColumns, isDirect } from "../src/index.ts";
import { parser } from "./shop.ts";

const schema = {
  orders: {
    id: "int",
    customer_id: "int",
    amount: "decimal(10,2)",
    status: "varchar",
    day: "date",
  },
  customers: { id: "int", name: "varchar", city: "varchar", parent_id: "int" },
  items: { order_id: "int", product: "varchar", qty: "int", price: "decimal(10,2)" },
  target: { id: "int", total: "decimal(10,2)", name: "varchar" },
};

/** What values come from, in lower case, written by hand from what the dialect's manual says. */
const cases: readonly (readonly [ParserDialect, string, readonly string[]])[] = [
  [
    "duckdb",
    "with customers as (select id, amount as name from orders) select name from customers",
    ["name: orders.amount"],
  ],
  [
    "postgres",
    "with a as (select id from orders), b as (with a as (select id from customers) select id from a) select a.id, b.id as bid from a, b",
    ["bid: customers.id", "id: orders.id"],
  ],
  [
    "duckdb",
    "with recursive t(id, lvl) as (select id, 0 from customers where parent_id is null union all select c.id, t.lvl+1 from customers c join t on c.parent_id = t.id) select id, lvl from t",
    ["id: customers.id", "lvl:"],
  ],
  [
    "postgres",
    "with recursive p as (select id, name::text as path from customers union all select c.id, p.path || c.name from customers c, p where c.parent_id = p.id) select path from p",
    ["path: customers.name"],
  ],
  [
    "tsql",
    "with t as (select id, parent_id, cast(name as varchar(100)) as path from customers where parent_id is null union all select c.id, c.parent_id, cast(t.path + '/' + c.name as varchar(100)) from customers c inner join t on t.id = c.parent_id) select * from t",
    ["id: customers.id", "parent_id: customers.parent_id", "path: customers.name"],
  ],
  [
    "snowflake",
    "merge into target t using (select customer_id, sum(amount) s from orders group by 1) o on t.id = o.customer_id when matched and o.s > 5 then update set total = t.total + o.s when not matched then insert (id, total) values (o.customer_id, o.s)",
    ["target.id: orders.customer_id", "target.total: orders.amount target.total"],
  ],
  [
    "bigquery",
    "merge target t using orders s on t.id = s.id when matched then update set t.total = s.amount when not matched by target then insert (id, total) values (id, amount) when not matched by source then delete",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "tsql",
    "merge into target as t using orders as s on t.id = s.id when matched then update set total = s.amount when not matched by target then insert (id, total, name) values (s.id, s.amount, s.status) when not matched by source then update set name = 'gone';",
    ["target.id: orders.id", "target.name: orders.status", "target.total: orders.amount"],
  ],
  [
    "postgres",
    "update target t set total = o.amount, name = upper(c.name) from orders o join customers c on c.id = o.customer_id where o.id = t.id",
    ["target.name: customers.name", "target.total: orders.amount"],
  ],
  [
    "tsql",
    "update t set t.total = t.total + o.amount from target t join orders o on o.id = t.id",
    ["target.total: orders.amount target.total"],
  ],
  [
    "mysql",
    "update target t join orders o on o.id = t.id set t.total = o.amount, t.name = o.status where o.amount > 1",
    ["target.name: orders.status", "target.total: orders.amount"],
  ],
  [
    "postgres",
    "update target set (total, name) = (select amount, status from orders where orders.id = target.id)",
    ["target.name: orders.status", "target.total: orders.amount"],
  ],
  [
    "oracle",
    "update target t set (total, name) = (select o.amount, o.status from orders o where o.id = t.id)",
    ["target.name: orders.status", "target.total: orders.amount"],
  ],
  [
    "postgres",
    "select c.name, l.amount from customers c cross join lateral (select amount from orders o where o.customer_id = c.id order by day desc limit 1) l",
    ["amount: orders.amount", "name: customers.name"],
  ],
  [
    "tsql",
    "select c.name, x.total from customers c outer apply (select sum(amount) as total from orders o where o.customer_id = c.id) x",
    ["name: customers.name", "total: orders.amount"],
  ],
  [
    "oracle",
    "select c.name, x.total from customers c cross apply (select sum(amount) as total from orders o where o.customer_id = c.id) x",
    ["name: customers.name", "total: orders.amount"],
  ],
  [
    "duckdb",
    "select id, unnest(string_split(status, ',')) as part from orders",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "postgres",
    "select o.id, u.part from orders o, unnest(string_to_array(o.status, ',')) as u(part)",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "bigquery",
    "select o.id, part from orders o, unnest(split(o.status, ',')) as part",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "snowflake",
    "select o.id, f.value::string as part from orders o, lateral flatten(input => split(o.status, ',')) f",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "spark",
    "select id, part from orders lateral view explode(split(status, ',')) e as part",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "spark",
    "select id, explode(split(status, ',')) as part from orders",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "hive",
    "select id, part from orders lateral view explode(split(status, ',')) e as part",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "snowflake",
    "select * from (select customer_id, status, amount from orders) pivot (sum(amount) for status in ('a', 'b')) as p (customer_id, a, b)",
    ["a: orders.amount", "b: orders.amount", "customer_id: orders.customer_id"],
  ],
  [
    "tsql",
    "select customer_id, [a], [b] from (select customer_id, status, amount from orders) s pivot (sum(amount) for status in ([a], [b])) p",
    ["a: orders.amount", "b: orders.amount", "customer_id: orders.customer_id"],
  ],
  [
    "bigquery",
    "select * from (select customer_id, status, amount from orders) pivot (sum(amount) as s for status in ('a', 'b'))",
    ["customer_id: orders.customer_id", "s_a: orders.amount", "s_b: orders.amount"],
  ],
  [
    "spark",
    "select * from (select customer_id, status, amount from orders) pivot (sum(amount) for status in ('a' as x, 'b' as y))",
    ["customer_id: orders.customer_id", "x: orders.amount", "y: orders.amount"],
  ],
  [
    "oracle",
    "select * from (select customer_id, status, amount from orders) pivot (sum(amount) as s for status in ('a' as x, 'b' as y))",
    ["customer_id: orders.customer_id", "x_s: orders.amount", "y_s: orders.amount"],
  ],
  [
    "snowflake",
    "select * from (select id, name, city from customers) unpivot (val for col in (name, city))",
    ["col:", "id: customers.id", "val: customers.city customers.name"],
  ],
  [
    "tsql",
    "select id, col, val from (select id, name, city from customers) s unpivot (val for col in (name, city)) u",
    ["col:", "id: customers.id", "val: customers.city customers.name"],
  ],
  [
    "snowflake",
    "select id, amount from orders qualify row_number() over (partition by customer_id order by day desc) = 1",
    ["amount: orders.amount", "id: orders.id"],
  ],
  [
    "bigquery",
    "select * from orders where true qualify rank() over (partition by status order by amount) < 3",
    [
      "amount: orders.amount",
      "customer_id: orders.customer_id",
      "day: orders.day",
      "id: orders.id",
      "status: orders.status",
    ],
  ],
  [
    "bigquery",
    "select * except (day, status) from orders",
    ["amount: orders.amount", "customer_id: orders.customer_id", "id: orders.id"],
  ],
  [
    "bigquery",
    "select * replace (amount * 2 as amount) from orders",
    [
      "amount: orders.amount",
      "customer_id: orders.customer_id",
      "day: orders.day",
      "id: orders.id",
      "status: orders.status",
    ],
  ],
  [
    "snowflake",
    "select * exclude (day, status) from orders",
    ["amount: orders.amount", "customer_id: orders.customer_id", "id: orders.id"],
  ],
  [
    "snowflake",
    "select * exclude day rename (id as order_id, status as state) from orders",
    [
      "amount: orders.amount",
      "customer_id: orders.customer_id",
      "order_id: orders.id",
      "state: orders.status",
    ],
  ],
  [
    "databricks",
    "select * except (day) from orders",
    [
      "amount: orders.amount",
      "customer_id: orders.customer_id",
      "id: orders.id",
      "status: orders.status",
    ],
  ],
  [
    "duckdb",
    "select o.* exclude (id), c.name from orders o join customers c on c.id = o.customer_id",
    [
      "amount: orders.amount",
      "customer_id: orders.customer_id",
      "day: orders.day",
      "name: customers.name",
      "status: orders.status",
    ],
  ],
  [
    "duckdb",
    "select id, amount from orders union all by name select amount, id from orders",
    ["amount: orders.amount", "id: orders.id"],
  ],
  [
    "duckdb",
    "select id, name from customers union by name select amount, id from orders",
    ["amount: orders.amount", "id: customers.id orders.id", "name: customers.name"],
  ],
  [
    "postgres",
    "select id, c.name, o.amount from customers c join orders o using (id)",
    ["amount: orders.amount", "id: customers.id", "name: customers.name"],
  ],
  [
    "postgres",
    "select id, name, amount from customers full join orders using (id)",
    ["amount: orders.amount", "id: customers.id orders.id", "name: customers.name"],
  ],
  [
    "postgres",
    "select * from customers natural join (select id, amount from orders) o",
    [
      "amount: orders.amount",
      "city: customers.city",
      "id: customers.id",
      "name: customers.name",
      "parent_id: customers.parent_id",
    ],
  ],
  [
    "mysql",
    "select * from customers natural left join (select amount, id from orders) o",
    [
      "amount: orders.amount",
      "city: customers.city",
      "id: customers.id",
      "name: customers.name",
      "parent_id: customers.parent_id",
    ],
  ],
  [
    "postgres",
    "select name, (select max(amount) from orders where customer_id = customers.id) as top from customers",
    ["name: customers.name", "top: orders.amount"],
  ],
  [
    "postgres",
    "select sum(amount) over w as s, rank() over w as r from orders window w as (partition by customer_id order by day)",
    ["r:", "s: orders.amount"],
  ],
  [
    "bigquery",
    "select lag(amount) over w as prev, amount - avg(amount) over w2 as d from orders window w as (partition by customer_id order by day), w2 as (w rows between 2 preceding and current row)",
    ["d: orders.amount", "prev: orders.amount"],
  ],
  [
    "postgres",
    "select x.a, o.id from (values (1, 'a'), (2, 'b')) as x(a, b) join orders o on o.id = x.a",
    ["a:", "id: orders.id"],
  ],
  [
    "postgres",
    "insert into target (name, id) select status, id from orders",
    ["target.id: orders.id", "target.name: orders.status"],
  ],
  [
    "postgres",
    "insert into target select id, amount, status from orders",
    ["target.id: orders.id", "target.name: orders.status", "target.total: orders.amount"],
  ],
  [
    "postgres",
    "insert into target (id, total) select id, amount from orders on conflict (id) do update set total = excluded.total + target.total",
    ["target.id: orders.id", "target.total: orders.amount target.total"],
  ],
  [
    "mysql",
    "insert into target (id, total) select id, amount from orders on duplicate key update total = values(total)",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "mysql",
    "replace into target (id, total) select id, amount from orders",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "spark",
    "insert overwrite table target select id, amount, status from orders",
    ["target.id: orders.id", "target.name: orders.status", "target.total: orders.amount"],
  ],
  [
    "hive",
    "insert overwrite table target partition (name = 'x') select id, amount from orders",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "hive",
    "insert into table target partition (name) select id, amount, status from orders",
    ["target.id: orders.id", "target.name: orders.status", "target.total: orders.amount"],
  ],
  [
    "snowflake",
    "insert all into target (id, total) values (id, amount) into t2 (k) values (status) select id, amount, status from orders",
    ["t2.k: orders.status", "target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "oracle",
    "insert all when amount > 10 then into target (id, total) values (id, amount) else into t2 (k) values (status) select id, amount, status from orders",
    ["t2.k: orders.status", "target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "snowflake",
    "create table t2 clone orders",
    [
      "t2.amount: orders.amount",
      "t2.customer_id: orders.customer_id",
      "t2.day: orders.day",
      "t2.id: orders.id",
      "t2.status: orders.status",
    ],
  ],
  [
    "databricks",
    "create table t2 shallow clone orders",
    [
      "t2.amount: orders.amount",
      "t2.customer_id: orders.customer_id",
      "t2.day: orders.day",
      "t2.id: orders.id",
      "t2.status: orders.status",
    ],
  ],
  [
    "bigquery",
    "create table t2 copy orders",
    [
      "t2.amount: orders.amount",
      "t2.customer_id: orders.customer_id",
      "t2.day: orders.day",
      "t2.id: orders.id",
      "t2.status: orders.status",
    ],
  ],
  [
    "postgres",
    "select a.b + 1 as r from (select amount as b from (select amount from orders) q) as a",
    ["r: orders.amount"],
  ],
  [
    "duckdb",
    "select amount * 2 as twice, twice + 1 as more from orders",
    ["more: orders.amount", "twice: orders.amount"],
  ],
  [
    "snowflake",
    "select amount * 2 as amount, amount + 1 as more from orders",
    ["amount: orders.amount", "more: orders.amount"],
  ],
  [
    "redshift",
    "select amount as a, a * 2 as b, b + id as c from orders",
    ["a: orders.amount", "b: orders.amount", "c: orders.amount orders.id"],
  ],
  [
    "postgres",
    "SELECT ORDERS.ID, O2.AMOUNT FROM Orders JOIN ORDERS O2 ON O2.ID = orders.Id",
    ["amount: orders.amount", "id: orders.id"],
  ],
  ["bigquery", "select Id, AMOUNT from orders", ["amount: orders.amount", "id: orders.id"]],
  [
    "postgres",
    "create view v1 as select id, amount from orders; create view v2 as select id as k, amount * 2 as d from v1; create table f as select k, sum(d) as s from v2 group by k",
    [
      "f.k: v2.k",
      "f.s: v2.d",
      "v1.amount: orders.amount",
      "v1.id: orders.id",
      "v2.d: v1.amount",
      "v2.k: v1.id",
    ],
  ],
  [
    "postgres",
    "create temp table x as select id, amount from orders; create table y as select id, amount from x",
    ["y.amount: orders.amount", "y.id: orders.id"],
  ],
  [
    "tsql",
    "select id, amount into #x from orders; insert into target (id, total) select id, amount from #x",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "tsql",
    "declare @v int = 3; with q as (select top 10 id, amount from orders where amount > @v) insert into target (id, total) select id, amount from q",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "postgres",
    "create view v (a, b) as select id, amount from orders",
    ["v.a: orders.id", "v.b: orders.amount"],
  ],
  [
    "postgres",
    "with moved as (delete from orders where amount < 0 returning id, amount) insert into target (id, total) select id, amount from moved",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "postgres",
    "select coalesce(a.name, b.status) as r from customers a left join orders b on b.customer_id = a.id",
    ["r: customers.name orders.status"],
  ],
  [
    "postgres",
    "select case when amount > 1 then status else 'x' end as r from orders",
    ["r: orders.status"],
  ],
  [
    "postgres",
    "select count(*) as n, count(distinct status) as d, string_agg(status, ',' order by day) as s from orders",
    ["d: orders.status", "n:", "s: orders.status"],
  ],
  [
    "postgres",
    "select sum(amount) filter (where status = 'a') as s from orders",
    ["s: orders.amount"],
  ],
  [
    "postgres",
    "select distinct on (customer_id) customer_id, amount from orders order by customer_id, day",
    ["amount: orders.amount", "customer_id: orders.customer_id"],
  ],
  [
    "postgres",
    "select row_to_json(o) as j from orders o",
    ["j: orders.amount orders.customer_id orders.day orders.id orders.status"],
  ],
  [
    "bigquery",
    "select as struct id, amount from orders",
    ["amount: orders.amount", "id: orders.id"],
  ],
  ["bigquery", "select struct(id, amount as a) as s from orders", ["s: orders.amount orders.id"]],
  ["bigquery", "select any_value(status having max day) as s from orders", ["s: orders.status"]],
  ["duckdb", "from orders select id, amount", ["amount: orders.amount", "id: orders.id"]],
  [
    "duckdb",
    "from orders",
    [
      "amount: orders.amount",
      "customer_id: orders.customer_id",
      "day: orders.day",
      "id: orders.id",
      "status: orders.status",
    ],
  ],
  [
    "duckdb",
    "select min(columns(*)) from items",
    ["order_id: items.order_id", "price: items.price", "product: items.product", "qty: items.qty"],
  ],
  [
    "duckdb",
    "select o.id, o2.id from orders o asof join orders o2 on o.id = o2.id and o.day >= o2.day",
    ["id: orders.id", "id: orders.id"],
  ],
  [
    "duckdb",
    "select o.id from orders o semi join customers c on c.id = o.customer_id",
    ["id: orders.id"],
  ],
  [
    "clickhouse",
    "select id, arrayJoin(splitByChar(',', status)) as part from orders",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "clickhouse",
    "select id, part from orders array join splitByChar(',', status) as part",
    ["id: orders.id", "part: orders.status"],
  ],
  [
    "clickhouse",
    "select argMax(amount, day) as last, sumIf(amount, status = 'a') as s from orders",
    ["last: orders.amount", "s: orders.amount"],
  ],
  ["clickhouse", "select any(amount) as a from orders final prewhere id > 1", ["a: orders.amount"]],
  [
    "oracle",
    "select o.id, c.name from orders o, customers c where o.customer_id = c.id (+)",
    ["id: orders.id", "name: customers.name"],
  ],
  [
    "oracle",
    "select nvl(name, city) as n, decode(city, 'a', name, id) as d from customers",
    ["d: customers.id customers.name", "n: customers.city customers.name"],
  ],
  [
    "snowflake",
    "select iff(amount > 1, status, 'x') as i, nvl2(status, amount, id) as n, zeroifnull(amount) as z from orders",
    ["i: orders.status", "n: orders.amount orders.id", "z: orders.amount"],
  ],
  [
    "snowflake",
    "select object_construct('a', id, 'b', amount) as o from orders",
    ["o: orders.amount orders.id"],
  ],
  [
    "snowflake",
    "select object_construct(*) as o from items",
    ["o: items.order_id items.price items.product items.qty"],
  ],
  [
    "snowflake",
    "select listagg(status, ',') within group (order by day) as l from orders",
    ["l: orders.status"],
  ],
  ["snowflake", "select t.status:city.name::string as n from orders t", ["n: orders.status"]],
  [
    "trino",
    "select approx_distinct(status) as a, max_by(amount, day) as m, try_cast(status as integer) as t from orders",
    ["a: orders.status", "m: orders.amount", "t: orders.status"],
  ],
  [
    "trino",
    "select map_agg(status, amount) as m, transform(array_agg(amount), x -> x * 2) as t from orders",
    ["m: orders.amount orders.status", "t: orders.amount"],
  ],
  [
    "trino",
    "with t (a, b) as (select id, amount from orders) table t",
    ["a: orders.id", "b: orders.amount"],
  ],
  [
    "redshift",
    "select approximate count(distinct status) as n, median(amount) as m from orders",
    ["m: orders.amount", "n: orders.status"],
  ],
  [
    "redshift",
    "create table t2 distkey(id) sortkey(day) as select id, day from orders",
    ["t2.day: orders.day", "t2.id: orders.id"],
  ],
  [
    "redshift",
    "insert into target (id, total) (select id, amount from orders)",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  ["redshift", "select top 5 id from orders order by amount", ["id: orders.id"]],
  [
    "tsql",
    "insert into target (id, total) output inserted.id into t2 select id, amount from orders",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "tsql",
    "select string_agg(status, ',') within group (order by day) as s, iif(amount > 1, 'x', status) as i from orders group by amount, status",
    ["i: orders.status", "s: orders.status"],
  ],
  [
    "tsql",
    "select a = amount, [b] = status + '!' from orders",
    ["a: orders.amount", "b: orders.status"],
  ],
  [
    "mysql",
    "select group_concat(status order by day separator ';') as g, if(amount > 1, status, 'y') as i, ifnull(status, id) as n from orders",
    ["g: orders.status", "i: orders.status", "n: orders.id orders.status"],
  ],
  [
    "mysql",
    "create table t2 select id, amount from orders",
    ["t2.amount: orders.amount", "t2.id: orders.id"],
  ],
  [
    "mysql",
    "select * from (select id from orders) a join (select id, name from customers) b on a.id = b.id",
    ["id: customers.id", "id: orders.id", "name: customers.name"],
  ],
  [
    "sqlite",
    "select id, amount from orders where rowid in (select max(rowid) from orders group by customer_id)",
    ["amount: orders.amount", "id: orders.id"],
  ],
  [
    "sqlite",
    "insert or replace into target (id, total) select id, amount from orders",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "spark",
    "select id, transform(split(status, ','), x -> concat(x, id)) as t from orders",
    ["id: orders.id", "t: orders.id orders.status"],
  ],
  [
    "spark",
    "create or replace temp view v as select id, amount from orders; insert into target select id, amount, 'x' from v",
    ["target.id: orders.id", "target.name:", "target.total: orders.amount"],
  ],
  [
    "databricks",
    "create or replace table t2 using delta partitioned by (day) as select id, day from orders",
    ["t2.day: orders.day", "t2.id: orders.id"],
  ],
  [
    "databricks",
    "select id, amount from orders version as of 3",
    ["amount: orders.amount", "id: orders.id"],
  ],
  [
    "databricks",
    "insert into target by name select amount as total, id from orders",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "bigquery",
    "create temp function f(x int64) as (x * 2); select f(id) as r from orders",
    ["r: orders.id"],
  ],
  [
    "bigquery",
    "begin create temp table x as select id, amount from orders; insert into target (id, total) select id, amount from x; end",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "bigquery",
    "insert target (id, total) select id, amount from orders",
    ["target.id: orders.id", "target.total: orders.amount"],
  ],
  [
    "postgres",
    "select o.* from orders o where (o.customer_id, o.day) in (select customer_id, max(day) from orders group by 1)",
    [
      "amount: orders.amount",
      "customer_id: orders.customer_id",
      "day: orders.day",
      "id: orders.id",
      "status: orders.status",
    ],
  ],
  [
    "postgres",
    "table orders",
    [
      "amount: orders.amount",
      "customer_id: orders.customer_id",
      "day: orders.day",
      "id: orders.id",
      "status: orders.status",
    ],
  ],
  [
    "postgres",
    "select generate_series(1, id) as g, (array[id, customer_id])[1] as f from orders",
    ["f: orders.customer_id orders.id", "g: orders.id"],
  ],
  [
    "postgres",
    "select j.k, j.v from orders o, json_each_text(o.status::json) as j(k, v)",
    ["k: orders.status", "v: orders.status"],
  ],
  [
    "postgres",
    "select x.a from orders o, jsonb_to_recordset(o.status::jsonb) as x(a int, b text)",
    ["a: orders.status"],
  ],
  [
    "postgres",
    "create materialized view mv as select customer_id, sum(amount) from orders group by 1",
    ["mv.customer_id: orders.customer_id", "mv.sum: orders.amount"],
  ],
  [
    "postgres",
    "do $$ begin insert into target (id) select id from orders; end $$",
    ["target.id: orders.id"],
  ],
  [
    "postgres",
    "select * from (orders o join customers c on c.id = o.customer_id)",
    [
      "amount: orders.amount",
      "city: customers.city",
      "customer_id: orders.customer_id",
      "day: orders.day",
      "id: customers.id",
      "id: orders.id",
      "name: customers.name",
      "parent_id: customers.parent_id",
      "status: orders.status",
    ],
  ],
  [
    "postgres",
    "select * from ((select id from orders) union all (select id from customers)) x(k)",
    ["k: customers.id orders.id"],
  ],
  [
    "postgres",
    "select id from orders order by (select name from customers limit 1)",
    ["id: orders.id"],
  ],
  [
    "postgres",
    "select max(x.amount) from (select * from orders) x, customers where x.customer_id = customers.id group by customers.city having sum(x.id) > 3",
    ["max: orders.amount"],
  ],
];

test.for(cases)("%s: %s", ([dialect, sql, wanted]) => {
  const { columns, unresolved, error } = lineageColumns(parser, { sql, dialect, schema });
  const lines = columns.map(({ target, sources }) => {
    const direct = sources.filter(({ kind }) => isDirect(kind));
    const names = new Set(direct.map(({ table, column }) => `${table}.${column}`));
    return `${target}: ${[...names].toSorted().join(" ")}`.trim().toLowerCase();
  });
  expect({ error, unresolved, lines: lines.toSorted() }).toEqual({
    error: null,
    unresolved: [],
    lines: wanted,
  });
});
