/* oxlint-disable no-await-in-loop -- one day after the other */
import { toObjects } from "@dx/core";
import type { Database } from "@dx/database";
import type { Artefacts, TaskTools } from "@dx/runner";
import { sql, verbatimSql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect } from "vitest";
import { flow } from "../src/index.ts";
import { keepHistory } from "../src/tasks/keep-history.ts";
import { given, scratch } from "./small-pipeline.ts";

/** The same database, which is lost at the n-th moment before or after groups of statements; tells how many there were. */
function losing(db: Database, at: number): { readonly db: Database; readonly count: () => number } {
  let moments = 0;
  const pass = (): void => {
    moments += 1;
    if (moments === at) throw new Error("the process is gone");
  };
  const apply: Database["apply"] = async (plan, options) => {
    const changed = [];
    for (const group of plan) {
      pass();
      const [counts = []] = await db.apply([group], options);
      changed.push(counts);
      pass();
    }
    return changed;
  };
  return { db: { ...db, apply }, count: () => moments };
}

const days = [
  [
    { shop: "a", city: "Ulm" },
    { shop: "b", city: null },
  ],
  [
    { shop: "a", city: "Köln" },
    { shop: "c", city: "Rom" },
  ],
  [{ shop: "a", city: "Köln" }],
];

forEachDatabase(
  "a history that was interrupted at any moment, and kept again, ends as if it never was",
  async ({ db }) => {
    const base = given(false);
    const [shops] = base.sources;
    const inputs = flow.inputs.parse({
      ...base,
      sources: [{ ...shops, connectionDetails: { ...shops?.connectionDetails, merge: "scd2" } }],
      transformations: [],
      dataQualityRequirements: { ...base.dataQualityRequirements, qualityChecks: [] },
    });
    const keep = async (target: Database, day: number): Promise<void> => {
      const artefacts = { write: async () => undefined } as unknown as Artefacts;
      const tools = { databases: { target }, artefacts } as unknown as TaskTools;
      await keepHistory.run(
        { inputs, source: "shops", at: `2026-01-0${day + 1}T00:00:00Z` },
        tools,
      );
    };
    const play = async (lostAt: number): Promise<{ rows: readonly string[]; moments: number }> => {
      const begin = ["drop schema if exists landing cascade", "create schema landing"];
      await db.apply([begin.map((text) => ({ purpose: "begin", sql: verbatimSql(text) }))]);
      const lost = losing(db, lostAt);
      for (const [day, rows] of days.entries()) {
        await db.load("landing.shops", rows, { types: { shop: "text", city: "text" } });
        await keep(lost.db, day).catch(async () => keep(db, day));
      }
      const found = await db.query(
        sql`select shop, city, valid_from, valid_to from ${scratch("landing", "shops_history")}`,
      );
      const rows = toObjects(found, "text")
        .map((row) => JSON.stringify(row))
        .toSorted();
      return { rows, moments: lost.count() };
    };
    const whole = await play(Number.POSITIVE_INFINITY);
    expect(whole.rows).toHaveLength(4);
    const { moments } = whole;
    expect(moments).toBeGreaterThan(5);
    const step = process.env["DX_DEEP"] === undefined ? moments : 1;
    for (let at = 2; at <= moments; at += step)
      expect({ at, rows: (await play(at)).rows }).toEqual({ at, rows: whole.rows });
  },
);
