import { expect, test } from "vitest";
import { sameJson } from "../src/same-json.ts";

const json: readonly (readonly [string, string, boolean])[] = [
  ['{"a":1,"b":2}', ' {"b" : 2, "a" : 1} ', true],
  ["1.0", "1", true],
  ["100", "1e2", true],
  ["-0", "0", true],
  ["0.1", "0.10000000000000000001", false],
  ["9007199254740993", "9007199254740992", false],
  ["[1,2]", "[2,1]", false],
  ["[]", "{}", false],
  ['"1"', "1", false],
  ['"n1e0"', "1", false],
  ['"\\u0061"', '"a"', true],
  ['{"a":null}', "{}", false],
  ['{"a":1}', '[["a",1]]', false],
  ['{"entries":[]}', "{}", false],
  ["no json", "no  json", false],
  ["no json", "no json", true],
  ['"a\\"b: 1 "', '"a\\"b: 1 "', true],
  ['"1 "', '"1"', false],
  ["tru", "true", false],
];

test.each(json)("JSON %s and %s mean the same: %s", (left, right, same) => {
  expect(sameJson(left, right)).toBe(same);
  expect(sameJson(right, left)).toBe(same);
});
