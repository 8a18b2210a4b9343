import { DxError, parsePlainValue, type DataType } from "@dx/core";
import { verbatimSql, castAs, joinSql, sql, typedLiteral, type Sql } from "@dx/sql";
import type { Formula } from "./formula.ts";

type Write = (formula: Formula) => Sql;
type Of<Kind extends Formula["kind"]> = Extract<Formula, { readonly kind: Kind }>;

const negation = (isNot: boolean): Sql => (isNot ? sql`not ` : sql``);
const parts: ReadonlySet<string> = new Set(["year", "month", "day", "hour"]);

const writers: {
  readonly [Kind in Exclude<Formula["kind"], "column">]: (formula: Of<Kind>, write: Write) => Sql;
} = {
  number: (formula) => writeNumber(formula.text),
  text: (formula) => sql`${formula.text}`,
  date: (formula) => typedLiteral("date", parsePlainValue("date", formula.text)),
  boolean: ({ value }) => (value ? sql`true` : sql`false`),
  null: () => sql`null`,
  negate: ({ of }, write) => sql`(- ${write(of)})`,
  not: ({ of }, write) => sql`(not ${write(of)})`,
  binary: ({ operator, left, right }, write) => {
    if (operator === "/")
      return sql`(${castAs(write(left), "float64")} / nullif(${castAs(write(right), "float64")}, 0))`;
    return sql`(${write(left)} ${verbatimSql(operator)} ${write(right)})`;
  },
  "is-null": ({ of, not }, write) => sql`(${write(of)} is ${negation(not)}null)`,
  in: ({ of, list, not }, write) => sql`(${write(of)} ${negation(not)}in (${list.map(write)}))`,
  between: ({ of, low, high, not }, write) =>
    sql`(${write(of)} ${negation(not)}between ${write(low)} and ${write(high)})`,
  like: ({ of, pattern, not }, write) => sql`(${write(of)} ${negation(not)}like ${pattern})`,
  call: ({ name, given }, write) => {
    const [first, ...rest] = given.map(write);
    if (first !== undefined && parts.has(name))
      return castAs(sql`extract(${verbatimSql(name)} from ${first})`, "int64");
    return sql`${verbatimSql(name)}(${first === undefined ? rest : [first, ...rest]})`;
  },
  case: ({ branches, otherwise }, write) => {
    const written = branches.map(
      ({ when, value }) => sql`when ${write(when)} then ${write(value)}`,
    );
    const rest = otherwise === null ? sql`` : sql` else ${write(otherwise)}`;
    return sql`case ${joinSql(written, " ")}${rest} end`;
  },
};

/**
 * A formula as SQL, for all dialects.
 * @param columnOf - the SQL of a column, by the name that the formula calls it, and its place
 */
export function formulaSql(formula: Formula, columnOf: (name: string, at: number) => Sql): Sql {
  if (formula.kind === "column") return columnOf(formula.name, formula.at);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind chose the writer
  const write = writers[formula.kind] as (formula: Formula, write: Write) => Sql;
  return write(formula, (one) => formulaSql(one, columnOf));
}

/** A whole number, or a decimal with as many digits as it is written with. */
function writeNumber(written: string): Sql {
  const [before = "", fraction = ""] = written.split(".");
  const unscaled = BigInt(`${before}${fraction}` || "0");
  const digits = String(unscaled).length;
  if (digits > 38 || fraction.length > 38 || (fraction === "" && unscaled >= 2n ** 63n))
    throw new DxError("DX_OBT_FORMULA", `${written} has more digits than are kept`, {
      hint: "decimals keep 38, and whole numbers go up to 2^63 - 1",
    });
  if (fraction === "") return verbatimSql(String(unscaled));
  const scale = fraction.length;
  const type: DataType = { kind: "decimal", precision: Math.max(digits, scale), scale };
  return typedLiteral(type, { unscaled, scale });
}
