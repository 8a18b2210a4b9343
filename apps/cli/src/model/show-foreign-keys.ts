import { foreignKeys, type ForeignKeyCandidate } from "@dx/dimensional";
import { profileSampled } from "./profile-sampled.ts";
import type { Shown } from "./shown.ts";

/** Finds which columns name rows of other tables: all candidates as JSON, for people those that are accepted. */
export async function showForeignKeys({
  database,
  tables,
  options,
  signal,
  terminal,
}: Shown): Promise<void> {
  const { isJson } = options;
  const profiles = await profileSampled({ database, tables, options, signal });
  const candidates = await database.run(foreignKeys(profiles), { signal });
  if (isJson) for (const one of candidates) terminal.line(JSON.stringify(one));
  else {
    const accepted = candidates.filter((one) => one.accepted);
    for (const one of accepted) terminal.say(tell(one));
    const rest = candidates.length - accepted.length;
    terminal.say(
      `${accepted.length} references; ${rest} candidates were rejected (--jsonl says why)`,
    );
  }
}

function tell(one: ForeignKeyCandidate): string {
  const { child, childColumns, parent, parentColumns, when, probability, coverage, reasons } = one;
  const rows = when === undefined ? "" : ` where ${when.column} is ${when.value}`;
  const sides = `${child}(${childColumns.join(", ")})${rows} names ${parent}(${parentColumns.join(", ")})`;
  const shares = `likely ${Math.round(probability * 100)} %, covered ${Math.floor(coverage * 1000) / 10} %`;
  return [`${sides}: ${shares}`, ...reasons.map((reason) => `  ${reason}`)].join("\n");
}
