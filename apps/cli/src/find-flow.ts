import { nearest } from "@dx/core";
import { flows } from "@dx/flows";
import type { Flow } from "@dx/runner";
import { use } from "./parse-given.ts";

/** Loads a flow. @throws DxError `DX_CLI_USE` with the nearest name if there is none */
export async function findFlow(name: string): Promise<Flow> {
  const load = Object.hasOwn(flows, name) ? flows[name] : undefined;
  if (load !== undefined) return (await load()).flow;
  const near = nearest(name, Object.keys(flows));
  throw use(
    `no flow is called ${name}`,
    near === undefined ? `there are ${Object.keys(flows).join(", ")}` : `did you mean ${near}?`,
  );
}
