// node step.mjs LOG ID FAILURES: notes in LOG that ID was started, and fails the first FAILURES times
import { appendFileSync, readFileSync } from "node:fs";

const [, , log, id, failures] = process.argv;
appendFileSync(log, `${id}\n`);
const times = readFileSync(log, "utf8")
  .split("\n")
  .filter((line) => line === id).length;
if (times <= Number(failures)) process.exit(1);
appendFileSync(log, `${id} ok\n`);
