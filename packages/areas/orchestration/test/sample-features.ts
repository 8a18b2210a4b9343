import { join } from "node:path";
import type { Dag } from "../src/index.ts";
import { note } from "./sample-dags.ts";

const script = join(import.meta.dirname, "step.mjs");

/** A task that is run for each of three lists, and one after it that notes the day which the run is for. */
export function mappedDag(
  log: string,
  { failing, mostTasks }: { readonly failing?: string; readonly mostTasks?: number } = {},
): Dag {
  const noteDay = `require("fs").appendFileSync(${JSON.stringify(log)}, "day " + process.env.THE_DAY + "\\npublish\\npublish ok\\n")`;
  return {
    name: "mapped",
    schedule: { kind: "cron", cron: "0 6 * * *", timeZone: "Europe/Berlin" },
    day: "THE_DAY",
    retries: 1,
    ...(mostTasks === undefined ? {} : { mostTasks }),
    tasks: [
      {
        id: "load",
        run: { argv: [process.execPath, script, log] },
        each: ["a", "b", "c"].map((one) => [`load ${one}`, one === failing ? "9" : "0", "300"]),
      },
      { id: "publish", run: { argv: [process.execPath, "-e", noteDay] }, after: ["load"] },
    ],
  };
}

/** A task that takes two seconds, and what tells if that is too long. */
export function lateDag(log: string, slaSeconds: number): Dag {
  return {
    name: "late_run",
    schedule: { kind: "manual" },
    slaSeconds,
    onLate: note(log, "late"),
    tasks: [{ id: "slow", run: note(log, "slow", { milliseconds: 2500 }) }],
  };
}

/** A task that makes data, by a connection. */
export function makingDag(log: string): Dag {
  const check = `require("fs").appendFileSync(${JSON.stringify(log)}, "make\\n" + ((process.env.SHOP ?? "").includes("s3cr3t") ? "make ok\\n" : ""))`;
  return {
    name: "making",
    schedule: { kind: "manual" },
    mostTasks: 3,
    tasks: [
      {
        id: "make",
        makes: ["shop.orders"],
        run: { argv: [process.execPath, "-e", check], connections: { SHOP: "shop-db" } },
      },
    ],
  };
}

/** A DAG that waits for these data. */
export function waitingDag(log: string): Dag {
  return {
    name: "waiting",
    schedule: { kind: "assets", assets: ["shop.orders"] },
    tasks: [{ id: "use", run: note(log, "use") }],
  };
}
