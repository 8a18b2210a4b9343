import { type DataType, type Relation, type Rows } from "@dx/core";
import { renderSql, sql, type RenderedSql } from "@dx/sql";
import { identifier, joinSql } from "@dx/sql";
import type { Connection, Reading, Target } from "../driver.ts";
import { readCatalogue } from "./catalogue.ts";
import { copyText } from "./copy-text.ts";
import type { Round, Wire } from "./exchange.ts";
import type { Field } from "./read-messages.ts";
import { createRowReader, type RowReader, type Wanted } from "./row-reader.ts";
import { isBinary, typeOf } from "./types.ts";
import { bind, closePortal, execute, prepare, simpleQuery, sync } from "./write-messages.ts";

/** The names of types that dx has no kind for, by number and parameters. */
export type TypeNames = Map<string, string>;

const local = [
  "timezone = 'UTC'",
  "datestyle = 'ISO, YMD'",
  "intervalstyle = 'postgres'",
  "extra_float_digits = 1",
  "bytea_output = 'hex'",
  "xmloption = 'content'",
]
  .map((one) => `; set local ${one}`)
  .join("");

/** A connection over a wire; in its transactions, values do not depend on the session's settings. */
export function createConnection(
  wire: Wire,
  names: TypeNames,
  { readOnly, release }: { readonly readOnly: boolean } & Pick<Connection, "release">,
): Connection {
  let portals = 0;
  const run = async (text: string): Promise<number | null> => {
    const { count } = await wire.exchange(simpleQuery(text), { text });
    return count;
  };
  const query = async (asked: RenderedSql): Promise<Rows> => {
    const wanted = await describe(wire, names, asked);
    const reader = createRowReader(wanted);
    const { text, values } = asked;
    const bound = bind("", values, formatsOf(wanted));
    await wire.exchange(Buffer.concat([bound, execute("", 0), sync]), {
      text,
      onRow: reader.onRow,
    });
    return reader.flush();
  };
  return {
    begin: async (mode) => {
      const write = readOnly ? "begin read only" : "begin";
      const read = "begin isolation level repeatable read read only";
      await run(`${mode === "read" ? read : write}${local}`);
    },
    query,
    execute: run,
    read: async (asked, batchRows, shared) => {
      portals += 1;
      const portal = `dx${portals}`;
      const wanted = await describe(wire, names, asked);
      const { text, values } = asked;
      const opened = Buffer.concat([bind(portal, values, formatsOf(wanted)), sync]);
      await wire.exchange(opened, { text });
      const isAhead = wire.isApart && !shared;
      return readPortal(
        { wire, portal, text, isAhead },
        createRowReader(wanted, batchRows),
        batchRows,
      );
    },
    fill: async (table, columns, batches) => fill(wire, { table, columns }, batches),
    explain: async (asked) => {
      const rows = await query({ ...asked, text: `explain ${asked.text}` });
      const [column] = rows.columns;
      const lines = column?.kind === "text" ? column.values : [];
      const [, estimate] = / rows=(\d+) /.exec(lines[0] ?? "") ?? [];
      return {
        text: lines.join("\n"),
        estimatedRows: estimate === undefined ? null : Number(estimate),
      };
    },
    catalogue: async (only) => readCatalogue(query, only),
    names: async () => (await readCatalogue(query, undefined)).map(({ relation }) => relation),
    cancel: wire.cancel,
    release,
  };
}

function formatsOf(wanted: readonly (Wanted & { readonly binary: boolean })[]): readonly number[] {
  return wanted.map(({ binary }) => (binary ? 1 : 0));
}

/** Prepares a query, and finds out its columns. */
async function describe(
  wire: Wire,
  names: TypeNames,
  { text }: RenderedSql,
): Promise<readonly (Wanted & { readonly binary: boolean })[]> {
  let fields: readonly Field[] = [];
  const onFields = (found: readonly Field[]): void => {
    fields = found;
  };
  await wire.exchange(prepare(text), { text, onFields });
  const unknown = fields.filter((one) => !isBinary(one) && !names.has(keyOf(one)));
  if (unknown.length > 0) {
    await learnNames(wire, names, unknown);
    await wire.exchange(prepare(text), { text });
  }
  return fields.map((field) => {
    const type: DataType = typeOf(field, names.get(keyOf(field)) ?? `type ${field.type}`);
    return { name: field.name, type, oid: field.type, binary: isBinary(field) };
  });
}

function keyOf({ type, modifier }: Field): string {
  return `${type}:${modifier}`;
}

async function learnNames(wire: Wire, names: TypeNames, fields: readonly Field[]): Promise<void> {
  const calls = fields.map(({ type, modifier }) => `format_type(${type}, ${modifier})`);
  const text = `select ${calls.join(", ")}`;
  await wire.exchange(simpleQuery(text), {
    text,
    onRow: (bytes, at) => {
      let from = at + 2;
      for (const field of fields) {
        const length = bytes.readInt32BE(from);
        from += 4;
        if (length < 0) continue;
        names.set(keyOf(field), bytes.toString("utf8", from, from + length));
        from += length;
      }
    },
  });
}

interface Portal {
  readonly wire: Wire;
  readonly portal: string;
  readonly text: string;
  /** Whether the server works on the next rows while those that came are. */
  readonly isAhead: boolean;
}

function readPortal(
  { wire, portal, text, isAhead }: Portal,
  reader: RowReader,
  batchRows: number,
): Reading {
  let state: "first" | "more" | "over" = "first";
  const ask = async (): Promise<Round> =>
    wire.exchange(Buffer.concat([execute(portal, batchRows), sync]), {
      text,
      onRow: reader.onRow,
    });
  let asked: Promise<Round> | undefined;
  return {
    next: async () => {
      if (state === "over") return null;
      const { suspended } = await (asked ?? ask());
      asked = undefined;
      const rows = reader.flush();
      const isFirst = state === "first";
      state = suspended ? "more" : "over";
      if (suspended && isAhead) {
        asked = ask();
        asked.catch(() => undefined); // thrown where it is waited for
      }
      return rows.count === 0 && !isFirst ? null : rows;
    },
    end: async () => {
      if (asked !== undefined) {
        await wire.cancel();
        await asked.catch(() => undefined);
      }
      await wire.exchange(Buffer.concat([closePortal(portal), sync]), { text });
    },
  };
}

async function fill(
  wire: Wire,
  { table, columns }: { readonly table: Relation; readonly columns: readonly Target[] },
  batches: AsyncIterable<Rows>,
): Promise<number> {
  const names = columns.map(({ name }) => identifier(name));
  const list = names.length === 0 ? sql`` : sql` (${joinSql(names, ", ")})`;
  const { text } = renderSql(sql`copy ${table}${list} from stdin`, "postgres");
  return wire.copyIn(text, async (send) => {
    for await (const rows of batches) if (rows.count > 0) await send(copyText(rows, columns));
  });
}
