import { join } from "node:path";
import type { Dag } from "../src/index.ts";
import { note } from "./sample-dags.ts";

const script = join(import.meta.dirname, "step.sh");

/** A task that is run for each of three lists, and one after it that notes the day which the run is for. */
export function mappedDag(
  log: string,
  { failing, mostTasks }: { readonly failing?: string; readonly mostTasks?: number } = {},
): Dag {
  const noteDay = 'printf "day %s\\npublish\\npublish ok\\n" "${THE_DAY-undefined}" >>"$0"';
  return {
    name: "mapped",
    schedule: { kind: "cron", cron: "0 6 * * *", timeZone: "Europe/Berlin" },
    day: "THE_DAY",
    retries: 1,
    ...(mostTasks === undefined ? {} : { mostTasks }),
    tasks: [
      {
        id: "load",
        run: { argv: ["sh", script, log] },
        each: ["a", "b", "c"].map((one) => [`load ${one}`, one === failing ? "9" : "0", "0.1"]),
      },
      { id: "publish", run: { argv: ["sh", "-c", noteDay, log] }, after: ["load"] },
    ],
  };
}

/** A task that takes so many seconds, and what tells if that is too long. */
export function lateDag(log: string, slaSeconds: number, seconds = 2.5): Dag {
  return {
    name: "late_run",
    schedule: { kind: "manual" },
    slaSeconds,
    onLate: note(log, "late"),
    tasks: [{ id: "slow", run: note(log, "slow", { seconds }) }],
  };
}

/** A task that makes data, by a connection. */
export function makingDag(log: string): Dag {
  const check = 'echo make >>"$0"; case "$SHOP" in *s3cr3t*) echo "make ok" >>"$0" ;; esac';
  return {
    name: "making",
    schedule: { kind: "manual" },
    mostTasks: 3,
    tasks: [
      {
        id: "make",
        makes: ["shop.orders"],
        run: { argv: ["sh", "-c", check, log], connections: { SHOP: "shop-db" } },
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
