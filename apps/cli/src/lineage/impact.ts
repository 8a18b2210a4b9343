import { describeChange, impactOf, type SchemaChange } from "@dx/lineage";
import { loadParser } from "@dx/sql-parser";
import type { Command } from "../command.ts";
import { use } from "../parse-given.ts";
import { showError } from "../terminal/show-error.ts";
import { isWrongFile } from "./read-file.ts";
import { readSources } from "./read-sources.ts";

/** `dx lineage impact`. */
export const impactAction: Command["run"] = async (given, { terminal }) => {
  const text = given.text("change");
  if (text === undefined) throw use("--change is missing", 'write --change "drop orders.price"');
  const change = readChange(text);
  try {
    const { sources } = readSources(given);
    const { statements } = impactOf(await loadParser(), sources, change);
    const counts = { broken: 0, affected: 0, safe: 0 };
    for (const { verdict, script, target, reasons } of statements) {
      counts[verdict] += 1;
      if (verdict === "safe") continue;
      const shown = reasons.map(({ message, span: { line, column } }) => ({
        message,
        line,
        column,
      }));
      terminal.line(JSON.stringify({ verdict, script, target, reasons: shown }));
    }
    if (!terminal.json)
      terminal.note(
        `${describeChange(change)}: ${counts.broken} broken, ${counts.affected} affected, ${counts.safe} safe`,
      );
    return counts.broken > 0 ? 1 : 0;
  } catch (error) {
    if (isWrongFile(error)) return showError(error, terminal, 2);
    throw error;
  }
};

const forms: readonly (readonly [RegExp, (...found: readonly string[]) => SchemaChange])[] = [
  [/^drop table (\S+)$/, (table = "") => ({ kind: "drop-table", table })],
  [/^drop (\S+)\.(\S+)$/, (table = "", column = "") => ({ kind: "drop-column", table, column })],
  [
    /^rename (\S+)\.(\S+) to (\S+)$/,
    (table = "", column = "", to = "") => ({ kind: "rename-column", table, column, to }),
  ],
  [
    /^add (\S+)\.(\S+) (.+)$/,
    (table = "", column = "", type = "") => ({ kind: "add-column", table, column, type }),
  ],
  [
    /^make (\S+)\.(\S+) (.+)$/,
    (table = "", column = "", type = "") => ({ kind: "change-type", table, column, type }),
  ],
];

function readChange(text: string): SchemaChange {
  for (const [form, make] of forms) {
    const found = form.exec(text.trim());
    if (found !== null) return make(...found.slice(1));
  }
  throw use(
    `${JSON.stringify(text)} is no change`,
    'write "drop t.c", "rename t.c to d", "add t.c type", "make t.c type" or a table as a whole: drop table t',
  );
}
