import { nearest } from "@dx/core";
import type { Flow } from "@dx/runner";
import type { Flows } from "./command.ts";
import { use } from "./parse-given.ts";

/** Loads a flow. @throws DxError `DX_CLI_USE` with the nearest name if there is none */
export async function findFlow(name: string, flows: Flows): Promise<Flow> {
  const load = Object.hasOwn(flows, name) ? flows[name] : undefined;
  if (load !== undefined) return (await load()).flow;
  const near = nearest(name, Object.keys(flows));
  throw use(
    `no flow is called ${name}`,
    near === undefined ? `there are ${Object.keys(flows).join(", ")}` : `did you mean ${near}?`,
  );
}
