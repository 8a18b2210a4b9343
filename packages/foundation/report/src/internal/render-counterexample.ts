import type { TextValue } from "@dx/core";
import type { Cell } from "../report.ts";
import { toGrid } from "./grid.ts";
import { textElement } from "./html.ts";
import { renderGrid } from "./render-grid.ts";

type Row = Readonly<Record<string, Cell>>;

const caption = "Counterexample";

/** The case against a claim: as a table where it is rows, else as JSON. */
export function renderCounterexample(value: unknown): string {
  const rows = toRows(value);
  if (rows !== undefined) return renderGrid(toGrid(rows, 10), caption);
  return `${textElement("p", { class: "label" }, caption)}${textElement("pre", {}, JSON.stringify(value, undefined, 2))}`;
}

function toRows(value: unknown): readonly Row[] | undefined {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRow) ? value : undefined;
  if (isRow(value)) return [value];
  if (!isObject(value)) return undefined;
  const sides = Object.entries(value);
  if (!sides.every(([, side]) => side === null || isRow(side))) return undefined;
  return sides.flatMap(([name, side]) => (isRow(side) ? [{ "(side)": name, ...side }] : []));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRow(value: unknown): value is Row {
  if (!isObject(value)) return false;
  const cells = Object.values(value);
  return cells.length > 0 && cells.every(isCell) && cells.some((cell) => cell !== null);
}

function isCell(value: unknown): value is Cell {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return true;
  return isTextValue(value);
}

function isTextValue(value: unknown): value is TextValue {
  return (
    isObject(value) &&
    Object.keys(value).length === 2 &&
    typeof value["type"] === "string" &&
    (value["value"] === null || typeof value["value"] === "string")
  );
}
