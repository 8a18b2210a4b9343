import { readFileSync, writeFileSync } from "node:fs";
import { formatValue, type Rows } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { sql, verbatimSql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";
import { duckdbSamples, postgresSamples, refusedSamples, type Sample } from "./type-samples.ts";

const readme = new URL("../../database/README.md", import.meta.url);

const select = ([type, value]: Sample) =>
  verbatimSql(`select cast('${value.replaceAll("'", "''")}' as ${type}) as v`);

const textOf = ({ columns: [column] }: Rows): string | null =>
  column === undefined ? null : formatValue(column, 0);

/** What a type is read as, and what becomes of it in another database; the value must stay. */
async function row(sample: Sample, from: Database, to: Database): Promise<string> {
  const read = await from.query(select(sample));
  const [column] = read.columns;
  const before = textOf(read);
  expect(before, sample.join(" ")).not.toBeNull();
  const own = from.dialect === "duckdb" ? "cast(v as varchar)" : "format('%s', v)";
  const asked = sql`select ${verbatimSql(own)} as v from (${select(sample)}) as q`;
  if (column?.kind === "text") expect(before).toBe(textOf(await from.query(asked)));
  await to.load("carried", from.stream(select(sample)));
  expect(textOf(await to.query("select * from carried")), sample.join(" ")).toBe(before);
  const { columns } = await to.describe("carried");
  return `| ${sample[0]} | ${column?.kind ?? ""} | ${columns[0]?.native ?? ""} |`;
}

async function table(samples: readonly Sample[], from: Database, to: Database): Promise<string> {
  const lines: string[] = [];
  for (const sample of samples)
    // oxlint-disable-next-line no-await-in-loop -- one table for all
    lines.push(await row(sample, from, to));
  const head = `| ${from.engine.name} | read as | in ${to.engine.name} |`;
  return [head, "| --- | --- | --- |", ...lines].join("\n");
}

const plain = (text: string): string =>
  text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---").replaceAll("\\", "");

testWithPostgres("the README tells what becomes of each type", async ({ postgresUrl }) => {
  const [duckdb, postgres] = await Promise.all([
    openDatabase("duckdb:"),
    openDatabase(postgresUrl),
  ]);
  const tables = [
    await table(duckdbSamples, duckdb, postgres),
    await table(postgresSamples, postgres, duckdb),
  ].join("\n\n");
  await Promise.all([duckdb.close(), postgres.close()]);
  const [begin, end] = ["<!-- types: written by a test -->", "<!-- end of types -->"];
  const text = readFileSync(readme, "utf8");
  const block = `${begin}\n\n${tables}\n\n${end}`;
  const written = text.slice(text.indexOf(begin), text.indexOf(end) + end.length);
  if (process.env["DX_UPDATE"] !== undefined)
    writeFileSync(
      readme,
      text.replace(written, () => block),
    );
  else expect(plain(written)).toBe(plain(block));
});

forEachDatabase("values that no value of dx says are refused by name", async ({ db }) => {
  for (const sample of refusedSamples[db.dialect] ?? [])
    // oxlint-disable-next-line no-await-in-loop -- one after the other is easier to read
    await expect(db.query(select(sample)), sample.join(" ")).rejects.toMatchObject({
      code: "DX_DATABASE_VALUE",
      path: ["v"],
    });
  expect((await db.query("select 1")).count).toBe(1);
});
