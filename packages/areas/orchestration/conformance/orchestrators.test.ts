import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { nextRuns } from "../src/index.ts";
import { modelRun } from "../test/model.ts";
import { brokenLinks, diamond, rulesDag } from "../test/sample-dags.ts";
import { changedTimes, plainTimes } from "./cases.ts";
import { sayingsOf } from "./sayings.ts";
import { changes, targets } from "./targets.ts";

const names = ["airflow", "dagster", "prefect"] as const;

/** The first times of day, as `03-29T01:00`. */
function short(given: readonly string[], count: number): string {
  return given
    .slice(0, count)
    .map((at) => at.slice(5, 16))
    .join(" ");
}

test.for(names)("%s runs tasks in order, and one that fails twice three times", (name, context) => {
  const { answerTo } = sayingsOf(name, context);
  const answer = answerTo("works");
  expect(answer).toMatchObject({ state: "success" });
  expect(answer.begun.toSorted()).toEqual([
    "extract",
    "left",
    "publish",
    "right",
    "right",
    "right",
  ]);
  expect(brokenLinks(diamond(""), answer)).toEqual([]);
});

test.for(names)("%s has what the DAG says", (name, context) => {
  const { answerTo } = sayingsOf(name, context);
  const { description, tags, schedule, tasks } = answerTo("works");
  const dag = diamond("");
  expect(description).toBe(dag.description);
  expect(tags).toEqual(dag.tags?.toSorted());
  const cron = { airflow: { start: "None", catchup: false } };
  expect(schedule).toEqual(name === "airflow" ? cron.airflow : [["30 6 * * 1-5", "Europe/Berlin"]]);
  const wanted = dag.tasks.map(({ id, after = [], retries = 1 }) => [
    id,
    expect.objectContaining({ after: after.toSorted(), retries, delay: 0 }),
  ]);
  expect(tasks ?? Object.fromEntries(wanted)).toEqual(Object.fromEntries(wanted));
});

test.for(names)(
  "%s fails after the last try, runs nothing behind it, and tells of it once",
  (name, context) => {
    const { answerTo } = sayingsOf(name, context);
    const answer = answerTo("fails");
    expect(answer).toMatchObject({ state: "failed" });
    expect(answer.begun.filter((id) => id === "right")).toHaveLength(3);
    expect(answer.begun).not.toContain("publish");
    expect(answer.begun.filter((id) => id === "told")).toHaveLength(1);
    expect(answer.begun.at(-1)).toBe("told");
    expect(answerTo("toldOnly")).toMatchObject({ state: "success" });
    expect(answerTo("toldOnly").begun).not.toContain("told");
  },
);

test.for(names)("%s hands on arguments, variables and folders as they are", (name, context) => {
  const { answerTo } = sayingsOf(name, context);
  expect(answerTo("odd")).toMatchObject({ state: "success", done: ["odd"] });
});

test.for(names)(
  "%s stops a try that takes too long, with what it started, and waits for a command",
  (name, context) => {
    const { answerTo } = sayingsOf(name, context);
    const answer = answerTo("late");
    expect(answer).toMatchObject({ state: "failed" });
    expect(answer.begun.toSorted()).toEqual(["late", "late", "then", "wait", "wait"]);
    expect(answer.done).toEqual(["wait", "then"]);
    const { stdout } = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" });
    expect(
      stdout
        .split("\n")
        .filter((line) => line.includes(`1000) -- /`) && line.includes(`dx-${name}-`)),
    ).toEqual([]);
  },
);

test.for(names)("%s keeps the trigger rules that it has", (name, context) => {
  const { answerTo } = sayingsOf(name, context);
  const dag = rulesDag("", targets[name].rules);
  const states = modelRun(dag, new Set(["bad"]));
  const ran = dag.tasks
    .map(({ id }) => id)
    .filter(
      (id) => /success|failed$/.test(states.get(id) ?? "") && states.get(id) !== "upstream-failed",
    );
  expect(answerTo("rules").begun.toSorted()).toEqual(ran.toSorted());
  expect(answerTo("rules").state).toBe("failed");
});

