import { scdApply } from "@dx/scd";
import type { Command } from "../command.ts";
import { answerLines } from "../json-lines.ts";
import { use } from "../parse-given.ts";

export const command: Command = {
  usage: "scd <action>",
  description: `The action apply makes histories (slowly changing dimensions) of changes, as loads into a table would. Each
line of the input is {"spec", "batches"}, each line of the output {"versions", "error"}, in the same order; error is
null, or says what is wrong with that line. Exit code 2 if a line has an error. No database is needed.`,
  examples: [
    "dx scd apply < requests.jsonl > answers.jsonl",
    `echo '{"spec": {"key": "id", "tracked": ["city"], "validFrom": "since", "validTo": "until", "source": {"kind": "delta", "sequence": "at"}}, "batches": [[{"id": 1, "city": "Ulm", "at": "2025-03-01"}]]}' | dx scd apply`,
  ],
  options: {},
  run: async ({ positionals: [action = ""] }, { terminal }) => {
    if (action !== "apply") throw use(`dx scd cannot ${action}`, "write dx scd apply");
    let hasFailed = false;
    const exit = await answerLines(
      (request) => {
        const { versions, error } = scdApply(request);
        hasFailed ||= error !== null;
        return { versions, error: error === null ? null : { ...error } };
      },
      { terminal, input: process.stdin },
    );
    return hasFailed ? 2 : exit;
  },
};
