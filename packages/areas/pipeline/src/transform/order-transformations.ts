import { DxError, nearest } from "@dx/core";
import { referencesOf } from "./transformation-sql.ts";
import type { Transformation } from "./transformation.ts";

const layers = ["staging", "intermediate", "marts"];

/**
 * Transformations in an order in which each comes after what it is made from; else in the order of their layers.
 * @param sources - what there is besides
 * @throws DxError `DX_PIPELINE_TRANSFORMATION` for a name that is not known or twice there, for a later layer that an
 * earlier one is made from, and for a circle
 */
export function orderTransformations(
  all: readonly Transformation[],
  sources: readonly string[],
): readonly Transformation[] {
  const names = [...sources, ...all.map(({ name }) => name)];
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) wrong(`two things are called ${twice}`, twice, "give one another name");
  for (const one of all)
    for (const name of referencesOf(one)) {
      if (!names.includes(name))
        wrong(
          `${one.name} is made from ${name}, which is not there`,
          one.name,
          `did you mean ${nearest(name, names) ?? names.join(", ")}?`,
        );
      const layer = all.find((other) => other.name === name)?.layer;
      if (layer !== undefined && layers.indexOf(layer) > layers.indexOf(one.layer))
        wrong(
          `${one.name}, of ${one.layer}, is made from ${name}, of ${layer}`,
          one.name,
          "later layers are made from earlier ones",
        );
    }
  const done = new Set(sources);
  let left = all.toSorted((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer));
  const ordered: Transformation[] = [];
  while (left.length > 0) {
    const next = left.find((one) => referencesOf(one).every((name) => done.has(name)));
    if (next === undefined)
      return wrong(
        `${left.map(({ name }) => name).join(", ")} are made from each other`,
        left[0]?.name ?? "",
        "break the circle",
      );
    ordered.push(next);
    done.add(next.name);
    left = left.filter((one) => one !== next);
  }
  return ordered;
}

function wrong(message: string, name: string, hint: string): never {
  throw new DxError("DX_PIPELINE_TRANSFORMATION", message, { path: [name], hint });
}
