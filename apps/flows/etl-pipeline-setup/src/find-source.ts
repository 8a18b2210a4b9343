import { DxError, nearest } from "@dx/core";
import type { Inputs } from "./inputs.ts";

/**
 * One of the inputs' sources.
 * @throws DxError `DX_FLOW_SOURCE` if none is called so
 */
export function findSource({ sources }: Inputs, name: string): Inputs["sources"][number] {
  const found = sources.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = sources.map((one) => one.name);
  const near = nearest(name, names);
  throw new DxError("DX_FLOW_SOURCE", `no source is called ${name}`, {
    path: ["sources"],
    hint: near === undefined ? `there are ${names.join(", ")}` : `did you mean ${near}?`,
  });
}
