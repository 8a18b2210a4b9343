/* oxlint-disable no-await-in-loop -- one after the other */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openDatabase } from "@dx/database";
import { countRows, verbatimSql } from "@dx/sql";
import { compare } from "@dx/testing/bench";
import { moveTable } from "../src/index.ts";

const rows = Number(process.env["DX_ROWS"] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "dx-files-"));
const db = await openDatabase("duckdb:");
const write = async (file: string, form: string): Promise<void> => {
  const select = `select i as id, i * 1000000007 as big, i / 7.0 as price, 'name ' || i % 1000 as name, date '2000-01-01' + (i % 9999)::int as day from range(${rows}) as r(i)`;
  const sql = verbatimSql(`copy (${select}) to '${join(folder, file)}' (${form})`);
  await db.apply([[{ purpose: "write", sql }]]);
};
await write("rows.csv", "format csv, header");
await write("rows.ndjson", "format json");
await write("rows.parquet", "format parquet");
writeFileSync(
  join(folder, "rows.csv.gz"),
  gzipSync(readFileSync(join(folder, "rows.csv")), { level: 1 }),
);

const readers = {
  csv: "read_csv",
  ndjson: "read_json",
  parquet: "read_parquet",
  "csv.gz": "read_csv",
};
let loads = 0;
for (const [ending, reader] of Object.entries(readers)) {
  const file = join(folder, `rows.${ending}`);
  await compare(`${ending}, ${rows} rows of 5 columns`, {
    dx: async () => {
      loads += 1;
      const spec = { table: "moved", mode: "replace", replace: "swap" } as const;
      await moveTable({ file }, db, spec, { loadId: String(loads), at: "2026-01-01" });
      return db.run(countRows("moved"));
    },
    DuckDB: async () => {
      const sql = verbatimSql(
        `create or replace table plain as select * from ${reader}('${file}')`,
      );
      await db.apply([[{ purpose: "read", sql }]]);
      return db.run(countRows("plain"));
    },
  });
}
await db.close();
rmSync(folder, { recursive: true });
