import { renderReport, type Block } from "@dx/report";
import type { Flow } from "../define-flow.ts";
import { listArtefacts } from "./list-files.ts";
import type { Results } from "./write-results.ts";

/** The `index.html` of a run's folder. */
export async function writePage<Inputs, Outputs>(
  flow: Flow<Inputs, Outputs>,
  { inputs, outputs, evidence, run, out }: Results<Inputs, Outputs>,
): Promise<string> {
  const { databases } = run.tools;
  const shown = (await flow.report?.(inputs, outputs, { databases, evidence })) ?? [];
  const { engine } = databases.target;
  const { claims, sources } = evidence;
  const read = sources.map(({ name, location, fingerprint }) => ({ name, location, fingerprint }));
  const content: readonly Block[] = [
    { kind: "text", text: flow.description },
    ...shown,
    ...section("What was shown", claims.length, { kind: "claims", claims }),
    ...section("What was read", read.length, {
      kind: "table",
      caption: "Files, by the SHA-256 of their content",
      rows: read,
    }),
    ...section("What was made", 1, {
      kind: "files",
      files: [...listArtefacts(out), { path: "outputs.json" }, { path: "evidence.json" }],
    }),
  ];
  const { mask } = run;
  const blocks = mask === undefined ? content : content.map(mask.block);
  const subtitle = `${flow.name}, run ${run.name}, begun ${run.now}, on ${engine.name} ${engine.version}`;
  return renderReport({ title: flow.title, subtitle, blocks });
}

function section(text: string, count: number, block: Block): readonly Block[] {
  return count === 0 ? [] : [{ kind: "heading", text }, block];
}
