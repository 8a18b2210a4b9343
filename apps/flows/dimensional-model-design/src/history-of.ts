import { auditColumns, versionColumns, type Dimension } from "@dx/dimensional";
import type { HistorySpec } from "@dx/scd";

/** What keeps the versions of a dimension of type 2, in `<dimension>_history`; its columns have the source's names. */
export function historySpec({ surrogateKey, businessKey, attributes }: Dimension): HistorySpec {
  return {
    key: businessKey.map(({ source }) => source),
    tracked: attributes.map(({ source }) => source),
    ...versionColumns,
    surrogate: { column: surrogateKey, by: "sequence" },
    audit: auditColumns,
  };
}
