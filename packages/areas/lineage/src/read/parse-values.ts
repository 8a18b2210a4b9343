import { DxError, messageOf } from "@dx/core";

/**
 * The values of a text of JSON: those of a list, one alone, or one a line.
 * @param name - what the text is called in errors
 * @throws DxError `DX_LINEAGE_JSON` with the line that is none
 * @example
 * ```ts
 * import { parseValues } from "@dx/lineage";
 * if (parseValues('[1, 2]', "a").length !== 2 || parseValues('{"a": 1}\n{"a": 2}\n', "b").length !== 2) throw new Error();
 * ```
 */
export function parseValues(text: string, name: string): readonly unknown[] {
  const whole = tryParse(text);
  if (whole !== undefined) return Array.isArray(whole.value) ? whole.value : [whole.value];
  const lines = text.split("\n").map((line, index) => ({ line, number: index + 1 }));
  return lines
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, number }): unknown => {
      try {
        return JSON.parse(line);
      } catch (cause) {
        throw new DxError("DX_LINEAGE_JSON", `${name}, line ${number}: ${messageOf(cause)}`, {
          path: [name, number],
          cause,
          hint: "give JSON, or a value of JSON a line",
        });
      }
    });
}

function tryParse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
