import { identifier, sql, timestampLiteral, type Sql } from "@dx/sql";
import type { HistorySpec } from "./history-spec.ts";

/** A column, of the table with an alias if there is one. */
export function columnOf(name: string, alias?: string): Sql {
  return alias === undefined ? identifier(name) : identifier(alias, name);
}

/** The columns of a list, as {@link columnOf}. */
export function columnsAs(names: readonly string[], alias?: string): readonly Sql[] {
  return names.map((name) => columnOf(name, alias));
}

/** A history that is audited as it is: its ends may belong to their versions. */
export interface AuditedSpec extends HistorySpec {
  /** Whether a version is still valid at its end. */
  readonly isEndIncluded?: boolean;
}

/** Begin and end of versions, and what open ones end in. */
export type Times = Pick<HistorySpec, "validFrom" | "validTo" | "openEnd">;

/** Whether a version has the end that open ones have. */
export function isOpen(spec: Times, alias?: string): Sql {
  const to = columnOf(spec.validTo, alias);
  return spec.openEnd === undefined
    ? sql`${to} is null`
    : sql`${to} = ${timestampLiteral(spec.openEnd)}`;
}

/** Whether a version is ever valid: it is open, or ends after its begin. */
export function isEverValid(spec: AuditedSpec, alias?: string): Sql {
  const [from, to] = [columnOf(spec.validFrom, alias), columnOf(spec.validTo, alias)];
  const before = spec.isEndIncluded === true ? sql`<=` : sql`<`;
  return sql`(${from} is not null and (${isOpen(spec, alias)} or ${from} ${before} ${to}))`;
}

/** Whether a version is valid at a time: its begin is included, its end is not. */
export function isValidAt(spec: HistorySpec, time: Sql, alias?: string): Sql {
  const [from, to] = [columnOf(spec.validFrom, alias), columnOf(spec.validTo, alias)];
  return sql`(${from} <= ${time} and (${isOpen(spec, alias)} or ${time} < ${to}))`;
}
