import type { Finding } from "@dx/core";
import { countRows, firstRow, together, type Query, type Sql } from "@dx/sql";

/** Asks for a finding of rows: how many there are, and the first. Its count may be 0. */
export function findingOf(
  finding: Pick<Finding, "code" | "severity" | "subject">,
  what: string,
  rows: Sql,
): Query<Finding> {
  const asked = { count: countRows(rows), example: firstRow(rows) };
  return together(finding.code, asked, ({ count, example }) => ({
    code: finding.code,
    severity: finding.severity,
    message: `${count} ${what}`,
    subject: finding.subject,
    count,
    example,
  }));
}
