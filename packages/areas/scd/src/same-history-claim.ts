import { relation, type Claim, type TableName } from "@dx/core";
import { sql, type Sql } from "@dx/sql";
import { columnsAs } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** What is claimed of two histories. */
export interface SameHistoryClaimOptions {
  /** Which columns keep the histories. */
  readonly spec: HistorySpec;
  /** The claim's. */
  readonly id: string;
  /** The claim's. */
  readonly statement: string;
}

/** That two histories have the same rows, but for sequence keys and columns for auditors. */
export function sameHistoryClaim(
  history: TableName,
  other: TableName,
  { spec, id, statement }: SameHistoryClaimOptions,
): Claim<Sql> {
  const [one, two] = [relation(history), relation(other)];
  const { key, attributes, prior } = columnsOf(spec);
  const { validFrom, validTo, current, rowHash, surrogate } = spec;
  const hash = surrogate?.by === "hash" ? surrogate.column : undefined;
  const attached = [current, rowHash, hash].filter((name) => name !== undefined);
  const described = [...attributes, ...Object.values(prior)];
  const columns = [...key, validFrom, validTo, ...described, ...attached];
  const names = columnsAs(columns);
  return {
    id,
    statement,
    subject: one.name,
    about: "result",
    check: {
      kind: "same-rows",
      left: sql`select ${names} from ${one}`,
      right: sql`select ${names} from ${two}`,
      key: [...key, validFrom],
      columns,
    },
  };
}
