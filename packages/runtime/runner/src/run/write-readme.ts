import type { Evidence, EvidenceFile } from "@dx/core";
import type { Flow } from "../define-flow.ts";
import { listArtefacts } from "./list-files.ts";

/** The `README.md` of a run's folder: what was made, what was shown, and how to look again. */
export function writeReadme(
  flow: Pick<Flow, "name" | "title" | "description">,
  { evidence, out }: { readonly evidence: EvidenceFile; readonly out: string },
): string {
  const { holds, fails, unknown } = evidence.summary;
  const made = listArtefacts(out).map(
    ({ path, bytes }) => `- [${path}](${encodeURI(path)}) (${bytes} bytes)`,
  );
  const read = evidence.sources.map(
    ({ name, location, fingerprint }) => `- ${name}: \`${location}\`, SHA-256 \`${fingerprint}\``,
  );
  const order = { fails: 0, unknown: 1, holds: 2 };
  const claims = evidence.claims
    .toSorted((a, b) => order[a.verdict] - order[b.verdict])
    .map((one) => `- **${one.verdict}** \`${one.id}\`: ${one.statement}${because(one)}`);
  return [
    `# ${flow.title}`,
    flow.description,
    `Run \`${evidence.run}\` of \`${flow.name}\`: ${holds} hold, ${fails} fail, ${unknown} unknown.`,
    section("What was made", [
      ...made,
      "- [outputs.json](outputs.json)",
      "- [evidence.json](evidence.json): each claim with the SQL that was run",
    ]),
    section("What was shown", claims),
    section("What was read", read),
    section("How to look again", [
      "- Open [index.html](index.html) in a browser.",
      "- `dx verify .` checks each claim again, in the database of the run or in one named with `--db`.",
      "- `journal.jsonl` says what was done, in order, with its times, and what people answered.",
    ]),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `## ${title}\n\n${lines.join("\n")}`;
}

function because(one: Evidence): string {
  return one.verdict === "unknown" ? ` (${one.reason})` : "";
}
