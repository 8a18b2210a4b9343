import type { Finding } from "@dx/core";
import type { Dag, DagCommand } from "../dag.ts";
import { commandOf } from "../is-sensor.ts";
import { fault, show } from "./finding-of.ts";
import { findSecret } from "./find-secret.ts";

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;
const unwritable = /\p{Surrogate}|\0/u;

/** Commands that cannot be started, variables that have no name, and secrets that stand in them. */
export function checkCommands(dag: Dag): readonly Finding[] {
  const all = dag.tasks.map(({ id, run }): readonly [string, DagCommand] => [id, commandOf(run)]);
  for (const task of dag.tasks)
    for (const more of task.each ?? [])
      all.push([task.id, { argv: [...commandOf(task.run).argv, ...more] }]);
  if (dag.onFailure !== undefined) all.push(["onFailure", dag.onFailure]);
  if (dag.onLate !== undefined) all.push(["onLate", dag.onLate]);
  return all.flatMap(([id, command]) => checkCommand(id, command));
}

function checkCommand(id: string, { argv, env = {}, folder }: DagCommand): readonly Finding[] {
  const found: Finding[] = [];
  const [program = ""] = argv;
  if (program.trim() === "")
    found.push(
      fault("ARGV", id, { message: `${id} starts no program: argv begins with its name` }),
    );
  if (folder?.trim() === "" || unwritable.test(folder ?? ""))
    found.push(
      fault("FOLDER", id, { message: `${id} cannot start in the folder ${show(folder ?? "")}` }),
    );
  for (const [index, argument] of argv.entries()) {
    if (unwritable.test(argument))
      found.push(
        fault("ARGV", id, {
          message: `argument ${index} of ${id} cannot be handed to a program: it has NUL, or is not well-formed Unicode`,
          example: { task: id, argument: index },
        }),
      );
    const secret = findSecret(argv, index);
    if (secret !== undefined)
      found.push(
        fault("SECRET", id, {
          message: `argument ${index} of ${id} looks like a secret (${secret}): name a variable in env instead`,
          example: { task: id, argument: index },
        }),
      );
  }
  for (const [to, from] of Object.entries(env)) {
    if (!variable.test(to))
      found.push(fault("ENV", id, { message: `${id} cannot have a variable called ${show(to)}` }));
    if (!variable.test(from))
      found.push(
        fault("ENV", id, {
          message: `${id} takes its variable ${to} from something that is no name of a variable; values do not belong here`,
          example: { task: id, variable: to },
        }),
      );
  }
  return found;
}
