import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadParser } from "@dx/sql-parser";
import { installPython } from "@dx/testing/python";
import { expect, test } from "vitest";
import { buildLineage, readDbtManifest } from "../src/index.ts";

/** Its installation fetches a binary from elsewhere; dbt runs without it. */
const overrides = ['dbt-core-experimental-parser ; sys_platform == "never"'];

const program = `
import duckdb, sys
from dbt.cli.main import dbtRunner
with duckdb.connect("shop.duckdb") as connection:
    connection.execute("create schema crm; create table crm.customers (id integer, name varchar)")
    connection.execute("insert into crm.customers values (10, 'a'), (11, 'b')")
for command in (["build"], ["docs", "generate"]):
    result = dbtRunner().invoke(["--quiet", *command])
    if not result.success:
        sys.exit(str(result.exception or "failed"))
`;

/** The folder in which a version of dbt has built the project `dbt`. */
function build(requirements: readonly string[]): string {
  const python = join(installPython(requirements, overrides), "bin/python");
  const folder = mkdtempSync(join(tmpdir(), "dx-dbt-"));
  cpSync(join(import.meta.dirname, "dbt"), folder, { recursive: true });
  const env = {
    ...process.env,
    DBT_PROFILES_DIR: folder,
    DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
    DBT_VERSION_CHECK: "false",
    DO_NOT_TRACK: "1",
  };
  const { status, stdout, stderr } = spawnSync(python, ["-c", program], {
    cwd: folder,
    encoding: "utf8",
    env,
  });
  if (status !== 0) throw new Error(`dbt: ${stdout}${stderr}`);
  return folder;
}

const read = (folder: string, file: string): Catalog =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what dbt writes
  JSON.parse(readFileSync(join(folder, "target", file), "utf8")) as Catalog;

interface Catalog {
  readonly nodes: Readonly<Record<string, Described>>;
  readonly sources: Readonly<Record<string, Described>>;
}

interface Described {
  readonly metadata: { readonly schema: string; readonly name: string };
  readonly columns: Readonly<Record<string, { readonly index: number }>>;
}

test.each([
  ["v10", ["dbt-core==1.6.18", "dbt-duckdb==1.6.2"]],
  ["v11", ["dbt-core==1.7.19", "dbt-duckdb==1.7.5"]],
  ["v12", ["dbt-core==1.12.6", "dbt-duckdb==1.11.1", "duckdb==1.5.6"]],
])(
  "manifest %s: the columns found without a catalogue are those that dbt's engine has",
  async (version, requirements) => {
    const folder = build(requirements);
    const manifest: unknown = read(folder, "manifest.json");
    expect(JSON.stringify(manifest)).toContain(`/manifest/${version}.json`);
    const { sources, findings } = readDbtManifest(manifest, { omitDatabase: "shop" });
    const lineage = buildLineage(await loadParser(), sources);
    expect(findings).toEqual([]);
    const catalog = read(folder, "catalog.json");
    const known = new Map(
      lineage.tables.map((one) => [one.name, one.columns.map(({ name }) => name)]),
    );
    for (const { metadata, columns } of Object.values(catalog.nodes)) {
      const { schema, name } = metadata;
      const found = known.get(schema === "main" ? name : `${schema}.${name}`);
      const own = Object.entries(columns)
        .toSorted(([, a], [, b]) => a.index - b.index)
        .map(([column]) => column);
      expect([name, found]).toEqual([name, own]);
    }
    expect(Object.keys(catalog.nodes)).toHaveLength(6);
    expect(lineage.tableEdges.map(({ from, to }) => `${from}>${to}`).toSorted()).toEqual([
      "crm.customers>exposure.weekly_board",
      "crm.customers>fct_revenue",
      "fct_revenue>exposure.weekly_board",
      ...(lineage.tableEdges.some(({ from, to }) => from === to)
        ? ["main_history.orders_log>main_history.orders_log"]
        : []),
      "raw_orders>stg_orders",
      "stg_orders>fct_revenue",
      "stg_orders>history.orders_by_check",
      "stg_orders>history.orders_by_time",
      "stg_orders>main_history.orders_log",
    ]);
    rmSync(folder, { recursive: true });
  },
  600_000,
);
