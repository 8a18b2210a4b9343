import { DxError, nearest, parsePlainValue, quoteName, toNames } from "@dx/core";
import type { DataTypeKind, Decimal, Dialect } from "@dx/core";
import { foldName, identifier, sql, type Sql } from "@dx/sql";
import type { CompareOptions, Tolerance } from "./diff-options.ts";
import { pairTypes, toDecimal } from "./pair-types.ts";
import type { SideColumn } from "./read-columns.ts";

/** What a number may be off by: floating-point numbers by parts, exact ones by an exact number. */
export type Allowance =
  | { readonly kind: "float"; readonly absolute: number; readonly relative: number }
  | { readonly kind: "exact"; readonly absolute: Decimal };

/** A column that both sides have, and how it is compared. */
export interface ComparedColumn {
  /** As the left side has it. */
  readonly name: string;
  /** The type in which it is compared. */
  readonly kind: DataTypeKind;
  /** Its value on the left side, in that type. */
  readonly left: Sql;
  /** Its value on the right side, in that type. */
  readonly right: Sql;
  /** Whether it is of the key. */
  readonly isKey: boolean;
  /** What it may be off by. */
  readonly allowance?: Allowance;
  /** Whether its text is JSON that is compared by its meaning. */
  readonly asJson: boolean;
}

/** The columns and the dialect of one side. */
export interface DescribedSide {
  /** Whose names it has. */
  readonly dialect: Dialect;
  /** Its columns. */
  readonly columns: readonly SideColumn[];
}

/**
 * Finds out how two tables are compared, the key first.
 * @throws DxError `DX_TABLE_DIFF_COLUMNS` if columns are missing, or on one side only and `columns` was not given;
 * `DX_TABLE_DIFF_TYPES` with all pairs of types that are not compared; `DX_TABLE_DIFF_OPTION`
 */
export function planComparison(
  left: DescribedSide,
  right: DescribedSide,
  options: CompareOptions,
): readonly ComparedColumn[] {
  const key = toNames(options.key, "key").map((name) => findName(left, name, "left"));
  const chosen = chooseColumns(left, right, options).filter((name) => !key.includes(name));
  const named = (
    option: "trimEnd" | "booleanAsNumber" | "asText" | "asJson",
  ): readonly string[] => {
    const names = options[option];
    if (names === undefined) return [];
    return toNames(names, option).map((name) => findName(left, name, "left"));
  };
  const said = {
    trimEnd: named("trimEnd"),
    booleanAsNumber: named("booleanAsNumber"),
    asText: named("asText"),
    asJson: named("asJson"),
  };
  const tolerances = new Map(
    Object.entries(options.tolerance ?? {}).map(([name, tolerance]) => [
      findName(left, name, "left"),
      tolerance,
    ]),
  );
  refuseSoftKey(key, [...tolerances.keys(), ...said.asJson]);
  const refused: string[] = [];
  const columns = [...key, ...chosen].flatMap((name): readonly ComparedColumn[] => {
    const [one, other] = [getColumn(left, name), getColumn(right, twinOf(right, name))];
    const tolerance = tolerances.get(name);
    const pair = pairTypes(one, other, {
      timeZone: options.timeZone,
      booleanAsNumber: said.booleanAsNumber.includes(name),
      asText: said.asText.includes(name),
      isTolerant: tolerance !== undefined,
    });
    if (typeof pair === "string") {
      refused.push(`${name} is ${typeOf(one)} and ${typeOf(other)}: ${pair}`);
      return [];
    }
    const trims = said.trimEnd.includes(name);
    const trim = (value: Sql): Sql => (trims ? sql`rtrim(${value})` : value);
    if (trims && pair.kind !== "text") throw wrong("trimEnd", name, pair.kind);
    const isWhole = pair.kind === "int32" || pair.kind === "int64";
    const widen = isWhole && tolerance !== undefined ? toDecimal : (value: Sql): Sql => value;
    const asJson = said.asJson.includes(name);
    if (asJson && pair.kind !== "text" && pair.kind !== "json")
      throw wrong("asJson", name, pair.kind);
    return [
      {
        name,
        kind: isWhole && tolerance !== undefined ? "decimal" : pair.kind,
        left: widen(trim(pair.left(columnOf(one)))),
        right: widen(trim(pair.right(columnOf(other)))),
        isKey: key.includes(name),
        asJson,
        ...(tolerance === undefined ? {} : { allowance: allow(name, pair.kind, tolerance) }),
      },
    ];
  });
  if (refused.length > 0)
    throw new DxError("DX_TABLE_DIFF_TYPES", `types that are not compared: ${refused.join("; ")}`, {
      hint: refused.map((one) => one.slice(one.indexOf(": ") + 2))[0] ?? "",
    });
  return columns;
}

