import { foreignKeys, isJoinable, lintModel } from "@dx/dimensional";
import { profileSampled } from "./profile-sampled.ts";
import type { Shown } from "./shown.ts";

/**
 * Looks at a star for breaches of rules, by references that are declared and those that are found.
 * @returns whether a breach makes answers wrong
 */
export async function showLint({
  database,
  tables,
  options,
  signal,
  terminal,
}: Shown): Promise<boolean> {
  const { isJson } = options;
  const profiles = await profileSampled({ database, tables, options, signal });
  const candidates = await database.run(foreignKeys(profiles), { signal });
  const references = candidates.filter(isJoinable);
  const findings = await database.run(lintModel(tables, { references }), { signal });
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (isJson) for (const one of findings) terminal.line(JSON.stringify(one));
  else {
    for (const { code, severity, message } of findings)
      terminal.say(`${severity} ${code}: ${message}`);
    terminal.say(
      `${errors} errors, ${findings.length - errors} warnings in ${tables.length} tables`,
    );
  }
  return errors > 0;
}
