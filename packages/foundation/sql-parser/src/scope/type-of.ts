import type { CallExpression, Expression } from "../ast/expression.ts";
import { dataOf, isRaw, listOf, textOf } from "../lower/raw.ts";
import { fieldsOf } from "./nested-type.ts";
import type { Binding, Bindings } from "./resolved.ts";

const booleans = new Set(
  `and or not eq neq lt lte gt gte is_null is_true is_false between in like i_like null_safe_eq null_safe_neq
  logical_and logical_or exists is starts_with similar_to reg_exp`.split(/\s+/),
);

const keeping = new Set([
  "min",
  "max",
  "first_value",
  "last_value",
  "nth_value",
  "lag",
  "lead",
  "any_value",
]);

/** The type of an expression where the text and the schema say it; `null` where only the engine could. */
export function typeOf(expression: Expression, bindings: Bindings): string | null {
  switch (expression.kind) {
    case "column": {
      const binding = bindings.columns.get(expression);
      return binding === undefined ? null : typeOfBinding(binding);
    }
    case "literal":
      return expression.type === "boolean" ? "boolean" : null;
    case "call":
      return typeOfCall(expression, bindings);
    case "subquery":
      if (expression.role === "exists") return "boolean";
      return bindings.queries.get(expression)?.outputs[0]?.type ?? null;
    case "star":
    case "lambda":
      return null;
  }
}

/** The type of what a name is; `null` where only the engine could say it. */
export function typeOfBinding(binding: Binding): string | null {
  switch (binding.kind) {
    case "column":
      return binding.column?.type ?? null;
    case "output":
      return binding.output.type;
    case "joined":
      return typeOfBinding(binding.of);
    case "merged": {
      const [first, ...rest] = binding.of.map(typeOfBinding);
      return first !== undefined && rest.every((type) => type === first) ? first : null;
    }
    case "field":
      return typeOfField(typeOfBinding(binding.of), binding.field.split("."));
    case "candidates":
    case "row":
    case "local":
    case "unknown":
      return null;
  }
}

/** `struct(1 as a, b)`, where all fields have names. */
function structOf(
  { node }: CallExpression,
  values: readonly Expression[],
  bindings: Bindings,
): string | null {
  const given = isRaw(node) ? listOf(node["args"]) : [];
  const fields = values.map((value, index) => {
    const alias = dataOf(given[index], "alias")?.["alias"];
    const own = value.kind === "column" ? value.parts.at(-1)?.name : undefined;
    const name = isRaw(alias) ? textOf(alias["name"]) : (own ?? "");
    return name === "" ? null : `\`${name}\` ${typeOf(value, bindings) ?? "unknown"}`;
  });
  return fields.length === 0 || fields.includes(null) ? null : `struct<${fields.join(", ")}>`;
}

function typeOfField(type: string | null, path: readonly string[]): string | null {
  let inner = type;
  for (const name of path)
    inner =
      fieldsOf(inner)?.find((one) => one.name.toLowerCase() === name.toLowerCase())?.type ?? null;
  return inner;
}

function typeOfCall(call: CallExpression, bindings: Bindings): string | null {
  if (call.name === "cast" || call.name === "try_cast") return call.type;
  if (booleans.has(call.name)) return "boolean";
  if (
    call.name === "count" ||
    call.name === "row_number" ||
    call.name === "rank" ||
    call.name === "dense_rank"
  )
    return "bigint";
  const values = call.arguments.filter(({ role }) => role === "value").map(({ value }) => value);
  if (call.name === "struct") return structOf(call, values, bindings);
  if (/^array(?:_func)?$/.test(call.name)) {
    const element = values[0] === undefined ? null : typeOf(values[0], bindings);
    return element === null ? null : `${element}[]`;
  }
  const [first] = values;
  if (first !== undefined && keeping.has(call.name)) return typeOf(first, bindings);
  return null;
}