function chooseColumns(
  left: DescribedSide,
  right: DescribedSide,
  { columns, key }: CompareOptions,
): readonly string[] {
  if (columns !== undefined)
    return toNames(columns).map((name) => {
      findName(right, name, "right");
      return findName(left, name, "left");
    });
  for (const name of toNames(key, "key")) findName(right, name, "right");
  const lacking = left.columns.filter(({ name }) => twinOf(right, name) === undefined);
  const extra = right.columns.filter(({ name }) => twinOf(left, name) === undefined);
  if (lacking.length + extra.length === 0) return left.columns.map(({ name }) => name);
  throw new DxError(
    "DX_TABLE_DIFF_COLUMNS",
    `the tables have different columns: ${[...list("left", lacking), ...list("right", extra)].join("; ")}`,
    { path: ["columns"], hint: "give `columns`, those that are to be compared" },
  );
}

function list(side: string, columns: readonly SideColumn[]): readonly string[] {
  if (columns.length === 0) return [];
  return [`only the ${side} has ${columns.map(({ name }) => name).join(", ")}`];
}

/** The column that a name means, as its engine folds it. */
function findName(side: DescribedSide, name: string, which: string): string {
  const wanted = foldName(name, side.dialect);
  const found = twinOf(side, wanted);
  if (found !== undefined) return found;
  const near = nearest(
    wanted,
    side.columns.map((column) => column.name),
  );
  throw new DxError("DX_TABLE_DIFF_COLUMNS", `the ${which} table has no column ${name}`, {
    path: [name],
    hint: near === undefined ? "see its columns" : `did you mean ${near}?`,
  });
}

/** The column of a side with this name, or with one that differs in case only. */
function twinOf({ columns }: DescribedSide, name: string): string | undefined {
  if (columns.some((column) => column.name === name)) return name;
  const alike = columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? alike[0]?.name : undefined;
}

function getColumn({ columns }: DescribedSide, name: string | undefined): SideColumn {
  const found = columns.find((column) => column.name === name);
  if (found === undefined)
    throw new DxError("DX_TABLE_DIFF_COLUMNS", `no column ${String(name)}`, { hint: "see above" });
  return found;
}

function columnOf({ name }: SideColumn): Sql {
  return identifier("side", quoteName(name));
}

function typeOf({ kind, native }: SideColumn): string {
  return native ?? kind;
}

function refuseSoftKey(key: readonly string[], soft: readonly string[]): void {
  const both = soft.find((name) => key.includes(name));
  if (both !== undefined)
    throw new DxError("DX_TABLE_DIFF_OPTION", `${both} is of the key, which is compared exactly`, {
      path: [both],
      hint: "take it out of the key, or compare it exactly",
    });
}

function wrong(option: string, name: string, kind: string): DxError {
  return new DxError("DX_TABLE_DIFF_OPTION", `${option} names ${name}, which is ${kind}`, {
    path: [option, name],
    hint: "it is for columns of text",
  });
}

function allow(name: string, kind: DataTypeKind, tolerance: Tolerance): Allowance {
  const { absolute = 0, relative = 0 } =
    typeof tolerance === "number" ? { absolute: tolerance } : tolerance;
  const fault = (message: string, hint: string): DxError =>
    new DxError("DX_TABLE_DIFF_OPTION", `tolerance of ${name}: ${message}`, {
      path: ["tolerance", name],
      hint,
    });
  const isSaid = absolute >= 0 && absolute <= 1e300 && relative >= 0 && relative <= 1;
  if (!isSaid || (relative > 0 && relative < 1e-18))
    throw fault(
      `got ${absolute} and ${relative}`,
      "absolute is 0 to 1e300, relative 0, or 1e-18 to 1",
    );
  if (kind === "float64") return { kind: "float", absolute, relative };
  if (kind !== "int32" && kind !== "int64" && kind !== "decimal")
    throw fault(`the column is ${kind}`, "only numbers have one");
  if (relative > 0) throw fault("relative", "it is for floating-point columns only");
  return { kind: "exact", absolute: parsePlainValue("decimal", String(absolute)) };
}
