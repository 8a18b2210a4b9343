import { DxError, relation } from "@dx/core";
import {
  createPlan,
  createTableAs,
  dropTable,
  identifier,
  joinSql,
  sql,
  verbatimSql,
  type Plan,
  type Sql,
} from "@dx/sql";
import type { Check } from "../check.ts";
import { isRowRule } from "../evaluate/count-form.ts";
import { rowParts } from "../formats/check-level.ts";

/** Where bad rows are put, and how they are told. */
export interface QuarantineOptions {
  /** The table that is made for them; it must not be there yet. */
  readonly into: string;
  /** The columns that tell a row of the table: needed for rules that look at rows beside others. */
  readonly key?: readonly string[];
}

/** Setting bad rows aside, and putting them back. */
export interface Quarantine {
  /** Puts the rows that fail into a table of their own, and takes them out of the table, at once. */
  readonly setAside: Plan;
  /** Puts what is in that table then, repaired or not, back into the table, and drops it. */
  readonly replay: Plan;
  /** The rows that would be set aside. */
  readonly rows: Sql;
}

/**
 * Plans that set the rows aside which fail a check, and replay them: nothing is lost between the two, and one undoes the other. Rows are compared by the rule; of rules that look at rows beside
 * others, by a key, and all rows of a group that fails are set aside.
 * @throws DxError `DX_QUALITY_QUARANTINE` if the check has no rows that fail, or a key is needed
 * @example
 * ```ts
 * import { planQuarantine, type Check } from "@dx/quality";
 * import { formatPlan } from "@dx/sql";
 * const head = { id: "city", table: "shop", dimension: "completeness", severity: "error" } as const;
 * const rule = { kind: "not-null", column: "city" } as const;
 * const check: Check = { ...head, rule, threshold: { of: "rows", failAbove: 0 } };
 * const { setAside } = planQuarantine(check, { into: "shop_bad" });
 * if (!formatPlan(setAside, "duckdb").includes('create table "shop_bad"')) throw new Error();
 * ```
 */
export function planQuarantine(check: Check, { into, key = [] }: QuarantineOptions): Quarantine {
  if (!("rule" in check))
    throw refuse(check, "a measure or a schema has no rows that fail", "set aside by a rule");
  const table = relation(check.table);
  const isWhole = !isRowRule(check.rule) && check.rule.kind !== "references";
  if (isWhole && key.length === 0)
    throw refuse(
      check,
      `${check.rule.kind} looks at rows beside others`,
      "give the columns that tell a row as `key`",
    );
  const where = check.where === undefined ? sql`` : sql` where (${verbatimSql(check.where)})`;
  const parts = rowParts(check.rule, sql`${table} as checked${where}`);
  if (parts === undefined)
    throw refuse(
      check,
      `${check.rule.kind} tells no rows without the types of columns`,
      "set aside by another rule",
    );
  const { from, considered, fails } = parts;
  const condition = isWhole
    ? keyCondition(key, sql`select * from ${from} where ${considered} and ${fails}`)
    : conditionOf(check, considered, fails);
  const rows = sql`select checked.* from ${table} as checked where ${condition}`;
  const aside = relation(into);
  return {
    rows,
    setAside: createPlan([
      [
        {
          purpose: `set aside the rows of ${check.table} that fail ${check.id}`,
          sql: createTableAs(aside, rows),
        },
        { purpose: `take them out of ${check.table}`, sql: deleteWhere(check, condition) },
      ],
    ]),
    replay: createPlan([
      [
        {
          purpose: `put the rows of ${into} back into ${check.table}`,
          sql: sql`insert into ${table} select * from ${aside}`,
        },
        { purpose: `drop ${into}, whose rows are back`, sql: dropTable(aside) },
      ],
    ]),
  };
}

function conditionOf(check: Check, considered: Sql, fails: Sql): Sql {
  const where = check.where === undefined ? [] : [sql`(${verbatimSql(check.where)})`];
  return joinSql([...where, sql`(${considered} and ${fails})`], " and ");
}

function keyCondition(key: readonly string[], failing: Sql): Sql {
  const same = key.map((name) => sql`bad.${identifier(name)} = checked.${identifier(name)}`);
  return sql`exists (select 1 from (${failing}) as bad where ${joinSql(same, " and ")})`;
}

function deleteWhere(check: Check, condition: Sql): Sql {
  return sql`delete from ${relation(check.table)} as checked where ${condition}`;
}

function refuse({ id }: Check, why: string, hint: string): DxError {
  return new DxError("DX_QUALITY_QUARANTINE", `${id} cannot be quarantined: ${why}`, {
    path: [id],
    hint,
  });
}
