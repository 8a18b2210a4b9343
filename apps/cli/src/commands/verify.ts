import { openAddresses, readAddresses, readRun, verifyRun } from "@dx/runner";
import type { Command } from "../command.ts";
import { findFlow } from "../find-flow.ts";
import { hush } from "../terminal/hush.ts";
import { givenOrRecorded } from "../run/given-or-recorded.ts";

export const command: Command = {
  usage: "verify <folder>",
  description: `Checks each claim of a run's evidence again, in the target of the run or in another one. A claim is
confirmed, refuted, not repeatable, or its source has changed. Exit code 1 if one is refuted.`,
  examples: ["dx verify my-run", "dx verify my-run --db target=env:DATABASE_URL"],
  options: {
    db: {
      type: "string",
      multiple: true,
      value: "[NAME=]URL",
      help: "the database to check in; without it, that of the run",
    },
  },
  run: async (given, { terminal: shown, flows }) => {
    const [out = ""] = given.positionals;
    const { flow: name, databases } = readRun(out);
    const { checks } = await findFlow(name, flows);
    const { env } = process;
    const addressed = givenOrRecorded(given.texts("db"), databases);
    const { urls, secrets } = readAddresses(addressed, { env, out });
    return hush(secrets, shown, async (terminal) => {
      const opened = await openAddresses(
        { urls: { target: urls["target"] ?? "" } },
        { missing: "refused", readOnly: true },
      );
      const database = opened.databases.target;
      const { claims, sources, summary } = await verifyRun(out, {
        database,
        ...(checks === undefined ? {} : { checks }),
      }).finally(async () => opened.close());
      const exit = summary.refuted > 0 ? 1 : 0;
      const changed = sources.filter(({ now }) => now !== "the same");
      const others = claims.filter(({ now }) => now !== "confirmed");
      terminal.answer({
        exit,
        summary,
        claims: others.map(({ id, was, now, reason, evidence }) => {
          const example = evidence?.verdict === "fails" ? (evidence.counterexample ?? null) : null;
          return { id, was, now, reason: reason ?? null, example };
        }),
        sources: changed.map((one) => ({ name: one.name, now: one.now })),
      });
      for (const { now, statement, reason } of claims)
        terminal.say(
          `${now.padEnd(15)}${statement}${reason === undefined ? "" : `\n               ${reason}`}`,
        );
      for (const one of changed)
        terminal.say(`${one.now.padEnd(15)}the file ${one.name}, ${one.location}`);
      const ids = (now: string): string => {
        const found = claims.filter((one) => one.now === now).map(({ id }) => id);
        return `${found.length} ${now}${found.length === 0 || now === "confirmed" ? "" : ` (${found.join(", ")})`}`;
      };
      terminal.say(
        ["confirmed", "refuted", "source changed", "not repeatable"].map(ids).join(", "),
      );
      return exit;
    });
  },
};
