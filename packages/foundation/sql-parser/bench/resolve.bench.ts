import { compare } from "@dx/testing/bench";
import { loadParser, outputSchema, type OutputColumn } from "../src/index.ts";

const parser = await loadParser();
const schema = {
  orders: {
    id: "integer",
    customer_id: "integer",
    day: "date",
    status: "varchar",
    amount: "decimal(10,2)",
  },
  customers: { id: "integer", name: "varchar", city: "varchar" },
};
const query = (n: number): string => `
  with paid as (select * from orders where status = 'paid' and amount > ${n}),
  sums as (select customer_id, sum(amount) as total, count(*) as n, max(day) as last from paid group by customer_id)
  select c.name, c.city, s.*, row_number() over (partition by c.city order by s.total desc) as place,
    case when s.total > 100 then 'big' else 'small' end as size,
    (select min(o.day) from orders o where o.customer_id = c.id) as first
  from customers c left join sums s on s.customer_id = c.id
  where c.city in (select city from customers where name like 'a%')`;
const queries = Array.from({ length: 100 }, (_, n) => query(n));

const all = (): number =>
  queries.reduce((sum, sql) => {
    const { statements } = parser.parse(sql, { dialect: "duckdb" });
    const columns: readonly OutputColumn[] = statements.flatMap((one) =>
      outputSchema(one, schema, { dialect: "duckdb" }),
    );
    return sum + columns.length;
  }, 0);
const parsed = (): number =>
  9 *
  queries.reduce((sum, sql) => sum + parser.parse(sql, { dialect: "duckdb" }).statements.length, 0);

await compare("100 queries of two common tables and two subqueries", {
  "parse, bind and name": all,
  "parse alone": parsed,
});
