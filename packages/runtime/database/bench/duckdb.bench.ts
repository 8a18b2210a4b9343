import { DuckDBInstance } from "@duckdb/node-api";
import { openDatabase } from "@dx/database";
import { compare } from "@dx/testing/bench";

const count = 200_000;
const objects = Array.from({ length: count }, (_, n) => ({
  id: n,
  big: BigInt(n) * 10n ** 12n,
  price: n / 7,
  name: `name ${n % 1000}`,
  note: n % 5 === 0 ? null : `a longer note number ${n}`,
  ok: n % 2 === 0,
  city: `city ${n % 50}`,
  part: n % 100,
}));
const few = objects.slice(0, 2000);
const make =
  "create or replace table t (id bigint, big bigint, price double, name varchar, note varchar, ok boolean, city varchar, part bigint)";

const db = await openDatabase("duckdb:");
const client = await (await DuckDBInstance.create(":memory:")).connect();

async function append(): Promise<number> {
  await client.run(make);
  const appender = await client.createAppender("t");
  for (const one of objects) {
    appender.appendBigInt(BigInt(one.id));
    appender.appendBigInt(one.big);
    appender.appendDouble(one.price);
    appender.appendVarchar(one.name);
    if (one.note === null) appender.appendNull();
    else appender.appendVarchar(one.note);
    appender.appendBoolean(one.ok);
    appender.appendVarchar(one.city);
    appender.appendBigInt(BigInt(one.part));
    appender.endRow();
  }
  appender.closeSync();
  return count;
}

async function insert(): Promise<number> {
  await client.run(make);
  const statement = await client.prepare("insert into t values ($1, $2, $3, $4, $5, $6, $7, $8)");
  for (const { id, part, ...one } of few) {
    const { big, price, name, note, ok, city } = one;
    statement.bind([BigInt(id), big, price, name, note, ok, city, BigInt(part)]);
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what is measured
    await statement.run();
  }
  return few.length;
}

await compare(`${count} objects of 8 fields into DuckDB`, {
  "dx load": async () => (await db.load("t", objects)).rows,
  "appender, row by row": append,
});
await compare(`${few.length} objects of 8 fields into DuckDB`, {
  "dx load": async () => (await db.load("t", few)).rows,
  "prepared inserts": insert,
});

const numbers = "select range as id, range * 7 as n, range / 3.0::double as f from range(5000000)";
await compare("5,000,000 rows of 3 columns out of DuckDB", {
  "dx query": async () => (await db.query(numbers)).count,
  "client, all chunks": async () => {
    const result = await client.run(numbers);
    let rows = 0;
    for (const chunk of await result.fetchAllChunks()) rows += chunk.rowCount;
    return rows;
  },
  "client, columns": async () => (await (await client.run(numbers)).getColumns())[0]?.length,
});
await db.close();
