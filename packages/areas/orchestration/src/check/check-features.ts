import type { Finding } from "@dx/core";
import type { Dag, DagTask } from "../dag.ts";
import { commandOf, isSensor } from "../is-sensor.ts";
import { fault, show } from "./finding-of.ts";

const asset = /^[A-Za-z][A-Za-z0-9_.-]{0,199}$/;
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;
const connection = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$/;

/** Lists to run a task for, names of data and connections, limits, and what is told of late runs. */
export function checkFeatures(dag: Dag): readonly Finding[] {
  return [
    ...dag.tasks.flatMap((task) => [
      ...checkEach(task),
      ...checkMakes(task),
      ...checkConnections(task),
    ]),
    ...checkRun(dag),
    ...checkAssets(dag),
  ];
}

function checkEach({ id, run, each, trigger }: DagTask): readonly Finding[] {
  if (each === undefined) return [];
  const texts = each.map((one) => JSON.stringify(one));
  const faults: readonly (readonly [boolean, string])[] = [
    [isSensor(run), `${id} waits, and cannot do so for each of a list`],
    [each.length === 0, `${id} is run for each of an empty list: it would never run`],
    [new Set(texts).size < texts.length, `${id} is run twice with the same arguments`],
    [trigger === "one-failed", `${id} is run after a failure, and cannot be for each of a list`],
  ];
  return faults.flatMap(([isFault, message]) => (isFault ? fault("EACH", id, { message }) : []));
}

function checkMakes({ id, makes = [] }: DagTask): readonly Finding[] {
  const found = makes.flatMap((one) => badAsset(id, one));
  return new Set(makes).size < makes.length
    ? [...found, fault("ASSET", id, { message: `${id} makes the same data twice` })]
    : found;
}

function badAsset(subject: string, name: string): readonly Finding[] {
  if (asset.test(name)) return [];
  const message = `data cannot be called ${show(name)}: a letter, then letters, digits, _, - and .`;
  return [fault("ASSET", subject, { message })];
}

function checkConnections({ id, run }: DagTask): readonly Finding[] {
  const { connections = {} } = commandOf(run);
  const found: Finding[] = [];
  for (const [to, from] of Object.entries(connections)) {
    if (!variable.test(to))
      found.push(fault("ENV", id, { message: `${id} cannot have a variable called ${show(to)}` }));
    if (!connection.test(from))
      found.push(
        fault("CONNECTION", id, {
          message: `${id} takes its variable ${to} from something that is no name of a connection`,
        }),
      );
  }
  return found;
}

function isNone(count: number | undefined): boolean {
  return count !== undefined && !(Number.isInteger(count) && count > 0 && count <= 10_000);
}

function checkRun({
  name,
  mostTasks,
  mostRuns,
  day,
  slaSeconds,
  onLate,
  onFailure,
}: Dag): readonly Finding[] {
  const wanted = "wanted is a whole number from 1 to 10000";
  const hasConnections = [onLate, onFailure].some((one) => one?.connections !== undefined);
  const faults: readonly (readonly [boolean, string, string])[] = [
    [isNone(mostTasks), "NUMBER", `mostTasks of ${name} is ${mostTasks}: ${wanted}`],
    [isNone(mostRuns), "NUMBER", `mostRuns of ${name} is ${mostRuns}: ${wanted}`],
    [
      day !== undefined && !variable.test(day),
      "ENV",
      `the day of ${name} cannot be in a variable called ${show(day ?? "")}`,
    ],
    [
      onLate !== undefined && slaSeconds === undefined,
      "SLA",
      `${name} tells of late runs, but has no slaSeconds after which they are`,
    ],
    [hasConnections, "CONNECTION", `connections are for tasks of ${name}: take a variable in env`],
  ];
  return faults.flatMap(([isFault, code, message]) =>
    isFault ? fault(code, name, { message }) : [],
  );
}

function checkAssets({ name, schedule, tasks }: Dag): readonly Finding[] {
  if (schedule.kind !== "assets") return [];
  const { assets } = schedule;
  const made = tasks.find(({ makes = [] }) => makes.some((one) => assets.includes(one)));
  return [
    ...assets.flatMap((one) => badAsset(name, one)),
    ...(assets.length === 0
      ? [fault("ASSET", name, { message: `${name} waits for data, but names none` })]
      : []),
    ...(made === undefined
      ? []
      : [
          fault("ASSET", name, {
            message: `${made.id} makes what ${name} waits for: it would start itself for ever`,
          }),
        ]),
  ];
}
