/* oxlint-disable no-await-in-loop -- few tables */
import type { DataType } from "@dx/core";
import { selectRows, writeCsv } from "@dx/pipeline";
import { defineTask } from "@dx/runner";
import { copyFile, countRows, createTable, createSchema, renderSql, type Sql } from "@dx/sql";
import { z } from "zod";
import { inputs } from "../inputs.ts";
import { placeOf } from "../specs.ts";

const most = 100_000;

/**
 * Writes what the named platform loads: the tables' DDL, their rows as CSV, and the statements that load these, in its own
 * SQL. Tables of more than 100,000 rows get no CSV. Nothing of it is run. Gives the paths.
 */
export const exportTables = defineTask("export-tables", {
  version: 1,
  effect: "idempotent",
  input: z.strictObject({ inputs, tables: z.array(z.string()) }),
  output: z.array(z.string()),
  run: async ({ inputs: given, tables }, tools) => {
    const { target } = tools.databases;
    const { platform, database, schema } = given.targetWarehouse;
    const paths: string[] = [];
    const text = (value: Sql): string => `${renderSql(value, platform).text};`;
    const ddl: string[] = [text(createSchema(schema, { ifNotExists: true }))];
    const copies: string[] = [];
    const own: string[] = [
      `${renderSql(createSchema(schema, { ifNotExists: true }), target.dialect).text};`,
    ];
    for (const name of tables) {
      const from = placeOf(given, name);
      const { columns } = await target.describe(from);
      const into = { ...from, ...(platform === "redshift" ? {} : { catalog: database }) };
      const typed = columns.map(({ name: column, type }) => ({
        name: column,
        type: portable(type),
      }));
      own.push(
        `${renderSql(createTable(from, columns, { ifNotExists: true }), target.dialect).text};`,
      );
      ddl.push(text(createTable(into, typed, { ifNotExists: true })));
      const file = `${name}.csv`;
      copies.push(
        text(
          copyFile(
            into,
            typed.map((column) => column.name),
            {
              snowflake: `@${schema}_stage/${file}`,
              bigquery: `gs://${database}/${file}`,
              redshift: `s3://${database}/${file}`,
            }[platform],
          ),
        ),
      );
      if ((await target.run(countRows(from))) > most) continue;
      const rows = await target.query(selectRows(from));
      paths.push(`${platform}/${file}`);
      await tools.artefacts.write({ [`${platform}/${file}`]: writeCsv(rows) });
    }
    const scripts = { [`${platform}/001-tables.sql`]: ddl, [`${platform}/002-load.sql`]: copies };
    await tools.artefacts.write({ "sql/000-tables.sql": `${own.join("\n")}\n` });
    for (const [path, lines] of Object.entries(scripts)) {
      await tools.artefacts.write({
        [path]: `-- written for ${platform}, never run\n${lines.join("\n")}\n`,
      });
      paths.push(path);
    }
    return paths;
  },
});

/** A type that every platform has: a decimal without precision is text there, so that it loses no digit. */
function portable(type: DataType): DataType {
  const isOpen = type.kind === "decimal" && type.precision === undefined;
  return type.kind === "text" || isOpen ? { kind: "text" } : type;
}
