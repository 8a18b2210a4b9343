import { quoteName } from "@dx/core";

/** The parts of a table's name as SQL writes it, each as it stands there: `"db"."s"."t"`, or with backticks or brackets. */
export function relationParts(text: string): readonly string[] {
  return text.match(/"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[^.]+/g) ?? [];
}

/** A table's name as SQL writes it in the grammar of names. */
export function relationName(text: string): string {
  return relationParts(text)
    .flatMap((part) => {
      if (part.startsWith('"')) return [part];
      if (!/^[`[]/.test(part)) return [part.trim()];
      const inner = part.slice(1, -1);
      return part.startsWith("`") ? inner.split(".").map(quoteName) : [quoteName(inner)];
    })
    .join(".");
}
