import { expect, test, type TestContext } from "vitest";
import type { Dag } from "../src/index.ts";
import { lateDag, makingDag, mappedDag, waitingDag } from "../test/sample-features.ts";
import {
  askOrchestrator,
  tryInstall,
  type Answer,
  type Asked,
  type Orchestrator,
} from "./run-orchestrator.ts";
import { targets } from "./targets.ts";

const names: readonly Orchestrator[] = ["airflow", "dagster", "prefect"];

/** Without what Dagster does not have. */
function portable(name: Orchestrator, dag: Dag): Dag {
  if (name !== "dagster") return dag;
  const { day: _, ...rest } = dag;
  const tasks = rest.tasks.map((task) => {
    if (!("argv" in task.run)) return task;
    const { connections: __, ...run } = task.run;
    return Object.assign({}, task, { run });
  });
  return { ...rest, tasks };
}

const said = new Map<Orchestrator, Readonly<Record<string, Answer>>>();

function ask(name: Orchestrator, context: TestContext): Readonly<Record<string, Answer>> {
  const { bin, missing } = tryInstall(name);
  if (bin === undefined) return context.skip(missing);
  const known = said.get(name);
  if (known !== undefined) return known;
  const asked: Readonly<Record<string, Asked>> = {
    mapped: { dag: (log) => portable(name, mappedDag(log)), run: true },
    failing: {
      dag: (log) => portable(name, { ...mappedDag(log, { failing: "b" }), name: "failing" }),
      run: true,
    },
    limited: {
      dag: (log) => portable(name, { ...mappedDag(log, { mostTasks: 1 }), name: "limited" }),
      run: true,
      feature: "most",
    },
    making: { dag: (log) => portable(name, makingDag(log)), run: true, feature: "makes" },
    waiting: {
      dag: (log) => ({ ...waitingDag(log), ...(name === "dagster" ? {} : { mostRuns: 2 }) }),
      feature: "waits",
    },
    ...(name === "airflow"
      ? {}
      : { late: { dag: (log) => lateDag(log, 1), run: name === "prefect", feature: "late" } }),
  };
  const { write } = targets[name];
  const answers = askOrchestrator(name, bin, { write, asked: Object.values(asked) });
  const byKey = Object.fromEntries(
    Object.keys(asked).map((key, at) => [key, answers[at] ?? { lines: [], begun: [], done: [] }]),
  );
  said.set(name, byKey);
  return byKey;
}

const answerOf = (name: Orchestrator, context: TestContext, key: string): Answer => {
  const answer = ask(name, context)[key];
  if (answer === undefined) throw new Error(`${key} was not asked`);
  expect(answer.error).toBeUndefined();
  return answer;
};

test.for(names)(
  "%s runs a task for each of its lists, before what is after it, and says which day it is for",
  (name, context) => {
    const { lines, state, features } = answerOf(name, context, "mapped");
    expect(state).toBe("success");
    const loads = lines.filter((line) => line.startsWith("load"));
    expect(loads.toSorted()).toEqual(
      ["a", "b", "c"].flatMap((one) => [`load ${one}`, `load ${one} ok`]),
    );
    expect(lines.slice(-2)).toEqual(["publish", "publish ok"]);
    expect(lines.at(-3)).toMatch(name === "dagster" ? /^day undefined$/ : /^day \d{4}-\d\d-\d\d$/);
    expect(features ?? {}).toMatchObject(name === "airflow" ? { mapped: ["load"] } : {});
  },
);

test.for(names)(
  "%s tries one of a list again by itself, and fails the run if it fails",
  (name, context) => {
    const { begun, state } = answerOf(name, context, "failing");
    expect([state, begun.toSorted()]).toEqual(["failed", ["load a", "load b", "load b", "load c"]]);
  },
);

test.for(names)("%s does no more at once than it may", (name, context) => {
  const { lines, features } = answerOf(name, context, "limited");
  const order = lines.filter((line) => line.startsWith("load"));
  for (let at = 0; at < order.length; at += 2) expect(order[at + 1]).toBe(`${order[at]} ok`);
  const wanted = { airflow: { most: [1, 16] }, dagster: { most: "multiprocess" }, prefect: {} };
  expect(features ?? {}).toMatchObject(wanted[name]);
});

test.for(names)("%s makes data by a connection, and says that they are made", (name, context) => {
  const { state, done, features } = answerOf(name, context, "making");
  expect(state).toBe("success");
  expect(done).toEqual(name === "dagster" ? [] : ["make"]);
  const makes = { make: ["shop.orders"] };
  const wanted = { airflow: { makes }, dagster: { made: true }, prefect: {} };
  expect(features ?? {}).toMatchObject(wanted[name]);
});

test.for(names)("%s starts a DAG when its data were made", (name, context) => {
  const { features } = answerOf(name, context, "waiting");
  expect(features).toMatchObject(
    {
      airflow: { waits: ["shop.orders"], most: [16, 2] },
      dagster: { runs: [0, 1] },
      prefect: {
        waits: [[["prefect.asset.materialization.succeeded"], "dx://shop.orders"]],
        limit: 2,
      },
    }[name],
  );
});

test.for(names.filter((name) => name !== "airflow"))(
  "%s tells of a late run once",
  (name, context) => {
    const { lines } = answerOf(name, context, "late");
    expect(lines).toEqual(
      name === "prefect" ? ["slow", "late", "late ok", "slow ok"] : ["late", "late ok"],
    );
  },
);
