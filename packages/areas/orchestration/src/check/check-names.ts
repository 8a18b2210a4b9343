import type { Finding } from "@dx/core";
import type { Dag } from "../dag.ts";
import { fault, show } from "./finding-of.ts";

const name = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;
const tag = /^[A-Za-z0-9_.-]{1,63}$/;
const textual = /\p{Surrogate}|\0/u;

/** Names that a target would not take, and ids that occur twice. */
export function checkNames(dag: Dag): readonly Finding[] {
  const { tasks, tags = [] } = dag;
  const found: Finding[] = [];
  const wanted = "a letter, then up to 99 letters, digits and _";
  if (!name.test(dag.name))
    found.push(
      fault("NAME", dag.name, { message: `a DAG cannot be called ${show(dag.name)}: ${wanted}` }),
    );
  for (const { id } of tasks)
    if (!name.test(id))
      found.push(fault("NAME", id, { message: `a task cannot be called ${show(id)}: ${wanted}` }));
  for (const one of tags)
    if (!tag.test(one))
      found.push(
        fault("NAME", dag.name, {
          message: `a tag cannot be ${show(one)}: up to 63 letters, digits, _, . and -`,
        }),
      );
  const counts = new Map<string, number>();
  for (const { id } of tasks) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id, count] of counts)
    if (count > 1)
      found.push({
        ...fault("TASK_TWICE", id, { message: `${count} tasks are called ${id}` }),
        count,
      });
  const texts = [dag.description, ...tasks.map(({ title }) => title)];
  for (const text of texts)
    if (text !== undefined && textual.test(text))
      found.push(
        fault("TEXT", dag.name, {
          message: `${show(text)} cannot be written: it has NUL, or is not well-formed Unicode`,
        }),
      );
  return found;
}
