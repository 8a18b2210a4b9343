import { findNamed, toObjects, type Relation } from "@dx/core";
import { identifier, query, sql } from "@dx/sql";
import type { JudgedSchema } from "../contract/judge-schema.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import type { Moving } from "./move-table.ts";

/** Which columns for values apart have some; the others are not loaded. */
export async function findVariants(
  { tx }: Moving,
  {
    table,
    judged,
    before = [],
  }: {
    readonly table: Relation;
    readonly judged: JudgedSchema;
    readonly before: readonly TypedColumn[] | undefined;
  },
): Promise<{ readonly evolution: JudgedSchema["evolution"]; readonly empty: readonly string[] }> {
  const variants = judged.checked.flatMap(({ variant }) => variant ?? []);
  if (variants.length === 0) return { evolution: judged.evolution, empty: [] };
  const counts = variants.map(
    ({ name }, at) => sql`count(${identifier(name)}) as ${identifier(`n${at}`)}`,
  );
  const counted = await tx.run(
    query("variants", sql`select ${counts} from ${table}`, (rows) =>
      variants.map((_, at) => Number(toObjects(rows, "text")[0]?.[`n${at}`]?.value ?? 0)),
    ),
  );
  const used = variants.filter((_, at) => (counted[at] ?? 0) > 0);
  const added = used.filter(({ name }) => findNamed(before, name) === undefined);
  return {
    evolution: { ...judged.evolution, added: [...judged.evolution.added, ...added] },
    empty: variants.filter((one) => !used.includes(one)).map(({ name }) => name),
  };
}
