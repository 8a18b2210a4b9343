import { readFileSync } from "node:fs";
import { DxError, nearest, messageOf } from "@dx/core";
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";

type Path = readonly (string | number)[];

interface Fault {
  readonly line: number;
  readonly path: Path;
  readonly message: string;
}

/**
 * Reads a flow's inputs from a YAML or JSON file.
 * @throws DxError `DX_RUNNER_INPUTS` with the lines of all fields that are wrong, and the path of the first;
 * `DX_RUNNER_FILE` if the file cannot be read
 */
export function readInputs<Inputs>(schema: z.ZodType<Inputs>, file: string): Inputs {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map(({ pos, message }): Fault => ({
    line: lines.linePos(pos[0]).line,
    path: [],
    message,
  }));
  if (broken.length > 0) throw refused(file, broken);
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const faults = result.error.issues.flatMap((issue): readonly Fault[] => {
    const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
    if (issue.code !== "unrecognized_keys")
      return [
        { line: lineAt(findOffset(document, path)), path, message: sayWhat(issue, document, path) },
      ];
    return issue.keys.map((key) => ({
      line: lineAt(findKeyOffset(document, path, key)),
      path: [...path, key],
      message: `unknown field${suggest(key, fieldsAt(schema, path))}`,
    }));
  });
  throw refused(file, faults);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = messageOf(error);
    throw new DxError("DX_RUNNER_FILE", `the inputs cannot be read: ${reason}`, {
      path: [file],
      hint: "name a YAML or JSON file",
      cause: error,
    });
  }
}

function refused(file: string, faults: readonly Fault[]): DxError {
  const sorted = faults.toSorted((a, b) => a.line - b.line);
  const text = sorted.map(({ line, path, message }) => {
    const where = path.length === 0 ? "" : `${path.join(".")}: `;
    return `${file}:${line}: ${where}${message}`;
  });
  return new DxError("DX_RUNNER_INPUTS", text.join("\n"), {
    path: sorted[0]?.path ?? [],
    hint: "dx describe <flow> says what the flow takes",
  });
}

function sayWhat(issue: z.core.$ZodIssue, document: Document, path: Path): string {
  const isMissing = path.length > 0 && !document.hasIn(path);
  return isMissing ? `is missing: ${issue.message}` : issue.message;
}

function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `; there are ${known.join(", ")}` : `: did you mean ${near}?`;
}

/** The names of the fields that an object of the inputs may have. */
function fieldsAt(schema: z.ZodType, path: Path): readonly string[] {
  const options = { io: "input", unrepresentable: "any" } as const;
  let here: readonly z.core.JSONSchema.BaseSchema[] = [z.toJSONSchema(schema, options)];
  for (const part of path)
    here = here.flatMap(alternatives).flatMap((one) => {
      const next = typeof part === "number" ? one.items : one.properties?.[part];
      return typeof next === "object" && !Array.isArray(next) ? [next] : [];
    });
  return here.flatMap(alternatives).flatMap((one) => Object.keys(one.properties ?? {}));
}

function alternatives(
  schema: z.core.JSONSchema.BaseSchema,
): readonly z.core.JSONSchema.BaseSchema[] {
  return [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
}

/** Where a field stands; where it is missing, what it is missing in. */
function findOffset(document: Document, path: Path): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node)) return node.range?.[0] ?? 0;
  return path.length === 0 ? 0 : findOffset(document, path.slice(0, -1));
}

function findKeyOffset(document: Document, path: Path, key: string): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(node)
    ? node.items.find((one) => isScalar(one.key) && one.key.value === key)
    : undefined;
  return isScalar(pair?.key) ? (pair.key.range?.[0] ?? 0) : findOffset(document, path);
}
