import { defineFlow, loadSource, type Flow } from "@dx/runner";
import { countRows, sql } from "@dx/sql";
import { z } from "zod";
import type { Flows } from "../src/command.ts";
import { dx } from "../src/dx.ts";

const inputs = z.strictObject({
  people: z.string(),
  table: z.string().default("people"),
  drop: z.boolean().default(false).describe("whether an earlier table is dropped"),
  sleepMs: z.number().default(0),
  claims: z.number().default(1),
});
type Inputs = z.infer<typeof inputs>;

/** Stages people from a file, and makes a table of them. */
const people: Flow<Inputs, { readonly rows: number }> = defineFlow<
  Inputs,
  { readonly rows: number }
>({
  name: "people",
  title: "People",
  description: "Makes a table of people.",
  inputs,
  outputs: z.strictObject({ rows: z.number() }),
  examples: [],
  files: (given) => ({ people: given.people }),
  process: async ({ table, drop, sleepMs }, ctx) => {
    const staged = await ctx.task(loadSource, { from: { file: "people" }, into: { scratch: "p" } });
    await ctx.breakpoint({ title: "Are these all?", shows: { rows: staged.rows } });
    const [schema = "", name = ""] = staged.table.split(".");
    const from = { kind: "relation", schema, name } as const;
    const to = { kind: "relation", name: table } as const;
    const digits = sql`(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as d (n)`;
    const many = sql`(select 1 as n from ${digits}, ${digits}, ${digits}, ${digits})`;
    const slow = sql`insert into ${to} select 'slow', '' from ${many} as a, ${many} as b, ${many} as c where a.n + b.n + c.n < 0`;
    const dropped = {
      purpose: "make room",
      sql: sql`drop table ${to}`,
      destroys: `the rows of ${table}`,
    };
    await ctx.approvePlan("people", () => [
      [
        ...(drop ? [dropped] : []),
        { purpose: "make the table", sql: sql`create table ${to} (name text, mail text)` },
        { purpose: "fill it", sql: sql`insert into ${to} select name, mail from ${from}` },
        ...(sleepMs > 0 ? [{ purpose: "take long", sql: slow }] : []),
      ],
    ]);
    return { rows: staged.rows };
  },
  claims: ({ table, claims }) => {
    const to = { kind: "relation", name: table } as const;
    const isSource = claims < 0;
    return Array.from({ length: Math.abs(claims) }, (_, index) => ({
      id: isSource ? "people.source" : index === 0 ? "people.mail" : `people.mail-${index}`,
      statement: `Everybody in ${table} has mail${isSource ? " in the source" : ""}.`,
      subject: table,
      about: isSource ? ("source" as const) : ("result" as const),
      check: {
        kind: "no-rows" as const,
        violations: sql`select * from ${to} where mail is null`,
        population: sql`select * from ${to}`,
      },
    }));
  },
  init: async ({ databases, table = "customer" }) => {
    const rows = await databases["source"]?.run(countRows(table));
    return [
      {
        path: ["people"],
        value: `${table}.csv`,
        reason: `${table} has ${rows} rows`,
        certain: true,
      },
      { path: ["table"], value: `dim_${table}`, reason: "called after the source", certain: false },
    ];
  },
});

// oxlint-disable-next-line typescript/unbound-method -- it is left out
const { name: _name, init: _init, ...others } = people;

/** Flows for tests. */
export const flows: Flows = {
  people: async () => ({ flow: people }),
  bare: async () => ({
    flow: { ...others, name: "bare", examples: ["examples/bare.yaml"] },
  }),
};

/** This file, run by itself, is `dx` with these flows. */
export const main: string = import.meta.filename;
if (import.meta.main) process.exitCode = await dx(process.argv.slice(2), flows);
