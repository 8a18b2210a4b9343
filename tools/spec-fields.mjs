// The inputs and outputs of a process, read from the texts of the specification's items.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const spec = join(import.meta.dirname, "spec");
const json = (path) => JSON.parse(readFileSync(join(spec, path), "utf8"));

/** The number of each flow's process, by the flow's folder. */
export const processOf = json("flows.json");
const processes = new Map(json("processes.json").map((one) => [one.process, one]));

/** The title and the items of a flow's process. */
export function specOf(flow) {
  const found = processes.get(processOf[flow]);
  if (found === undefined)
    throw new Error(
      `${flow} is not in tools/spec/flows.json: ${Object.keys(processOf).join(", ")}`,
    );
  return found;
}

/** The fields of a process, each with its type: `kind` is `input` or `output`. */
export function fieldsOf(flow, kind) {
  const { process, items } = specOf(flow);
  const prefix = `${process}.${kind === "input" ? "in" : "out"}.`;
  const all = items.filter((item) => item.kind === kind);
  const parentOf = ({ id }) =>
    all
      .filter((one) => id.startsWith(`${one.id}.`))
      .toSorted((a, b) => b.id.length - a.id.length)[0]?.id;
  const below = (parent) =>
    all
      .filter((item) => parentOf(item) === parent)
      .map(({ id, text }) => ({
        name: id.slice(parent === undefined ? prefix.length : parent.length + 1),
        type: toType(text, below(id)),
      }));
  return below(undefined);
}

/** Reads a type as the specification writes it; `children` are the fields that follow below it. */
function toType(text, children) {
  if (children.length > 0) {
    const object = { kind: "object", fields: children };
    return text === "Array<" ? { kind: "array", of: object } : object;
  }
  const tokens = text.match(/'[^']*'|\w+|\[\]|[<>{}[\]|:,]/g) ?? [];
  const type = readUnion(tokens);
  if (tokens.length > 0) throw new Error(`not a type that is known: ${text}`);
  return type;
}

function take(tokens, wanted) {
  const token = tokens.shift();
  if (wanted !== undefined && token !== wanted)
    throw new Error(`${wanted} is missing before ${token} ${tokens.join(" ")}`);
  return token;
}

function readUnion(tokens) {
  const parts = [readSuffixed(tokens)];
  while (tokens[0] === "|") {
    take(tokens);
    parts.push(readSuffixed(tokens));
  }
  return parts.length === 1
    ? parts[0]
    : { kind: "literal", values: parts.flatMap(({ values }) => values) };
}

function readSuffixed(tokens) {
  let type = readPrimary(tokens);
  while (tokens[0] === "[]") {
    take(tokens);
    type = { kind: "array", of: type };
  }
  return type;
}

function readPrimary(tokens) {
  const token = take(tokens);
  if (["string", "number", "boolean"].includes(token)) return { kind: token };
  if (token === "object") return { kind: "json" };
  if (token.startsWith("'")) return { kind: "literal", values: [token.slice(1, -1)] };
  if (/^\d+$/.test(token)) return { kind: "literal", values: [Number(token)] };
  if (token === "Array" || token === "Map") return readGeneric(token, tokens);
  if (token === "{") return { kind: "object", fields: readFields(tokens) };
  if (token === "[") return { kind: "array", of: { kind: "literal", values: readList(tokens) } };
  throw new Error(`not a type that is known: ${token}`);
}

function readGeneric(name, tokens) {
  take(tokens, "<");
  if (name === "Map") {
    take(tokens, "string");
    take(tokens, ",");
  }
  const of = readUnion(tokens);
  take(tokens, ">");
  return { kind: name === "Map" ? "map" : "array", of };
}

function readFields(tokens) {
  const fields = [];
  do {
    const name = take(tokens);
    take(tokens, ":");
    fields.push({ name, type: readUnion(tokens) });
  } while (take(tokens) === ",");
  return fields;
}

function readList(tokens) {
  const values = [];
  do values.push(...readPrimary(tokens).values);
  while (take(tokens) === ",");
  return values;
}

const key = (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

/** A type as source of a zod schema. */
export function toZod(type) {
  switch (type.kind) {
    case "literal":
      return type.values.length === 1
        ? `z.literal(${JSON.stringify(type.values[0])})`
        : `z.enum(${JSON.stringify(type.values)})`;
    case "array":
      return `z.array(${toZod(type.of)})`;
    case "map":
      return `z.record(z.string(), ${toZod(type.of)})`;
    case "object":
      return `z.strictObject(${toZodFields(type.fields)})`;
    case "json":
      return "z.record(z.string(), z.json())";
    default:
      return `z.${type.kind}()`;
  }
}

/** Fields as source of the object that a zod object takes. */
export const toZodFields = (fields) =>
  `{ ${fields.map(({ name, type }) => `${key(name)}: ${toZod(type)}`).join(", ")} }`;

/** The smallest value of a type that a person would also write. */
export function toExample(type) {
  switch (type.kind) {
    case "literal":
      return type.values[0];
    case "array":
      return [toExample(type.of)];
    case "map":
      return { example: toExample(type.of) };
    case "object":
      return Object.fromEntries(type.fields.map((one) => [one.name, toExample(one.type)]));
    case "json":
      return { example: "example" };
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return "example";
  }
}

/** What is wrong with a JSON Schema that is to have these fields: names of fields that differ. */
export function compareFields(fields, schema, path = "") {
  return fields.flatMap(({ name, type }) => {
    const at = path === "" ? name : `${path}.${name}`;
    const found = schema.properties?.[name];
    return found === undefined ? [`${at} is missing`] : compareType(type, found, at);
  });
}

function compareType(type, schema, path) {
  const kinds = Array.isArray(schema.type) ? schema.type : []; // as of what may be null
  const each = kinds.map((kind) => Object.assign({}, schema, { type: kind }));
  const all = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...each];
  const wrong = [`${path} is not as specified: ${JSON.stringify(schema).slice(0, 200)}`];
  const best = (candidates, compare) => {
    const results = candidates.map((one) => compare(one));
    return results.find((one) => one.length === 0) ?? results[0] ?? wrong;
  };
  switch (type.kind) {
    case "literal": {
      const free = all.some((one) => one.type === typeof type.values[0] && !one.enum && !one.const);
      const values = new Set(all.flatMap((one) => one.enum ?? one.const ?? []));
      return free || type.values.every((one) => values.has(one)) ? [] : wrong;
    }
    case "array":
      return best(
        all.filter((one) => one.type === "array"),
        (one) => compareType(type.of, one.items ?? {}, `${path}[]`),
      );
    case "object":
      return best(
        all.filter((one) => one.type === "object"),
        (one) => compareFields(type.fields, one, path),
      );
    case "map":
    case "json":
      return all.some((one) => one.type === "object" || "$ref" in one) ? [] : wrong;
    case "number":
      return all.some((one) => one.type === "number" || one.type === "integer") ? [] : wrong;
    default:
      return all.some((one) => one.type === type.kind) ? [] : wrong;
  }
}
