import { toObjects, type Dialect } from "@dx/core";
import { renderSql, sql, verbatimSql, type Sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect } from "vitest";
import type { Check } from "../src/index.ts";
import { levelQuery } from "../src/formats/check-level.ts";
import { cases, checks, rows, types } from "./level-cases.ts";

/** The text that tools are given, in which literals have no types. */
const textOf = (check: Check, dialect: Dialect): Sql =>
  verbatimSql(renderSql(levelQuery(check) ?? sql`select null as level`, dialect).text);

forEachDatabase(
  "the query that judges a check gives its level, also at the very threshold",
  async ({ db }) => {
    await db.load("shop", rows, { types });
    const levels = await Promise.all(
      checks.map(async (check) => {
        const [row] = toObjects(await db.query(textOf(check, db.dialect)), "js");
        return row?.["level"];
      }),
    );
    expect(levels.map(Number)).toEqual(cases.map(([level]) => level));
  },
);

/** One check of each kind of rule and measure: the texts of the others differ by figures alone. */
const ofEachKind = new Map<string, Check>(
  checks.map((check): [string, Check] => {
    if ("schema" in check) return [check.schema.kind, check];
    return ["measure" in check ? check.measure.kind : check.rule.kind, check];
  }),
);

forEachDialect(
  "the query that judges a check is SQL of each dialect",
  ({ check: see, dialect }) => {
    for (const check of ofEachKind.values()) {
      if (dialect === "bigquery" && "measure" in check && check.measure.kind === "quantile")
        continue;
      see(levelQuery(check) ?? sql``);
    }
  },
);
