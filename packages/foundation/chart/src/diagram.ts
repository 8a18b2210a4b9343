import { DxError } from "@dx/core";
import type { Chart, ChartOptions } from "./chart.ts";
import { createChart, describe, titleHeight, widthOf } from "./internal/create-chart.ts";
import { boxSize, drawArrow, drawBox } from "./internal/draw-diagram.ts";
import { placeBoxes } from "./internal/place-boxes.ts";

/** A line in a box. */
export interface DiagramField {
  /** Its name. */
  readonly name: string;
  /** What it holds. */
  readonly type?: string;
  /** Whether it tells rows apart; marked with a sign. */
  readonly key?: boolean;
}

/** A box: a table, a task. */
export interface DiagramNode {
  /** What edges call it. */
  readonly id: string;
  /** Its heading; the id, if not given. */
  readonly label?: string;
  /** What it is, such as `fact` or `dimension`; written above the heading. Equal groups have equal colours. */
  readonly group?: string;
  /** What it holds; text is a name. */
  readonly fields?: readonly (string | DiagramField)[];
}

/** An arrow. */
export interface DiagramEdge {
  /** The id of the node it begins at. */
  readonly from: string;
  /** The id of the node it points to. */
  readonly to: string;
  /** Written beside it. */
  readonly label?: string;
}

/** Boxes and arrows. */
export interface DiagramGraph {
  /** Ids are unique. */
  readonly nodes: readonly DiagramNode[];
  /** Cycles and loops are allowed. */
  readonly edges: readonly DiagramEdge[];
}

/**
 * A picture of boxes and arrows from left to right, such as a star schema or the tasks of a pipeline.
 * It is as wide as it must be, at least as the options say.
 * @throws DxError `DX_CHART_NODE` if an id is there twice, `DX_CHART_EDGE` if an edge names no node,
 * `DX_CHART_TITLE`, `DX_CHART_SIZE`
 * @example
 * ```ts
 * import { diagram } from "@dx/chart";
 * const nodes = [
 *   { id: "orders", fields: ["customer_key", "amount"] },
 *   { id: "customer", fields: [{ name: "customer_key", key: true }] },
 * ];
 * const chart = diagram({ nodes, edges: [{ from: "orders", to: "customer" }] }, { title: "Sales" });
 * if (!chart.description.includes("orders to customer")) throw new Error();
 * ```
 * @see Sugiyama, Tagawa and Toda (1981) for the layout in layers
 */
export function diagram({ nodes, edges }: DiagramGraph, options: ChartOptions): Chart {
  const numbers = new Map<string, number>();
  for (const [index, { id }] of nodes.entries()) {
    if (numbers.has(id))
      throw new DxError("DX_CHART_NODE", `there are two nodes ${id}`, {
        path: ["nodes", index, "id"],
        hint: "give each node an id of its own",
      });
    numbers.set(id, index);
  }
  const arrows = edges.map(({ from, to }, index) => ({
    from: numberOf(from, numbers, ["edges", index, "from"]),
    to: numberOf(to, numbers, ["edges", index, "to"]),
  }));
  const placed = placeBoxes(nodes.map(boxSize), arrows, titleHeight + 8);
  const groups = [...new Set(nodes.flatMap(({ group }) => group ?? []))];
  const boxes = nodes.flatMap((node, index) => {
    const box = placed.boxes[index];
    return box === undefined ? [] : [drawBox(node, box, groups)];
  });
  const drawn = edges.map(({ label }, index) =>
    drawArrow(placed.stops[index] ?? [], label ?? "", placed.reversed[index] === 1),
  );
  const edgeTexts = edges.map(
    ({ from, to, label }) => `${from} to ${to}${label === undefined ? "" : ` (${label})`}`,
  );
  const width = Math.max(widthOf(options), placed.width + 40);
  return createChart({
    options,
    description: describe(`Diagram of ${nodes.length} boxes and ${edges.length} arrows.`, [
      ...nodes.map(nodeText),
      ...edgeTexts.map((text) => `Arrow from ${text}.`),
    ]),
    size: { width, height: Math.max(placed.height, titleHeight) + 22 },
    marks: [...drawn.map(({ line }) => line), ...boxes, ...drawn.map(({ text }) => text)],
  });
}

function numberOf(
  id: string,
  numbers: ReadonlyMap<string, number>,
  path: readonly (string | number)[],
): number {
  const number = numbers.get(id);
  if (number !== undefined) return number;
  throw new DxError("DX_CHART_EDGE", `no node has the id ${id}`, {
    path,
    hint: `give one of: ${[...numbers.keys()].slice(0, 10).join(", ")}`,
  });
}

function nodeText({ id, label = id, group, fields = [] }: DiagramNode): string {
  const names = fields.map((field) => (typeof field === "string" ? field : field.name));
  const what = group === undefined ? label : `${label}, ${group}`;
  return names.length === 0 ? `${what}.` : `${what}: ${names.join(", ")}.`;
}
