// Real dbt builds the model, and builds it again when facts have come; the table is what dx makes of the same star.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openDatabase } from "@dx/database";
import { sql } from "@dx/sql";
import { installPython } from "@dx/testing/python";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { chooseObtLayout, dbtModel, obtClaims, planObt, type ObtSpec } from "../src/index.ts";
import { fill, spec } from "../test/shop.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-obt-dbt-"));
const file = join(folder, "shop.duckdb");
let python: string | undefined;
let missing: string | undefined;

beforeAll(() => {
  try {
    const requirements = ["dbt-core==1.12.6", "dbt-duckdb==1.11.1", "duckdb==1.5.6"];
    const overrides = ['dbt-core-experimental-parser ; sys_platform == "never"'];
    python = join(installPython(requirements, overrides), "bin/python");
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    missing = `dbt ${String(error).slice(0, 500)}`;
  }
}, 600_000);

beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});

afterAll(() => rmSync(folder, { recursive: true }));

const program = `
import sys
from dbt.cli.main import dbtRunner
result = dbtRunner().invoke(["--quiet", "--warn-error", *sys.argv[1:]])
sys.exit(0 if result.success else str(result.exception or [r.message for r in result.result if r.status not in ("success", "pass")]))
`;

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Builds all models and runs their tests, or parses them; gives what went wrong. */
function build(command = "build"): string {
  const { stderr, status } = spawnSync(python ?? "", ["-c", program, command], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, DBT_PROFILES_DIR: folder, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
  });
  return status === 0 ? "" : stderr;
}

const project =
  "name: shop\nversion: '1.0'\nprofile: shop\nflags:\n  send_anonymous_usage_stats: false\n";
const profiles = `shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: ${JSON.stringify(file)}\n`;

const daily: ObtSpec = {
  ...spec,
  factColumns: [],
  measures: [{ column: "amount", rollUp: "sum" }],
  dimensions: spec.dimensions.slice(0, 1),
  level: { kind: "daily", time: "sold_on" },
  calculated: [],
};

const refreshOf = (table: string, one: ObtSpec, rebuilt: string): ReturnType<typeof obtClaims> =>
  obtClaims(table, one, { rebuilt }).filter(({ id }) => id === "obt.refresh");

test("dbt reads where rows lie", () => {
  const types = { sold_on: "date" };
  const { layout } = chooseObtLayout(spec, { rows: 2e7, types });
  const platforms = ["bigquery", "snowflake", "redshift"] as const;
  write({ "dbt_project.yml": project, "profiles.yml": profiles });
  for (const dialect of platforms) {
    const files = dbtModel(`o_${dialect}`, spec, { dialect, layout });
    write({ [`models/o_${dialect}.sql`]: String(files[`models/o_${dialect}.sql`]) });
  }
  const tables = ["sale", "dim_shop", "dim_place", "dim_rate"];
  write(Object.fromEntries(tables.map((name) => [`models/${name}.sql`, "select 1 as one\n"])));
  expect(build("parse")).toBe("");
  const manifest = JSON.parse(readFileSync(join(folder, "target/manifest.json"), "utf8"));
  const configOf = (dialect: string): unknown => manifest.nodes[`model.shop.o_${dialect}`].config;
  expect(configOf("bigquery")).toMatchObject({
    partition_by: { field: "sold_on", data_type: "date", granularity: "month" },
    cluster_by: ["sold_on", "shop_key", "from_id", "to_id"],
  });
  expect(configOf("snowflake")).toMatchObject({
    cluster_by: ['"SOLD_ON"', '"SHOP_KEY"', '"FROM_ID"', '"TO_ID"'],
  });
  expect(configOf("redshift")).toMatchObject({ dist: "even", sort_type: "compound" });
  rmSync(join(folder, "models"), { recursive: true });
}, 600_000);

test("dbt builds what dx makes, and again when facts have come; a doubled member fails its tests", async () => {
  const first = await openDatabase(`duckdb:${file}`);
  await fill(first);
  await first.close();
  const tables = ["sale", "dim_shop", "dim_place", "dim_rate"].map(
    (name) => `      - name: ${name}`,
  );
  const options = { dialect: "duckdb", source: "shop" } as const;
  const models = {
    ...dbtModel("obt_sale", spec, { ...options, changedBy: "loaded_on" }),
    ...dbtModel("obt_day", daily, options),
  };
  write({
    "dbt_project.yml": project,
    "profiles.yml": profiles,
    "models/sources.yml": `version: 2\nsources:\n  - name: shop\n    schema: main\n    tables:\n${tables.join("\n")}\n`,
    ...Object.fromEntries(Object.entries(models).map(([path, text]) => [path, String(text)])),
  });
  const compare = async (): Promise<readonly string[]> => {
    const db = await openDatabase(`duckdb:${file}`);
    await db.apply(planObt("rebuilt", spec));
    await db.apply(planObt("rebuilt_day", daily));
    const found = [
      ...(await db.check(refreshOf("obt_sale", spec, "rebuilt"))),
      ...(await db.check(refreshOf("obt_day", daily, "rebuilt_day"))),
    ];
    const verdicts = found.map(({ subject, verdict }) => `${subject} ${verdict}`);
    await db.close();
    return verdicts;
  };
  const all = ["obt_sale holds", "obt_day holds"];
  expect(build()).toBe("");
  expect(await compare()).toEqual(all);

  const second = await openDatabase(`duckdb:${file}`);
  await second.apply([
    [
      {
        purpose: "sell",
        sql: sql`insert into sale (sale_id, shop_key, from_id, to_id, currency, sold_on, amount, price, weight, loaded_on)
          select 5, 2, 'b', 'a', 'EUR', sold_on, 50, 5, 0.5, cast('2024-02-03' as date) from sale where sale_id = 1`,
      },
    ],
  ]);
  await second.close();
  expect(build()).toBe("");
  expect(await compare()).toEqual(all);

  const third = await openDatabase(`duckdb:${file}`);
  await third.apply([
    [
      { purpose: "double", sql: sql`insert into dim_place values ('b', 'Bonn')` },
      { purpose: "touch", sql: sql`update sale set loaded_on = cast('2024-02-09' as date)` },
    ],
  ]);
  await third.close();
  expect(build()).toMatch(/unique_obt_sale_sale_id|Got \d+ results?/);
}, 600_000);
