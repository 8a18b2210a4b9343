import { openDatabase, type Database } from "@dx/database";
import { loadParser, type Schema } from "@dx/sql-parser";
import { budget } from "@dx/testing/budget";
import { afterAll, beforeAll, expect, test } from "vitest";
import { judgeStatement } from "./perturb-watch.ts";

const parser = await loadParser();
let db: Database;
beforeAll(async () => {
  db = await openDatabase("duckdb:");
});
afterAll(async () => db.close());

const schema: Schema = {
  sales: {
    id: "integer",
    day_id: "integer",
    item_id: "integer",
    place_id: "integer",
    paid: "decimal(9,2)",
    shipped: "date",
  },
  returns: { sale_id: "integer", item_id: "integer", refund: "decimal(9,2)" },
  days: { id: "integer", day: "date", year: "integer", month: "integer", name: "varchar" },
  items: { id: "integer", kind: "varchar", brand: "varchar", price: "decimal(9,2)" },
  places: { id: "integer", city: "varchar", zip: "varchar" },
};

/** Queries that random rows hardly ever satisfy; each says what makes it hard. */
const hard: Readonly<Record<string, string>> = {
  "many constants over four joins": `select i.brand, p.city, s.paid from sales s join days d on d.id = s.day_id
    join items i on i.id = s.item_id join places p on p.id = s.place_id
    where d.year = 1999 and d.month = 11 and d.name = 'Monday' and i.kind in ('shoes', 'hats') and p.city like 'Ob%'
    and i.price between 731 and 738`,
  "a group of fifteen":
    "select id, count(*) as n, sum(paid) as p from sales group by id having count(*) between 15 and 20",
  "a count that the query around looks at": `select city, n from (select place_id, count(*) as n from sales group by place_id) c
    join places on places.id = c.place_id where n > 6`,
  "more than the average of its own group": `with t as (select place_id, item_id, sum(paid) as total from sales group by 1, 2)
    select t.item_id, t.total from t where t.total > (select avg(total) * 1.2 from t as o where o.place_id = t.place_id)`,
  "the same kind of thing in two years": `with y as (
      select item_id, year, sum(paid) as total, 's' as what from sales join days on days.id = day_id group by 1, 2
      union all
      select r.item_id, year, sum(refund), 'r' from returns r, sales s, days where s.id = r.sale_id and days.id = s.day_id group by 1, 2)
    select a.item_id, c.total as back from y a, y b, y c
    where a.item_id = b.item_id and b.item_id = c.item_id and a.what = 's' and b.what = 's' and c.what = 'r'
    and a.year = 2001 and b.year = 2001 + 1 and c.year = 2002 and b.total / a.total > 1.5`,
  "what both have, but the third has not": `select brand, price from items where kind = 'hats' intersect
    select brand, price from items where kind = 'shoes' except select brand, price from items where kind = 'gloves'`,
  "there and not there": `select s.id, s.paid from sales s where exists (select 1 from returns r where r.sale_id = s.id and r.refund > 800)
    and not exists (select 1 from days d where d.id = s.day_id and d.year = 1980) and (s.id, s.item_id) in (select sale_id, item_id from returns)`,
  "so many days apart": `select s.paid, d.day from sales s join days d on d.id = s.day_id
    where s.shipped - d.day > 30 and s.shipped - d.day <= 60 and d.day between '1998-03-01' and cast('1998-03-01' as date) + 5`,
  "no partner": `select s.paid, s.item_id from sales s left join returns r on r.sale_id = s.id where r.sale_id is null and s.item_id = 4711`,
  "one value of an inner query": `select i.brand from items i, sales s, days d where i.id = s.item_id and d.id = s.day_id
    and d.month = (select distinct month from days where year = 1987 and name = 'Sunday')`,
  "each branch its own": `select p.zip, sum(case when d.name = 'Monday' then paid end) as mo, sum(case when d.name = 'Friday' then paid end) as fr,
    sum(case d.month when 7 then i.price else 0 end) as july from sales, days d, places p, items i
    where d.id = day_id and p.id = place_id and i.id = item_id and substring(p.zip, 1, 2) in ('85', '86') group by p.zip`,
  "the one before": `select * from (select item_id, paid, lag(paid) over (partition by item_id order by id) as before from sales where place_id = 77)
    where before > 0`,
};

const all = Object.entries(hard).toSorted(([, one], [, other]) => one.length - other.length);

test.for(all.slice(0, budget(8, 12).numRuns))(
  "gives rows, and sees every edge: %s",
  async ([, sql]) => {
    const judged = await judgeStatement(sql, { db, parser, schema }, 4);
    expect(judged.rows).toBeGreaterThan(0);
    expect(judged).toMatchObject({ misses: [], idle: [] });
  },
);

test("what cannot be true gives no row, and does no harm", async () => {
  const none = "select id from items where price > 5 and price < 3 and kind = 'a' and kind = 'b'";
  expect(await judgeStatement(none, { db, parser, schema }, 2)).toMatchObject({
    rows: 0,
    failed: [],
  });
  const recursive = `with recursive r(id, step) as (select id, 1 from items where price = 12.5 union all
    select s.id, step + 1 from r join sales s on s.item_id = r.id where step < 3) select id, step from r`;
  expect(await judgeStatement(recursive, { db, parser, schema }, 2)).toMatchObject({
    idle: [],
    failed: [],
  });
});
