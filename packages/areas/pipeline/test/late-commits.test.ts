/* oxlint-disable no-await-in-loop -- one step after the other */
import { testWithPostgres } from "@dx/testing";
import { budget } from "@dx/testing/budget";
import { expect } from "vitest";
import { playLateCommits } from "./late-commits.ts";

const cursors = {
  by_xid: { kind: "xid-window" },
  by_xid_bounded: { kind: "xid-window", changedAt: "at" },
  by_time: { kind: "column", column: "at" },
  by_id: { kind: "column", column: "id", start: "open" },
} as const;

testWithPostgres(
  "transactions that commit late: their numbers lose and double nothing, a plain cursor loses",
  async ({ postgresUrl }) => {
    const { numRuns, seed } = budget(1);
    let lost = 0;
    for (let run = 0; run < numRuns; run += 1) {
      const steps = numRuns === 1 ? 60 : 600;
      const fates = await playLateCommits(postgresUrl, cursors, {
        writers: numRuns === 1 ? 4 : 6,
        steps,
        seed: seed + run,
      });
      const { by_xid: exact, by_xid_bounded: bounded, by_time: time, by_id: id } = fates;
      expect(exact).toMatchObject({ lost: 0, doubled: 0 });
      expect(bounded).toMatchObject({ lost: 0, doubled: 0 });
      expect(time).toMatchObject({ doubled: 0 });
      lost += Math.min(time?.lost ?? 0, id?.lost ?? 0);
      if (numRuns > 1) process.stdout.write(`${JSON.stringify(fates)}\n`);
    }
    expect(lost).toBeGreaterThan(0);
  },
);
