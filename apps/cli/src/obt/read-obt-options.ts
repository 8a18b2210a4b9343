import { parseName, relation } from "@dx/core";
import type { CalculatedField, ObtLevel, ObtMeasure, RollUp } from "@dx/obt";
import type { Given, Option } from "../command.ts";
import { use } from "../parse-given.ts";

/** A join as it is written. */
interface GivenJoin {
  /** Of the fact. */
  readonly column: string;
  /** The dimension. */
  readonly table: string;
  /** Its key. */
  readonly key: string;
}

/** What is wanted of a wide table. */
export interface GivenObt {
  readonly fact: string;
  readonly into: string;
  /** Files by the names of the tables that they become. */
  readonly files: Readonly<Record<string, string>>;
  readonly key: readonly string[] | undefined;
  /** Instead of those that are declared or found. */
  readonly joins: readonly GivenJoin[];
  readonly level: ObtLevel["kind"];
  readonly time: string | undefined;
  readonly currentOnly: boolean;
  /** By dimension. */
  readonly businessKeys: Readonly<Record<string, readonly string[]>>;
  readonly measures: readonly Omit<ObtMeasure, "isFloat">[] | undefined;
  readonly calculated: readonly CalculatedField[];
  readonly filters: readonly string[];
  readonly without: readonly string[];
}

const list = (value: string, help: string): Option => ({
  type: "string",
  multiple: true,
  value,
  help,
});

/** The options of `dx obt`. */
export const obtOptions: Readonly<Record<string, Option>> = {
  db: list(
    "NAME=URL",
    "the database of the star, where the wide table is made: target, or a bare address",
  ),
  fact: { type: "string", value: "TABLE", help: "the fact" },
  into: {
    type: "string",
    value: "TABLE",
    help: "the wide table; obt_ and the fact's name without it",
  },
  file: list(
    "TABLE=FILE",
    "loads a CSV, JSON or Parquet file as a table first, which must not be there",
  ),
  key: {
    type: "string",
    value: "NAME,...",
    help: "what tells facts apart; without it, what is declared, or found",
  },
  join: list(
    "COLUMN=TABLE.KEY",
    "a dimension; with one, only those that are named, and none is searched for",
  ),
  "aggregation-level": {
    type: "string",
    value: "NAME",
    help: "detail, daily or monthly; detail without it",
  },
  time: {
    type: "string",
    value: "COLUMN",
    help: "daily, monthly: the date or time of the fact; without it, the only one",
  },
  "current-only": {
    type: "boolean",
    help: "takes today's version of dimensions that have versions",
  },
  "business-key": list(
    "TABLE=NAME,...",
    "what versions of one member share; without it, what the data show",
  ),
  measure: list(
    "COLUMN=ROLLUP",
    "a measure: sum, min, max, average, none, or last:COLUMN for the last value of each; without it, all numbers that are no keys",
  ),
  calculate: list("NAME=FORMULA", "a computed column, as each=amount / pieces"),
  filter: list("CONDITION", "leaves out rows for which it is not true, as 'amount > 0'"),
  without: list("COLUMN,...", "columns that are not taken, as note, or dim_shop.note"),
  dialect: {
    type: "string",
    value: "NAME",
    help: "plan: of which platform the SQL is; that of the database without it",
  },
  rounds: {
    type: "string",
    value: "N",
    help: "measure: how often each question is asked; 5 without it",
  },
};

const levels = ["detail", "daily", "monthly"] as const;
const rollUps: ReadonlySet<string> = new Set<RollUp>([
  "sum",
  "min",
  "max",
  "average",
  "last",
  "none",
]);

/** Reads the options of `dx obt`. @throws DxError `DX_CLI_USE` for what is missing, or not written as it should be */
export function readObtOptions(given: Given): GivenObt {
  const fact = given.text("fact");
  if (fact === undefined) throw use("--fact is missing", "name the fact table, as --fact fct_sale");
  const named = given.text("aggregation-level") ?? "detail";
  const level = levels.find((one) => one === named);
  if (level === undefined)
    throw use(`--aggregation-level is ${named}`, `write ${levels.join(", ")}`);
  if (level === "detail" && given.has("time"))
    throw use("--time is for days and months", "write --aggregation-level daily too");
  if (given.has("business-key") && !given.has("current-only"))
    throw use("--business-key is for today's versions", "write --current-only too");
  const measures = given.texts("measure").map(readMeasure);
  return {
    fact,
    into:
      given.text("into") ??
      `obt_${parseName(relation(fact).name).text.replace(/^(?:fct|fact)_/i, "")}`,
    files: pairsOf(given, "file", "fct_sale=sales.csv"),
    key: given.text("key")?.split(",").map(trim),
    joins: Object.entries(pairsOf(given, "join", "shop_key=dim_shop.shop_key")).map(readJoin),
    level,
    time: given.text("time"),
    currentOnly: given.has("current-only"),
    businessKeys: Object.fromEntries(
      Object.entries(pairsOf(given, "business-key", "dim_shop=shop_id")).map(([table, names]) => [
        table,
        names.split(",").map(trim),
      ]),
    ),
    measures: measures.length === 0 ? undefined : measures,
    calculated: Object.entries(pairsOf(given, "calculate", "'each=amount / pieces'")).map(
      ([name, formula]) => ({ name, formula }),
    ),
    filters: given.texts("filter"),
    without: given.texts("without").flatMap((text) => text.split(",").map(trim)),
  };
}

const trim = (text: string): string => text.trim();

function pairsOf(given: Given, option: string, example: string): Readonly<Record<string, string>> {
  const pairs = given.texts(option).map((text): readonly [string, string] => {
    const [, name = "", value = ""] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/s.exec(text) ?? [];
    if (name === "") throw use(`--${option} is ${text}`, `write --${option} ${example}`);
    return [name, value];
  });
  const twice = pairs.find(([name], at) => pairs.findIndex((one) => one[0] === name) !== at);
  if (twice !== undefined) throw use(`--${option} names ${twice[0]} twice`, "name it once");
  return Object.fromEntries(pairs);
}

function readJoin([column, path]: readonly [string, string]): GivenJoin {
  const { name: key, schema, catalog } = relation(path);
  if (schema === undefined)
    throw use(`--join is ${column}=${path}`, "write --join shop_key=dim_shop.shop_key");
  return { column, table: catalog === undefined ? schema : `${catalog}.${schema}`, key };
}

function readMeasure(text: string): Omit<ObtMeasure, "isFloat"> {
  const [, column = "", rollUp = "", per] = /^([^=]+)=(\w+)(?::(.+))?$/s.exec(text) ?? [];
  if (!isRollUp(rollUp) || (per === undefined) === (rollUp === "last"))
    throw use(`--measure is ${text}`, "write --measure amount=sum, or balance=last:account_id");
  return { column, rollUp, ...(per === undefined ? {} : { per: per.split(",").map(trim) }) };
}

function isRollUp(text: string): text is RollUp {
  return rollUps.has(text);
}
