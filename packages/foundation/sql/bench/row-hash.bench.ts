import { hashValues, type HashedValue } from "@dx/sql";
import { compare } from "@dx/testing/bench";
import { createHash } from "node:crypto";

const rows = Array.from({ length: 1000 }, (_, id): readonly HashedValue[] => [
  { type: "int64", value: BigInt(id) },
  { type: "text", value: `customer ${id} of somewhere` },
  { type: { kind: "decimal", scale: 2 }, value: { unscaled: BigInt(id * 7), scale: 2 } },
  { type: "timestamp", value: 1_743_296_400_000_000n + BigInt(id) },
]);
const byHand = (_: unknown, id: number): string => {
  const text = `customer ${id} of somewhere`;
  const digits = String(id * 7).padStart(2, "0");
  const whole = digits.slice(0, -2).replace(/^0+/, "");
  const amount = `${whole}.${digits.slice(-2).replace(/0+$/, "")}`;
  const at = 1_743_296_400_000_000n + BigInt(id);
  const encoded = `i${id};t${text.length}:${text};d${amount};T${at};`;
  return createHash("md5").update(encoded).digest("hex");
};

await compare("hashValues, 1000 rows of 4 values", {
  dx: () => rows.map(hashValues),
  "joined by hand, MD5 of Node": () => rows.map(byHand),
});
