// node step.mjs LOG ID FAILURES MILLISECONDS: notes in LOG that ID was started, takes that long, and fails the first FAILURES times
import { appendFileSync, readFileSync } from "node:fs";

const [, , log, id, failures, milliseconds] = process.argv;
appendFileSync(log, `${id}\n`);
await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
const times = readFileSync(log, "utf8")
  .split("\n")
  .filter((line) => line === id).length;
if (times <= Number(failures)) process.exit(1);
appendFileSync(log, `${id} ok\n`);
