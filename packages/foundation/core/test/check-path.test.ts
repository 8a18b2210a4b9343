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
  "falcon/icon.txt",
  "console.log/aux1",
  "com10.txt",
  ".hidden/..x",
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
  [" a", "space"],
  ["a ", "space"],
  ["a./b", "point"],
  ["/", "absolute"],
  ["com0/x", "keeps"],
  ["prn.tar.gz", "keeps"],
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

test.each(["a", "~", "\u00a0", "\u07ff", "\u0800", "\uffff", "\u{10000}", "\u{10ffff}"])(
  "a part may have 255 bytes of %j, and no more",
  (character) => {
    const bytes = Buffer.byteLength(character);
    const longest = character.repeat(Math.floor(255 / bytes)) + "x".repeat(255 % bytes);
    expect(Buffer.byteLength(longest)).toBe(255);
    expect(checkPath(`${longest}/${longest}`)).toBe(`${longest}/${longest}`);
    expect(() => checkPath(`a/${longest}x`)).toThrow(/longer than 255 bytes/);
  },
);
