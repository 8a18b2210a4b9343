import { stringify } from "yaml";

/** Data as YAML that readers of version 1.1, as PyYAML, take for the same: what they would take for a date, a number or a boolean is in quotes. */
export function writeYaml(data: unknown): string {
  return stringify(data, { lineWidth: 0, version: "1.1" });
}
