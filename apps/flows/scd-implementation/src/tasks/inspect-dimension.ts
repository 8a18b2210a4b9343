import { DxError, parseName } from "@dx/core";
import { describeIfThere } from "@dx/database";
import { defineTask } from "@dx/runner";
import { checkColumns, checkHistory } from "@dx/scd";
import { z } from "zod";
import { inputs } from "../inputs.ts";
import { specOf } from "../spec-of.ts";
import { specSchema } from "../spec-schema.ts";

/**
 * Looks whether the dimension is there, and if so, audits it: its columns, and that it is a sound history to go on with.
 * Gives what keeps the history: of a dimension that is there, with the columns that it has.
 */
export const inspectDimension = defineTask("inspect-dimension", {
  version: 1,
  effect: "none",
  input: z.strictObject({ inputs }),
  output: z.strictObject({ isNew: z.boolean(), spec: specSchema }),
  run: async ({ inputs: given }, { databases: { target } }) => {
    const { dimensionTable } = given;
    const schema = await describeIfThere(target, dimensionTable);
    if (schema === undefined) return { isNew: true, spec: specOf(given) };
    const existing = schema.columns.map(({ name }) => parseName(name).text.toLowerCase());
    const spec = specOf(given, existing);
    const findings = [
      ...checkColumns(schema, spec).filter(({ severity }) => severity === "error"),
      ...(await target.run(checkHistory(dimensionTable, spec))),
    ];
    if (findings.length > 0)
      throw new DxError(
        "DX_FLOW_DIMENSION",
        `${dimensionTable} is there, but cannot be gone on with: ${findings.map(({ message }) => message).join("; ")}`,
        {
          path: ["dimensionTable"],
          hint: "mend it, change the inputs to the columns that it has, or name another table; nothing was written",
        },
      );
    return { isNew: false, spec };
  },
});
