import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";

const read = (name: string): Record<string, Record<string, object>> =>
  JSON.parse(readFileSync(join(import.meta.dirname, "..", "schema", `${name}.json`), "utf8"));

const options = {
  strict: false,
  validateFormats: false,
  allErrors: false,
  multipleOfPrecision: 6,
  code: { optimize: false }, // compiled once or twice: optimising costs more than it saves
} as const;

/** What a published schema says against data; empty if nothing. */
function complaints(validate: ValidateFunction, data: unknown): string {
  return validate(data) ? "" : JSON.stringify(validate.errors);
}

/** What GX's schema of an expectation says against it. */
export function gxComplaints(): (
  expectation: { readonly type: string; readonly kwargs: object } & object,
) => string {
  const { definitions, expectations } = read("great-expectations-1.24.1");
  const compiled = new Map<string, ValidateFunction>();
  const ajv = new Ajv(options);
  return ({ type, kwargs, ...rest }) => {
    const schema: object | undefined = expectations?.[type];
    if (schema === undefined) return `no expectation is called ${type}`;
    const validate = compiled.get(type) ?? ajv.compile({ ...schema, definitions });
    compiled.set(type, validate);
    return complaints(validate, { ...kwargs, ...rest });
  };
}

/** What dbt's schema of properties says against a file. */
export function dbtComplaints(): (file: unknown) => string {
  const validate = new Ajv(options).compile(read("dbt-core-1.12.6"));
  return (file) => complaints(validate, file);
}

/** What the schema of ODCS 3.1.0 says against a contract. */
export function odcsComplaints(): (contract: unknown) => string {
  const validate = new Ajv2019(options).compile(read("odcs-3.1.0"));
  return (contract) => complaints(validate, contract);
}
