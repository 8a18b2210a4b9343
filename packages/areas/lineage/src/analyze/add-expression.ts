import {
  formOf,
  isMaskingCall,
  type Argument,
  type CallExpression,
  type Expression,
} from "@dx/sql-parser";
import type { EdgeKind } from "../statement-lineage.ts";
import {
  composeSteps,
  createInfluences,
  fieldOf,
  identity,
  type Influences,
  type Step,
} from "./influence.ts";
import type { Tracer } from "./tracer.ts";

/** An expression, how it is used, and where its influences go. */
export interface Used {
  readonly expression: Expression;
  readonly step: Step;
  readonly into: Influences;
}

/** Adds what an expression comes from. */
export function addExpression({ expression, step, into }: Used, tracer: Tracer): void {
  switch (expression.kind) {
    case "column": {
      const binding = tracer.statement.columns.get(expression);
      if (binding !== undefined) into.addThrough(step, tracer.ofBinding(binding, expression.span));
      return;
    }
    case "call":
      addCall(expression, { step, into }, tracer);
      return;
    case "lambda":
      addExpression({ expression: expression.body, step, into }, tracer);
      return;
    case "subquery": {
      const query = tracer.statement.queries.get(expression);
      if (query === undefined) return;
      if (expression.role === "value")
        for (const output of query.outputs) into.addThrough(step, tracer.ofOutput(output));
      into.addThrough(step, tracer.rowsOf(query));
      return;
    }
    case "star":
      for (const output of tracer.statement.stars.get(expression) ?? [])
        into.addThrough(step, tracer.ofOutput(output));
      return;
    case "literal":
  }
}

type Context = Pick<Used, "step" | "into">;

function addCall(call: CallExpression, { step, into }: Context, tracer: Tracer): void {
  if (call.field !== null) {
    addField(call, { field: call.field, step, into }, tracer);
    return;
  }
  const own: Step = { kind: kindOfCall(call), isMasking: isMaskingCall(call.name) };
  const values = call.arguments.filter(({ role }) => role === "value");
  const add = ({ value }: Argument, kind: EdgeKind | null): void => {
    const through = kind === null ? own : { kind, isMasking: false };
    addExpression({ expression: value, step: composeSteps(step, through), into }, tracer);
  };
  for (const argument of call.arguments) add(argument, kindOfRole(argument, call));
  if (call.name === "coalesce")
    for (const tested of values.slice(0, -1)) add(tested, "conditional");
}

/** A field taken out of a value. */
function addField(
  call: CallExpression,
  { field, step, into }: Context & { readonly field: string },
  tracer: Tracer,
): void {
  const inner = createInfluences();
  for (const { value } of call.arguments)
    addExpression({ expression: value, step: identity, into: inner }, tracer);
  into.addThrough(step, fieldOf(inner.list(), field));
}

function kindOfCall({ form, name }: CallExpression): EdgeKind {
  const isAggregate = form === "aggregate" || (form === "window" && formOf(name) === "aggregate");
  return isAggregate ? "aggregation" : "transformation";
}

/** `null` for values. */
function kindOfRole({ role }: Argument, { form }: CallExpression): EdgeKind | null {
  switch (role) {
    case "value":
      return null;
    case "condition":
      return "conditional";
    case "filter":
      return "filter";
    case "partition":
      return "window";
    case "order":
      return form === "window" ? "window" : "sort";
  }
}
