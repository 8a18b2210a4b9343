import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { parse } from "yaml";
import { z } from "zod";

const require = createRequire(import.meta.url);
const options = {
  strict: false,
  validateFormats: false,
  multipleOfPrecision: 6,
  code: { optimize: false }, // each schema is used once: optimising costs more than it saves
} as const;

/** A document that its owner's schema does not take, and why. */
interface InvalidExport {
  readonly document: string;
  readonly reason: string;
}

/** What was looked at, and what is not valid. */
export interface ValidatedExports {
  /** How many documents, or parts with a schema of their own. */
  readonly validated: number;
  readonly invalid: readonly InvalidExport[];
  /** Why some were not looked at; `null` if all were. */
  readonly unknown: string | null;
}

/** The documents that a run hands over. */
export interface ExportedDocuments {
  readonly framework: "great_expectations" | "dbt" | "soda";
  readonly suites: readonly unknown[];
  /** ODCS, as YAML. */
  readonly contracts: readonly string[];
}

/** Holds documents against the schemas that their owners publish. Soda's has a licence that lets nobody hand it on. */
export function validateExports({
  framework,
  suites,
  contracts,
}: ExportedDocuments): ValidatedExports {
  const odcs = new Ajv2019(options).compile(schema("odcs-3.1.0"));
  const faults = contracts.map((text, index) =>
    faultOf(odcs, parse(text), `contract ${index + 1}`),
  );
  const own =
    framework === "great_expectations"
      ? suites.flatMap((suite) => expectationFaults(suite))
      : framework === "dbt"
        ? suites.flatMap((suite) => dbtFaults(suite))
        : [];
  const all = [...faults, ...own];
  return {
    validated: all.length,
    invalid: all.filter((one) => one !== null),
    unknown:
      framework === "soda"
        ? "Soda's schema of contracts is under a licence that lets nobody hand it on"
        : null,
  };
}

const jsonObject = z.record(z.string(), z.unknown());

function schema(name: string): Record<string, unknown> {
  const file: unknown = require(`@dx/quality/schema/${name}.json`);
  return jsonObject.parse(file);
}

function faultOf(
  validate: ValidateFunction,
  data: unknown,
  document: string,
): InvalidExport | null {
  return validate(data) ? null : { document, reason: JSON.stringify(validate.errors) };
}

const suiteOf = z.looseObject({
  name: z.string(),
  expectations: z.array(z.looseObject({ type: z.string(), kwargs: jsonObject })),
});

function expectationFaults(suite: unknown): readonly (InvalidExport | null)[] {
  const { name, expectations } = suiteOf.parse(suite);
  const { definitions, expectations: known } = schema("great-expectations-1.24.1");
  const schemas = jsonObject.parse(known);
  const ajv = new Ajv(options);
  const compiled = new Map<string, ValidateFunction>();
  return expectations.map(({ type, kwargs, ...rest }, index) => {
    const document = `${name}, expectation ${index + 1}`;
    const own = jsonObject.safeParse(schemas[type]);
    if (!own.success) return { document, reason: `no expectation is called ${type}` };
    const validate = compiled.get(type) ?? ajv.compile({ ...own.data, definitions });
    compiled.set(type, validate);
    return faultOf(validate, { ...kwargs, ...rest }, document);
  });
}

function dbtFaults(suite: unknown): readonly (InvalidExport | null)[] {
  const validate = new Ajv(options).compile(schema("dbt-core-1.12.6"));
  return Object.entries(jsonObject.parse(suite)).map(([name, text]) =>
    faultOf(validate, parse(String(text)), name),
  );
}