test.for(names)("%s runs random DAGs as the model does", (name, context) => {
  const { answerTo, randoms } = sayingsOf(name, context);
  for (const [index, { random, failing }] of randoms.entries()) {
    const answer = answerTo(`random${index}`);
    const states = modelRun(random, failing);
    const wanted = random.tasks.flatMap(({ id, retries = 0 }): readonly string[] => {
      const state = states.get(id);
      const tries = state === "success" ? 1 : state === "failed" ? retries + 1 : 0;
      return Array.from({ length: tries }, () => id);
    });
    expect([index, answer.begun.toSorted()]).toEqual([index, wanted.toSorted()]);
    const isBad = [...states.values()].some((one) => one !== "success" && one !== "skipped");
    expect([index, answer.state]).toEqual([index, isBad ? "failed" : "success"]);
    const saidOf = Object.entries(answer.states ?? {}).filter(([id]) => states.has(id));
    expect(saidOf.filter(([id, state]) => state.replace("_", "-") !== states.get(id))).toEqual([]);
  }
});

test.for(names.filter((name) => name !== "dagster"))(
  "%s fails a run whose last task cleans up after a failure",
  (name, context) => {
    const { answerTo } = sayingsOf(name, context);
    expect(answerTo("cleanUp")).toMatchObject({ state: "failed", done: ["tidy"] });
  },
);

test.for(names.filter((name) => name !== "prefect"))(
  "%s begins on the first day",
  (name, context) => {
    const { answerTo } = sayingsOf(name, context);
    expect(answerTo("started").times).toEqual(["2026-04-30T22:00:00Z", "2026-05-01T22:00:00Z"]);
  },
);

test.for(names)("%s runs at the times of nextRuns", (name, context) => {
  const { answerTo } = sayingsOf(name, context);
  for (const [key, { dag, times }] of Object.entries(plainTimes)) {
    const { since = "", count = 0 } = times ?? {};
    const wanted = nextRuns(dag(""), since, count).map(({ at }) => at);
    expect([key, answerTo(key).times]).toEqual([key, wanted]);
  }
});

test.for(names)(
  "%s runs at other times than the others when clocks change, as the README has it",
  (name, context) => {
    const { answerTo } = sayingsOf(name, context);
    for (const [key, { dag, times }] of Object.entries(changedTimes)) {
      const [wanted = "", ours = ""] = [changes[name][key], changes.dx[key]];
      expect([key, short(answerTo(key).times ?? [], wanted.split(" ").length)]).toEqual([
        key,
        wanted,
      ]);
      const runs = nextRuns(dag(""), times?.since ?? "", 5).map(({ at }) => at);
      expect([key, short(runs, ours.split(" ").length)]).toEqual([key, ours]);
    }
  },
);

test.for(names)("%s takes several files with tasks of one name", (name, context) => {
  const { answerTo } = sayingsOf(name, context);
  expect(answerTo("merged").error).toBeUndefined();
  expect(answerTo("merged").begun).toEqual([]);
});

test.for(names)("%s refuses broken twins when it loads them", (name, context) => {
  const { answerTo } = sayingsOf(name, context);
  expect(answerTo("badCron").error).toMatch(/Airflow|cron/);
  expect(answerTo("badImport").error).toMatch(/subproces|cannot import/);
  expect(answerTo("badSyntax").error).toBeDefined();
});

test.for(names)(
  "%s does not run a file in which a name or an order is broken, and a lost link is seen",
  (name, context) => {
    const { answerTo } = sayingsOf(name, context);
    for (const key of ["undefinedName", "cycle"]) {
      const { error, state, done } = answerTo(key);
      expect([key, error === undefined ? state : "refused"]).toEqual([
        key,
        name === "prefect" ? "failed" : "refused",
      ]);
      expect(done).not.toContain("publish");
    }
    const { tasks, lines } = answerTo("unlinked");
    const lost = brokenLinks(diamond(""), { lines, begun: [], done: [] });
    const link = tasks?.["left"]?.["after"] ?? lost;
    expect(link).toEqual(name === "prefect" ? ["extract before left"] : []);
  },
);
