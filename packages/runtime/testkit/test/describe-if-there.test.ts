import { formatRelation } from "@dx/core";
import { describeIfThere, shortestName } from "@dx/database";
import { createSchema, dropSchema } from "@dx/sql";
import { expect, test } from "vitest";
import { forEachDatabase } from "../src/index.ts";

forEachDatabase(
  "a table is described if it is there, under the shortest name that finds it",
  async ({ db }) => {
    await db.load("shops", [{ a: 1 }]);
    const own = await describeIfThere(db, "shops");
    expect(own?.columns.map(({ name }) => name)).toEqual(["a"]);
    expect(await describeIfThere(db, "shosp")).toBe(undefined);
    if (own === undefined) return;
    expect(formatRelation(await shortestName(db, own.relation))).toBe("shops");
    // One of the same name elsewhere is another one, and keeps its whole name.
    const elsewhere = "elsewhere_of_shops";
    await db.apply([
      [{ purpose: "make room", sql: createSchema(elsewhere, { ifNotExists: true }) }],
    ]);
    await db.load(`${elsewhere}.shops`, [{ b: 1 }]);
    const other = await describeIfThere(db, `${elsewhere}.shops`);
    if (other !== undefined)
      expect(formatRelation(await shortestName(db, other.relation))).toBe(
        formatRelation(other.relation),
      );
    expect(other?.columns.map(({ name }) => name)).toEqual(["b"]);
    await db.apply([[{ purpose: "tidy", sql: dropSchema(elsewhere, { cascade: true }) }]]);
  },
);

test("what goes wrong while a table is described is not taken for its absence", async () => {
  const broken = { describe: async () => Promise.reject(new Error("no connection")) };
  await expect(describeIfThere(broken, "shops")).rejects.toThrow("no connection");
});
