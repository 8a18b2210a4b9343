import { DxError, type Finding } from "@dx/core";
import { castAs, identifier, isNotDistinct, sql, together, type Query, type Sql } from "@dx/sql";
import { columnsAs, isOpen } from "./as-of-condition.ts";
import { findingOf } from "./check-finding.ts";
import { checkHistory } from "./check-history.ts";
import { columnsOf } from "./history-spec.ts";
import type { FlagCoding, HistoryProposal } from "./history-proposal.ts";

/**
 * Finds what is wrong with a table that was there, under what `detectHistory` proposes: as `checkHistory`, and
 * a flag that is no boolean by its own coding. Where ends belong to their versions, a version may last one unit,
 * and versions that meet on the same time overlap; equal neighbours are not looked for then.
 * @throws DxError `DX_SCD_DETECT` if the proposal has no specification
 */
export function auditHistory(proposal: HistoryProposal): Query<readonly Finding[]> {
  const { table, spec, ends, flag } = proposal;
  if (spec === null)
    throw new DxError("DX_SCD_DETECT", `${table.name} is not known to be a history`, {
      hint: proposal.questions.map(({ question }) => question).join(" "),
    });
  const audited = ends === "included" ? { ...spec, isEndIncluded: true } : spec;
  const subject = table.name;
  const flags =
    flag === null
      ? []
      : [
          findingOf(
            { code: "DX_SCD_CURRENT_FLAG", severity: "error", subject },
            "rows have a wrong flag",
            findWrongCodes(proposal.table, audited, flag),
          ),
        ];
  return together(
    "auditHistory",
    { invariants: checkHistory(table, audited), flags: together("flags", flags, (all) => all) },
    ({ invariants, flags: found }) => [...invariants, ...found.filter(({ count }) => count > 0)],
  );
}

function findWrongCodes(
  table: HistoryProposal["table"],
  spec: NonNullable<HistoryProposal["spec"]>,
  { column, open }: FlagCoding,
): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const [from, to] = columnsAs([spec.validFrom, spec.validTo]);
  const says = isNotDistinct(castAs(identifier(column), "text"), open);
  return sql`
    select ${[...keys, from ?? sql``, to ?? sql``, identifier(column)]}
    from ${table}
    where (case when ${isOpen(spec)} then 1 else 0 end) <> (case when ${says} then 1 else 0 end)
    order by ${[...keys, from ?? sql``]}`;
}
