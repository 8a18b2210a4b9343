import { dirname } from "node:path";
import type { Dag } from "../src/index.ts";
import { diamond, note } from "../test/sample-dags.ts";
import type { Asked } from "./run-orchestrator.ts";

const manual = { kind: "manual" } as const;

/** Text that shells, templates and formats would change. */
const oddTexts: readonly string[] = [
  `it's "x" $HOME $(id) \`id\` * ; | > \\ {{ ds }} {x} %s %(y)s`,
  "two\nlines\tünï 👩‍👩‍👧 \u202E",
  "",
  "{% raw %}",
  "script.sh",
];

/** One task that succeeds only if arguments, a variable and the folder have come through unchanged. */
function oddDag(log: string): Dag {
  const check = `
    const { appendFileSync, realpathSync } = require("fs");
    const is = JSON.stringify(process.argv.slice(1)) === ${JSON.stringify(JSON.stringify(oddTexts))}
      && process.env.INNER === "s3cr3t" && process.cwd() === realpathSync(${JSON.stringify(dirname(log))});
    appendFileSync(${JSON.stringify(log)}, is ? "odd\\nodd ok\\n" : "odd\\n");
    process.exit(is ? 0 : 1)`;
  const argv = [process.execPath, "-e", check, "--", ...oddTexts];
  const run = { argv, env: { INNER: "OUTER_SECRET" }, folder: dirname(log) };
  return { name: "odd", schedule: manual, tasks: [{ id: "odd", title: oddTexts[0] ?? "", run }] };
}

/** A try that would never end and starts another program, beside a wait that is over at its second look. */
function lateDag(log: string): Dag {
  const forever = `setInterval(() => 0, 1000)`;
  const late = `require("fs").appendFileSync(${JSON.stringify(log)}, "late\\n");
    require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(forever)}, "--", ${JSON.stringify(log)}]);
    ${forever}`;
  return {
    name: "late",
    schedule: manual,
    tasks: [
      {
        id: "late",
        run: { argv: [process.execPath, "-e", late, "--", log] },
        retries: 1,
        timeoutSeconds: 2,
      },
      {
        id: "wait",
        run: { command: note(log, "wait", { failures: 1 }), everySeconds: 1, timeoutSeconds: 60 },
      },
      { id: "then", run: note(log, "then"), after: ["wait"] },
    ],
  };
}

/** A last task that ends well after a failure. */
export function cleanUpDag(log: string): Dag {
  return {
    name: "clean_up",
    schedule: manual,
    tasks: [
      { id: "bad", run: note(log, "bad", { failures: 9 }) },
      { id: "tidy", run: note(log, "tidy"), after: ["bad"], trigger: "all-done" },
    ],
  };
}

const told =
  (failures: number) =>
  (log: string): Dag =>
    Object.assign(diamond(log, failures), { onFailure: note(log, "told") });

const times = (cron: string, since: string, timeZone = "Europe/Berlin"): Asked => ({
  dag: () => ({
    name: "times",
    schedule: { kind: "cron", cron, timeZone },
    tasks: [{ id: "a", run: { argv: ["true"] } }],
  }),
  times: { since: since.includes("T") ? since : `${since}T12:00:01+00:00`, count: 5 },
});

/** Schedules whose times no clock skips or doubles. */
export const plainTimes: Readonly<Record<string, Asked>> = {
  weekdays: times("30 6 * * 1-5", "2026-03-27"),
  eitherDay: times("30 6 1 * 1", "2026-05-24"),
  steps: times("5-59/15 8-18/5 * jan-mar *", "2026-05-24"),
  leapDay: times("0 12 29 2 *", "2026-05-24", "America/New_York"),
  sunday: times("0 23 * * 7", "2026-10-23", "Asia/Kolkata"),
  quarterHours: times("*/15 * * * *", "2026-03-28", "Australia/Lord_Howe"),
};

/** Schedules in the night of a change of the clock; what comes of them is in the README. */
export const changedTimes: Readonly<Record<string, Asked>> = {
  missing: times("30 2 * * *", "2026-03-28"),
  missingTwo: times("0,30 2 * * *", "2026-03-28"),
  doubled: times("30 2 * * *", "2026-10-24"),
  doubledTwo: times("0,30 2 * * *", "2026-10-24"),
  doubledHourly: times("0 * * * *", "2026-10-24T22:30:00+00:00"),
};

/** What all orchestrators are asked alike. */
export const common: Readonly<Record<string, Asked>> = {
  works: { dag: (log) => diamond(log), run: true },
  fails: { dag: told(3), run: true },
  toldOnly: { dag: told(2), run: true },
  odd: { dag: oddDag, run: true },
  late: { dag: lateDag, run: true },
  badCron: {
    dag: (log) => diamond(log),
    damage: (text) => text.replace("30 6 * * 1-5", "61 6 * * 1-5"),
  },
  badImport: {
    dag: (log) => diamond(log),
    damage: (text) => text.replace(/^import subprocess$/m, "import subproces"),
  },
  badSyntax: {
    dag: (log) => diamond(log),
    damage: (text) => text.replace("def end(", "def end(("),
  },
};
