import { DxError } from "@dx/core";

/** An error of a rule, with what is wrong about it. */
export function badRule(rule: string, what: string, hint: string): DxError {
  return new DxError("DX_QUALITY_RULE", `the rule ${JSON.stringify(rule)} ${what}`, {
    path: ["rule"],
    hint,
  });
}
