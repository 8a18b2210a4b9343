import { isRecord, listOf } from "./read-document.ts";
import { kindsOfType } from "./kinds-of-type.ts";
import type { CheckBody } from "./words.ts";

type Record_ = Readonly<Record<string, unknown>>;
type Lose = (...loss: readonly ["dropped" | "verdict" | "metadata", string, string]) => void;

/** A check of columns, and what becomes of a failure. */
export interface SchemaRead {
  readonly body: CheckBody;
  readonly severity: "error" | "warning";
}

/** The checks of columns that a schema check of SodaCL means: those that are there, are not there, have a type or a place. */
export function readSodaSchema(given: Record_, lose: Lose): readonly SchemaRead[] {
  return (["fail", "warn"] as const).flatMap((key) => {
    const when = given[key];
    if (!isRecord(when)) {
      if (when !== undefined)
        lose(
          "dropped",
          `schema: ${JSON.stringify(when)}`,
          "dx keeps no earlier columns in a suite: compare contracts by `diffContract`",
        );
      return [];
    }
    const severity = key === "fail" ? ("error" as const) : ("warning" as const);
    const placed = placedColumns(when);
    if (placed !== undefined) return [{ body: placed, severity }];
    return Object.entries(when).flatMap(([what, value]) =>
      schemaOf(what, value, lose).map((body) => ({ body, severity })),
    );
  });
}

/** Columns that must be there and have places, all of them the same: one check. */
function placedColumns(when: Record_): CheckBody | undefined {
  const {
    "when required column missing": required,
    "when wrong column index": index,
    ...others
  } = when;
  if (!isRecord(index) || Object.keys(others).length > 0) return undefined;
  const places = Object.entries(index).toSorted(
    ([, one], [, other]) => Number(one) - Number(other),
  );
  const names = textsOf(required);
  if (names.length !== places.length || !places.every(([name]) => names.includes(name)))
    return undefined;
  const columns = places.map(([name, at]) => ({ name, at: Number(at) }));
  return { schema: { kind: "columns", columns, ordered: true, others: true } };
}

interface NamedColumn {
  readonly name: string;
  readonly at?: number;
  readonly type?: readonly string[];
}

function named(columns: readonly NamedColumn[]): readonly CheckBody[] {
  return columns.length === 0 ? [] : [{ schema: { kind: "columns", columns, others: true } }];
}

function schemaOf(what: string, value: unknown, lose: Lose): readonly CheckBody[] {
  const entries = isRecord(value) ? Object.entries(value) : [];
  switch (what) {
    case "when required column missing":
      return named(textsOf(value).map((name) => ({ name })));
    case "when wrong column index":
      return named(entries.map(([name, at]) => ({ name, at: Number(at) })));
    case "when wrong column type":
      return named(
        entries.map(([name, type]) => {
          const kinds = kindsOfType(String(type));
          if (kinds.length === 0)
            lose("verdict", String(type), "dx knows no such type, so that no column has it");
          return { name, type: kinds.length === 0 ? ["none"] : kinds };
        }),
      );
    case "when forbidden column present": {
      const names = textsOf(value);
      const patterns = names.filter((name) => name.includes("%") || name.includes("*"));
      for (const pattern of patterns)
        lose("dropped", `${what}: ${pattern}`, "dx forbids columns by their names");
      return names
        .filter((name) => !patterns.includes(name))
        .map((name) => ({
          schema: { kind: "columns", columns: [{ name, isForbidden: true }], others: true },
        }));
    }
    default:
      lose("dropped", what, "dx compares names, types and places");
      return [];
  }
}

const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one) => typeof one === "string");
