import { formatValue } from "@dx/core";
import { fingerprintRows, halfSumsByGroup, identifier, readHalfSums, rowHash, sql } from "@dx/sql";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";

const rows = sql`select * from (values (1, 'a'), (1, 'b'), (2, 'é'), (2, 'é'), (null, 'x'), (null, null)) as t (n, row_hash)`;

forEachDatabase("sums of hashes by group are the same in each engine", async ({ db }) => {
  const hash = rowHash([
    { sql: identifier("n"), type: "int32" },
    { sql: identifier("row_hash"), type: "text" },
  ]);
  const asked = halfSumsByGroup({
    from: sql`(${rows}) as side`,
    where: sql` where n is null or n > 0`,
    hash,
    group: identifier("n"),
  });
  const { columns, count } = await db.query(asked);
  const text = (at: number, row: number): string | null => {
    const column = columns[at];
    return column === undefined ? null : formatValue(column, row);
  };
  const found = Array.from({ length: count }, (_, row) => {
    const sums = readHalfSums(columns.slice(2).map((column) => formatValue(column, row)));
    return `${text(0, row) ?? "null"}: ${text(1, row) ?? ""} ${sums}`;
  });
  expect(found.toSorted()).toMatchInlineSnapshot(`
    [
      "1: 2 18000937009915152983 1421180822786087327",
      "2: 2 8608166765295619066 8292682282452757780",
      "null: 2 5329101117382918708 13407960546876783834",
    ]
  `);
  const fingerprint = fingerprintRows(rows, [
    { name: "n", type: "int32" },
    { name: "row_hash", type: "text" },
  ]);
  expect(await db.run(fingerprint)).toMatchInlineSnapshot(`
    {
      "count": 6,
      "sum": "bb3b4c224ab0988940e1381b5f93c38d",
    }
  `);
});
