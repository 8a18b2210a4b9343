import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "@dx/database";
import { verbatimSql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { runPythonTool } from "@dx/testing/python";
import { expect } from "vitest";
import { diffTables } from "@dx/table-diff";

const columns = ["name", "qty", "price", "seen", "ok", "note", "code", "part"];

/** Nine columns of types that reladiff compares between these engines; floats and dates are not among them. */
const values = `i as id, 'name ' || cast(i * 7919 % 1000003 as varchar) as name, cast(i % 1000 as integer) as qty,
  cast((i * 37 % 100000) / 100.0 as decimal(12, 2)) as price,
  timestamp '2020-01-01' + i * interval '1 second' as seen, i % 2 = 0 as ok,
  case when i % 10 <> 0 then md5(cast(i as varchar)) end as note, i * 31 % 977 as code, i % 7 as part`;
const rowsFrom = (rows: number): string =>
  `(select cast(g as bigint) as i from generate_series(1, ${rows}) as t(g)) as n`;

async function execute(database: Database, ...statements: readonly string[]): Promise<void> {
  for (const text of statements)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await database.apply([[{ purpose: "make tables", sql: verbatimSql(text) }]]);
}

/** What reladiff prints as JSON lines: the keys of rows that one side lacks or that differ. */
function readKeys(output: string): readonly string[] {
  return [...output.matchAll(/^\["[+-]", \["(-?\d+)"/gm)].map(([, key = ""]) => key);
}

testWithPostgres(
  "finds what reladiff finds, Postgres against DuckDB; its time beside ours is printed",
  async ({ postgresUrl }) => {
    const rows = Number(process.env["DX_CONFORMANCE_ROWS"] ?? 1_000_000);
    const folder = mkdtempSync(join(tmpdir(), "dx-reladiff-"));
    const [file, copy] = [join(folder, "ours.duckdb"), join(folder, "theirs.duckdb")];
    const postgres = await openDatabase(postgresUrl);
    await execute(
      postgres,
      `create table r as select ${values} from ${rowsFrom(rows)}`,
      "alter table r add primary key (id)",
      "analyze r",
    );
    const duckdb = await openDatabase(`duckdb:${file}`);
    await execute(
      duckdb,
      `create table r as select ${values} from ${rowsFrom(rows)}`,
      "update r set qty = qty + 1 where id in (5, 77, 777, 7777)",
      "delete from r where id in (9, 99, 999)",
      "update r set id = -id where id in (11, 111, 1111)",
      "checkpoint",
    );
    await duckdb.close();
    copyFileSync(file, copy);
    const address = postgresUrl.replace("postgres:", "postgresql:");
    const named = columns.flatMap((name) => ["-c", name]);
    const reladiff = (): readonly string[] => {
      const args = [address, "r", `duckdb://:@${copy}`, "r", "-k", "id", ...named, "--json"];
      return readKeys(runPythonTool("reladiff[duckdb,postgresql]==0.6.0", args, "").output);
    };
    reladiff();
    const right = await openDatabase(`duckdb:${file}`);
    const dx = async (): Promise<readonly string[]> => {
      const sides = [
        { database: postgres, table: "r" },
        { database: right, table: "r" },
      ] as const;
      const found = await diffTables(...sides, { key: "id", samples: 100 });
      return found.samples.flatMap(({ kind, key }) => {
        const id = key["id"]?.value ?? "";
        return kind === "changed" ? [id, id] : [id];
      });
    };
    const times: [dx: number, reladiff: number][] = [];
    for (let round = 0; round < 3; round += 1) {
      const start = performance.now();
      // oxlint-disable-next-line no-await-in-loop -- one at a time, or they disturb each other
      const ours = await dx();
      const between = performance.now();
      const theirs = reladiff();
      times.push([between - start, performance.now() - between]);
      expect(ours.toSorted()).toEqual(theirs.toSorted());
      expect(ours).toHaveLength(4 * 2 + 3 + 3 * 2);
    }
    const [ours = NaN, theirs = NaN] = [0, 1].map(
      (side) => times.map((pair) => pair[side] ?? NaN).toSorted((a, b) => a - b)[1],
    );
    // oxlint-disable-next-line no-console -- the figure of the README
    console.log(
      `${rows} rows x 9: dx ${Math.round(ours)} ms, reladiff ${Math.round(theirs)} ms, ratio ${(ours / theirs).toFixed(2)}`,
    );
    await Promise.all([postgres.close(), right.close()]);
    rmSync(folder, { recursive: true });
  },
);
