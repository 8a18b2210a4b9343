import {
  findNamed,
  nearest,
  parseName,
  type ColumnSchema,
  type Finding,
  type TableSchema,
} from "@dx/core";
import type { ChangeSource } from "./change-source.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/**
 * Finds the columns that a source, or the history itself, should have and has not, each with the name that is
 * most like it; and times of a type that makes them ambiguous. Pure: it looks at the catalogue only.
 * @param schema - of the source's table; without a source, of the history
 * @example
 * ```ts
 * import { checkColumns } from "@dx/scd";
 * const spec = { key: "id", tracked: "city", validFrom: "since", validTo: "until" };
 * const column = { name: "ID", type: { kind: "int64" }, native: "bigint", nullable: false } as const;
 * const relation = { kind: "relation", name: "news" } as const;
 * const schema = { relation, kind: "table", columns: [column], uniqueKeys: [], foreignKeys: [] } as const;
 * const findings = checkColumns(schema, spec, { kind: "snapshot", table: "news", at: "2025-03-17" });
 * if (findings[0]?.message !== "there is no column city; the columns are ID") throw new Error();
 * ```
 */
export function checkColumns(
  schema: TableSchema,
  spec: HistorySpec,
  source?: ChangeSource,
): readonly Finding[] {
  const { needed, times } = source === undefined ? ofHistory(spec) : ofSource(source, spec);
  const subject = schema.relation.name;
  const finding = (
    code: string,
    severity: Finding["severity"],
    [message, column, other]: readonly [string, string, string | null],
  ): Finding => ({ code, severity, message, subject, count: 1, example: { column, found: other } });
  const names = schema.columns.map(({ name }) => name);
  const missing = needed
    .filter((name) => findColumn(schema, name) === undefined)
    .map((name) => {
      const near = nearest(parseName(name).text, names) ?? null;
      const hint = near === null ? `the columns are ${names.join(", ")}` : `did you mean ${near}?`;
      return finding("DX_SCD_COLUMN_MISSING", "error", [
        `there is no column ${name}; ${hint}`,
        name,
        near,
      ]);
    });
  const found = times.flatMap((name) => findColumn(schema, name) ?? []);
  const wrong = found
    .filter(({ type }) => !["timestamp", "instant", "date"].includes(type.kind))
    .map(({ name, native }) =>
      finding("DX_SCD_COLUMN_TYPE", "error", [
        `${name} is ${native}, wanted is a timestamp`,
        name,
        native,
      ]),
    );
  const zoned = found
    .filter(({ type }) => type.kind === "instant")
    .map(({ name, native }) =>
      finding("DX_SCD_COLUMN_ZONE", "warning", [
        `${name} is ${native}, which is compared with times without zone by the zone of the session; convert it to UTC`,
        name,
        native,
      ]),
    );
  return [...missing, ...wrong, ...zoned];
}

/** A column of a catalogue by a name as people write it. */
export function findColumn(schema: TableSchema, name: string): ColumnSchema | undefined {
  return findNamed(schema.columns, name);
}

interface Needed {
  readonly needed: readonly string[];
  readonly times: readonly string[];
}

function ofHistory(spec: HistorySpec): Needed {
  const { key, attributes, prior } = columnsOf(spec);
  const { current, surrogate, rowHash, audit, validFrom, validTo } = spec;
  const attached = [
    current,
    surrogate?.column,
    rowHash,
    audit?.insertedAt,
    audit?.updatedAt,
  ].filter((name) => name !== undefined);
  const described = [...attributes, ...Object.values(prior)];
  return {
    needed: [...key, validFrom, validTo, ...described, ...attached],
    times: [validFrom, validTo],
  };
}

function ofSource(source: ChangeSource, spec: HistorySpec): Needed {
  const { key, attributes } = columnsOf(spec);
  const own = [...key, ...attributes];
  switch (source.kind) {
    case "snapshot":
      return { needed: own, times: [] };
    case "snapshots":
      return { needed: [...own, source.at], times: [source.at] };
    case "delta":
      return { needed: [...own, source.sequence], times: [source.sequence] };
    case "log": {
      const tieBreak = source.tieBreak === undefined ? [] : [source.tieBreak];
      const needed = [...own, source.sequence, source.operation, ...tieBreak];
      return { needed: [...new Set(needed)], times: [source.sequence] };
    }
  }
}
