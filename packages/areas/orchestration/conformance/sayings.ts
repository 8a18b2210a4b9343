import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import type { TestContext } from "vitest";
import type { Dag, TriggerRule } from "../src/index.ts";
import { randomDag } from "../test/random-dags.ts";
import { diamond, note, rulesDag } from "../test/sample-dags.ts";
import { changedTimes, cleanUpDag, common, plainTimes } from "./cases.ts";
import {
  askOrchestrator,
  tryInstall,
  type Answer,
  type Asked,
  type Orchestrator,
} from "./run-orchestrator.ts";
import { targets } from "./targets.ts";

const extractLoad = (log: string): Dag => ({
  name: "other",
  schedule: { kind: "cron", cron: "0 0 * * *", timeZone: "Europe/Berlin" },
  startDate: "2026-05-01",
  tasks: [{ id: "extract", run: note(log, "extract") }],
});

/** A random DAG, which of its tasks fail, and how it is asked for. */
interface Random {
  readonly random: Dag;
  readonly failing: ReadonlySet<string>;
  readonly asked: Asked;
}

/** Random DAGs with those rules only, some of whose tasks fail in all their tries. */
function randomsOf(rules: readonly TriggerRule[]): readonly Random[] {
  return fc.sample(randomDag, budget(4)).map(({ dag, failing }, index) => {
    const known = dag.tasks.map((task) =>
      Object.assign({}, task, {
        trigger: rules.includes(task.trigger ?? "all-success") ? task.trigger : "all-success",
      }),
    );
    const random = { ...dag, name: `random_${index}`, tasks: known };
    const asked: Asked = {
      run: true,
      dag: (log) => ({
        ...random,
        tasks: known.map((task) =>
          Object.assign({}, task, {
            run: note(log, task.id, { failures: failing.has(task.id) ? 9 : 0 }),
          }),
        ),
      }),
    };
    return { random, failing, asked };
  });
}

/** What an orchestrator said of all that it was asked. */
export interface Said {
  /** Its answer to one of the questions. */
  readonly answerTo: (key: string) => Answer;
  /** The random DAGs, answered as `random0` and so on. */
  readonly randoms: readonly Random[];
}

const said = new Map<Orchestrator, Said>();

/** Asks an orchestrator all there is to ask, once; skips the test where it is not there. */
export function sayingsOf(name: Orchestrator, context: TestContext): Said {
  const { bin, missing } = tryInstall(name);
  if (bin === undefined) return context.skip(missing);
  const known = said.get(name) ?? askAll(name, bin);
  said.set(name, known);
  return known;
}

const sample = (log: string): Dag => diamond(log);

function askAll(name: Orchestrator, bin: string): Said {
  const { write, rules, damages } = targets[name];
  const randoms = randomsOf(rules);
  const asked: Readonly<Record<string, Asked>> = {
    ...common,
    ...plainTimes,
    ...changedTimes,
    rules: { dag: (log) => rulesDag(log, rules), run: true },
    ...(rules.includes("all-done") && { cleanUp: { dag: cleanUpDag, run: true } }),
    ...(name !== "prefect" && {
      started: { dag: extractLoad, times: { since: "2026-04-29T12:00:00+00:00", count: 2 } },
    }),
    merged: { dag: (log) => ({ ...diamond(log), name: "twin" }), merge: true },
    cycle: { dag: sample, run: true, damage: damages.cycle },
    unlinked: { dag: sample, run: true, damage: damages.unlinked },
    undefinedName: { dag: sample, run: true, damage: damages.undefinedName },
    ...Object.fromEntries(randoms.map((random, index) => [`random${index}`, random.asked])),
  };
  const answers = askOrchestrator(name, bin, { write, asked: Object.values(asked) });
  const byKey = new Map(Object.keys(asked).map((key, index) => [key, answers[index]]));
  return {
    randoms,
    answerTo: (key) => {
      const answer = byKey.get(key);
      if (answer === undefined) throw new Error(`${key} was not asked`);
      return answer;
    },
  };
}
