import type { CheckValue, RowRule, SetRule } from "../check.ts";
import { isRecord, listOf, numberOf, textOf } from "./read-document.ts";
import { sodaFormat } from "./soda-formats.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** How values are told to be missing or valid: keys with spaces between words, as in SodaCL. */
export type SodaConfig = Record_;

const valuesOf = (value: unknown): readonly CheckValue[] =>
  listOf(value).filter(
    (one): one is CheckValue =>
      typeof one === "string" || typeof one === "number" || typeof one === "boolean",
  );

const known = new Set([
  "missing values",
  "missing regex",
  "missing format",
  "valid values",
  "valid min",
  "valid max",
  "valid length",
  "valid min length",
  "valid max length",
  "valid regex",
  "valid format",
  "valid reference data",
  "invalid values",
  "invalid regex",
  "invalid format",
]);

/** The configuration in other keys; what is about validity and unknown is named. */
export function unknownKeys(config: SodaConfig): readonly string[] {
  return Object.keys(config).filter(
    (key) => /^(?:in)?valid |^missing /.test(key) && !known.has(key),
  );
}

/** A pattern by a regular expression or the name of a format; `null` for a format that is not known. */
function patternOf(config: SodaConfig, which: string): string | null | undefined {
  const regex = textOf(config[`${which} regex`]);
  if (regex !== undefined) return regex;
  const format = config[`${which} format`];
  if (format === undefined) return undefined;
  if (isRecord(format)) return textOf(format["regex"]) ?? null;
  return (typeof format === "string" ? sodaFormat(format) : undefined) ?? null;
}

/** The rules that values fail which count as missing, though they are there; `undefined` if one is not known. */
function missingRules(column: string, config: SodaConfig): readonly RowRule[] | undefined {
  const values = valuesOf(config["missing values"]);
  const pattern = patternOf(config, "missing");
  if (pattern === null) return undefined;
  return [
    ...(values.length === 0 ? [] : [{ kind: "not-in-set", column, values } as const]),
    ...(pattern === undefined ? [] : [{ kind: "matches", column, pattern, not: true } as const]),
  ];
}

/** The rules that valid values fulfil; `undefined` if one is not known. */
// oxlint-disable-next-line complexity -- one case for each way to tell
function validRules(column: string, config: SodaConfig): readonly RowRule[] | undefined {
  const number = (key: string): number | undefined => numberOf(config[key]);
  const [min, max, length] = [number("valid min"), number("valid max"), number("valid length")];
  const shortest = number("valid min length") ?? length;
  const longest = number("valid max length") ?? length;
  const [valid, invalid] = [patternOf(config, "valid"), patternOf(config, "invalid")];
  if (valid === null || invalid === null || unknownKeys(config).length > 0) return undefined;
  return [
    ...(config["valid values"] === undefined
      ? []
      : [{ kind: "in-set", column, values: valuesOf(config["valid values"]) } as const]),
    ...(config["invalid values"] === undefined
      ? []
      : [{ kind: "not-in-set", column, values: valuesOf(config["invalid values"]) } as const]),
    ...(min === undefined && max === undefined
      ? []
      : [
          {
            kind: "between",
            column,
            ...(min === undefined ? {} : { min }),
            ...(max === undefined ? {} : { max }),
          } as const,
        ]),
    ...(shortest === undefined && longest === undefined
      ? []
      : [
          {
            kind: "length",
            column,
            ...(shortest === undefined ? {} : { min: shortest }),
            ...(longest === undefined ? {} : { max: longest }),
          } as const,
        ]),
    ...(valid === undefined ? [] : [{ kind: "matches", column, pattern: valid } as const]),
    ...(invalid === undefined
      ? []
      : [{ kind: "matches", column, pattern: invalid, not: true } as const]),
  ];
}

/** The rule of a count of missing, invalid or duplicate values; `undefined` if it cannot be said. */
export function validityRule(
  what: string,
  columns: readonly string[],
  config: SodaConfig,
): RowRule | SetRule | undefined {
  const [column = ""] = columns;
  const missing = missingRules(column, config);
  if (missing === undefined) return undefined;
  if (what === "duplicate") return { kind: "unique", columns };
  if (what === "missing")
    return missing.length === 0
      ? { kind: "not-null", column }
      : { kind: "all-of", rules: [{ kind: "not-null", column }, ...missing] };
  const rules = validRules(column, config);
  const [first, ...others] = rules ?? [];
  if (rules === undefined || first === undefined) return undefined;
  if (others.length === 0 && missing.length === 0) return first;
  return { kind: "all-of", rules, ...(missing.length === 0 ? {} : { among: missing }) };
}
