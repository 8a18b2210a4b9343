import { describeIfThere } from "@dx/database";
import { DxError, formatTimestamp } from "@dx/core";
import { defineTask } from "@dx/runner";
import { snapshotsKeptClaim, snapshotTimes } from "@dx/scd";
import { z } from "zod";
import { snapshotColumn } from "../changes-of.ts";
import { specSchema } from "../spec-schema.ts";

/**
 * Reads which snapshots the target keeps.
 * @throws DxError `DX_FLOW_SNAPSHOTS` if it keeps one of the same time that is another than the one that is given
 */
export const readKept = defineTask("read-kept", {
  version: 1,
  effect: "none",
  input: z.strictObject({ spec: specSchema, table: z.string(), given: z.string() }),
  output: z.array(z.string()),
  run: async ({ spec, table, given }, { databases: { target } }) => {
    if ((await describeIfThere(target, table)) === undefined) return [];
    const times = await target.run(snapshotTimes(table, snapshotColumn));
    const claim = snapshotsKeptClaim(table, given, { spec, at: snapshotColumn });
    const [evidence] = times.length === 0 ? [] : await target.check([claim]);
    const { right = 0, unexpected = 0 } = evidence?.figures ?? {};
    if (right > 0 && unexpected > 0)
      throw new DxError(
        "DX_FLOW_SNAPSHOTS",
        `${table} has snapshots of the same times with other rows: ${unexpected} differ, as ${JSON.stringify(evidence?.verdict === "fails" ? evidence.counterexample : null)}`,
        {
          path: ["snapshots"],
          hint: "a snapshot that was loaded stays as it is: give the corrected one a time of its own; nothing was written",
        },
      );
    return times.map(formatTimestamp);
  },
});
