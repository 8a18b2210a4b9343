import { DxError } from "@dx/core";
import type { z } from "zod";
import { toText } from "../journal/journal.ts";

/**
 * Checks a flow's inputs.
 * @throws DxError `DX_RUNNER_INPUTS` with all faults; `DX_RUNNER_FLOW` if the flow does not take them as it has read them
 */
export function parseInputs<Inputs>(schema: z.ZodType<Inputs>, given: unknown): Inputs {
  const first = schema.safeParse(given);
  if (!first.success) {
    const faults = first.error.issues.map(
      ({ path, message }) => `${path.map(String).join(".") || "inputs"}: ${message}`,
    );
    throw new DxError("DX_RUNNER_INPUTS", faults.join("\n"), {
      path: (first.error.issues[0]?.path ?? []).map((one) =>
        typeof one === "number" ? one : String(one),
      ),
      hint: "dx describe <flow> says what the flow takes",
    });
  }
  const again = schema.safeParse(first.data);
  if (!again.success || toText(again.data) !== toText(first.data))
    throw new DxError("DX_RUNNER_FLOW", "the flow's inputs do not take what they gave", {
      hint: "let each transformation in the schema leave its own result as it is",
    });
  return first.data;
}
