import { expect, test } from "vitest";
import { checkPath } from "../src/index.ts";

test.each([
  "a",
  "README.md",
  "models/staging/_sources.yml",
  ".github/workflows/ci.yml",
  "données/ü 1.csv",
  "a..b/c...d",
  "console/con_1.txt",
  "com10",
  `${"é".repeat(127)}/x`,
])("takes %s", (path) => {
  expect(checkPath(path)).toBe(path);
});

test.each([
  ["", "empty"],
  ["/etc/passwd", "absolute"],
  ["//server/share", "absolute"],
  ["C:/x", "drive"],
  ["c:x", "drive"],
  ["a\\b", "backslash"],
  ["..", "for a part"],
  ["../x", "for a part"],
  ["a/../../x", "for a part"],
  ["./a", "for a part"],
  ["a/.", "for a part"],
  ["a//b", "empty"],
  ["a/", "empty"],
  ["a\0b", "control"],
  ["a\nb", "control"],
  ["a\u0085", "control"],
  ["\uD800", "well-formed"],
  ["ab:c", "systems"],
  ["a?", "systems"],
  ["a/b.", "point"],
  ["a /b", "space"],
  ["a/ b", "space"],
  ["CON", "keeps"],
  ["a/nul.txt", "keeps"],
  ["Lpt9/x", "keeps"],
  ["com¹", "keeps"],
  ["é".repeat(128), "longer"],
])("refuses %j", (path, reason) => {
  expect(() => checkPath(path)).toThrow(
    expect.objectContaining({ code: "DX_CORE_PATH", message: expect.stringContaining(reason) }),
  );
});
