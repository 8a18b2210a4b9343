import type { Check } from "../check.ts";
import type { ImportOptions } from "./export-options.ts";
import type { Imported } from "./from-great-expectations.ts";
import { createLosses, type Losses } from "./loss.ts";
import { readDocument, recordsOf, textOf } from "./read-document.ts";
import { readSodaCl } from "./soda-cl-read.ts";
import { readSodaContract } from "./soda-contract-read.ts";
import { createIds, dimensionOf, kindOf, nameOf, type CheckBody } from "./words.ts";

/** A check as Soda has it, before it has an id. */
export interface SodaRead {
  /** What it is called. */
  readonly name: string | undefined;
  /** Where it stands, for those without a name. */
  readonly place: string;
  /** What it asks. */
  readonly body: CheckBody;
  /** What becomes of a failure. */
  readonly severity: Check["severity"];
  /** Its condition on rows. */
  readonly where: string | undefined;
  /** What dx put beside it. */
  readonly kept?: Pick<Partial<Check>, "dimension" | "reason" | "owner">;
}

/** What reading needs. */
export interface SodaReading extends ImportOptions {
  /** Names a loss at a place. */
  readonly lose: (...loss: Parameters<Losses["add"]>) => void;
}

/**
 * Reads checks of Soda: SodaCL of version 3, or a contract of version 4, which has a `dataset`.
 * @throws DxError `DX_QUALITY_DOCUMENT`
 * @example
 * ```ts
 * import { fromSoda } from "@dx/quality";
 * const file = { "checks for shop": ["missing_count(city) = 0", "row_count > 0"] };
 * const { suite, losses } = fromSoda(file, { dialect: "duckdb" });
 * if (suite.checks.length !== 2 || losses.length > 0) throw new Error();
 * ```
 * @see Soda, "SodaCL reference" (version 3), "Contract language reference" (version 4)
 */
export function fromSoda(document: unknown, options: ImportOptions): Imported {
  const file = readDocument(document, "checks of Soda");
  const losses = createLosses();
  const reading: SodaReading = { ...options, lose: losses.add };
  const makeId = createIds();
  const sections =
    textOf(file["dataset"]) === undefined
      ? sectionsOf(file, reading)
      : [
          {
            table: options.table ?? tableOf(textOf(file["dataset"]) ?? "", options),
            checks: readSodaContract(file, reading),
          },
        ];
  const checks = sections.flatMap(({ table, checks: all }) =>
    all.map(({ name, place, body, severity, where, kept }): Check => {
      const draft = {
        id: makeId(name ?? `${table}.${place}`),
        table,
        severity,
        dimension: "validity",
        ...(where === undefined ? {} : { where }),
        ...body,
      } as const;
      return { ...draft, dimension: dimensionOf(kindOf(draft)), ...kept };
    }),
  );
  return { suite: { name: options.name ?? "soda", checks }, losses: losses.list };
}

function sectionsOf(
  file: Readonly<Record<string, unknown>>,
  reading: SodaReading,
): readonly { readonly table: string; readonly checks: readonly SodaRead[] }[] {
  return Object.entries(file).flatMap(([key, entries]) => {
    const [, table] = /^checks for ("(?:[^"]|"")+"|\S+)$/.exec(key) ?? [];
    if (table === undefined) {
      reading.lose(key, "dropped", key, "dx reads `checks for` one table without a filter");
      return [];
    }
    const all = Array.isArray(entries) ? entries : recordsOf(entries);
    return [
      { table, checks: all.flatMap((entry: unknown) => readSodaCl(entry, { ...reading, table })) },
    ];
  });
}

/** The table of `source/schema/table`. */
function tableOf(dataset: string, { dialect }: ImportOptions): string {
  return dataset
    .split("/")
    .slice(1)
    .map((part) => nameOf(part, dialect))
    .map((part) => (/[.\s]/.test(part) && !part.startsWith('"') ? `"${part}"` : part))
    .join(".");
}
