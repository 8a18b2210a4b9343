import { isRaw, listOf, textOf } from "./raw.ts";

const spelled: Readonly<Record<string, string>> = {
  var_char: "varchar",
  big_int: "bigint",
  small_int: "smallint",
  tiny_int: "tinyint",
  u_int: "uinteger",
  timestamp_t_z: "timestamptz",
  int128: "hugeint",
};

/** A type in the parser's JSON as text, in lower case: `decimal(10, 2)`, `varchar`. */
export function typeText(value: unknown): string | null {
  if (!isRaw(value)) return null;
  const name = textOf(value["data_type"]);
  if (name === "custom") {
    const own = textOf(value["name"]).toLowerCase();
    return own === "" ? null : (spelled[own] ?? own);
  }
  if (name === "") return null;
  const { precision, scale, length } = value;
  const parameters = [precision, scale, length].filter((one) => typeof one === "number");
  if (name === "struct") {
    const fields = listOf(value["fields"]).flatMap((one) =>
      isRaw(one) ? `${textOf(one["name"])} ${typeText(one["data_type"]) ?? "unknown"}` : [],
    );
    return fields.length === 0 ? name : `struct<${fields.join(", ")}>`;
  }
  if (name === "array") return `${typeText(value["element_type"]) ?? "unknown"}[]`;
  if (name === "timestamp" && value["timezone"] === true) return "timestamptz";
  const text = spelled[name] ?? name;
  return parameters.length === 0 ? text : `${text}(${parameters.join(", ")})`;
}
