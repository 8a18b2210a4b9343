import { DxError } from "./error.ts";

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
const faults: readonly (readonly [test: RegExp, fault: string])[] = [
  [/^$/, "it is empty"],
  [/\p{Surrogate}/u, "it is not well-formed Unicode"],
  [/\p{Cc}/u, "it has control characters"],
  [/\\/, "it has a backslash"],
  [/^[A-Za-z]:/, "it names a drive"],
  [/^\//, "it is absolute"],
  [/[<>:"|?*]/, "it has characters that some systems do not take"],
  [/(^|\/)(\/|$)/, "a part of it is empty"],
  [/(^|\/)\.{1,2}(\/|$)/, "it has . or .. for a part"],
  [/[. ](\/|$)|(^|\/) /, "a part of it begins or ends with a space, or ends with a point"],
];

/**
 * Makes sure that the path of a file of a `FileMap` lies inside its folder and can be written on every system:
 * relative, with `/`, no `.` or `..`, no drive, no backslash, no names that Windows keeps for itself.
 * @returns the path, as it came
 * @throws DxError `DX_CORE_PATH` with the reason
 * @example
 * ```ts
 * import { checkPath } from "@dx/core";
 * if (checkPath("models/orders.sql") !== "models/orders.sql") throw new Error();
 * ```
 * @see Microsoft, "Naming Files, Paths, and Namespaces"
 */
export function checkPath(path: string): string {
  const parts = path.split("/");
  const name = parts.find((part) => reserved.test(part));
  const long = parts.find((part) => utf8Length(part) > 255);
  const fault =
    faults.find(([test]) => test.test(path))?.[1] ??
    (name === undefined ? undefined : `${name} is a name that Windows keeps for itself`) ??
    (long === undefined ? undefined : "a part of it is longer than 255 bytes");
  if (fault === undefined) return path;
  throw new DxError("DX_CORE_PATH", `not the path of a file: ${JSON.stringify(path)}: ${fault}`, {
    path: [path],
    hint: "write it relative to its folder, with / between its parts",
  });
}

function utf8Length(text: string): number {
  let length = 0;
  for (const one of text) {
    const point = one.codePointAt(0) ?? 0;
    if (point < 0x80) length += 1;
    else if (point < 0x8_00) length += 2;
    else length += point < 0x1_00_00 ? 3 : 4;
  }
  return length;
}
