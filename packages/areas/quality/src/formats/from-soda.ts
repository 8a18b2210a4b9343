import type { Check } from "../check.ts";
import type { ImportOptions } from "./export-options.ts";
import type { Imported } from "./from-great-expectations.ts";
import { createLosses, type Losses } from "./loss.ts";
import { isRecord, listOf, readDocument, recordsOf, textOf } from "./read-document.ts";
import { datasetsOf, readSodaCl } from "./soda-cl-read.ts";
import { readSodaContract } from "./soda-contract-read.ts";
import { createIds, dimensionOf, kindOf, nameOf, type CheckBody } from "./words.ts";

type Record_ = Readonly<Record<string, unknown>>;

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

interface Section {
  readonly table: string;
  readonly checks: readonly SodaRead[];
}

/** The checks of each table; filters stand in sections of their own. */
function sectionsOf(file: Record_, reading: SodaReading): readonly Section[] {
  return Object.entries(file).flatMap(([key, entries]): readonly Section[] => {
    const [, table, part] = /^checks for ("(?:[^"]|"")+"|[^\s[]+)(?:\s+\[(.+)\])?$/.exec(key) ?? [];
    if (table !== undefined) {
      const filter = part === undefined ? undefined : filterOf(file, table, part);
      if (part === undefined || filter !== undefined)
        return [sectionOf(table, entries, { file, filter, reading })];
    }
    if (key.startsWith("for each dataset ") && isRecord(entries)) {
      const datasets = datasetsOf(entries);
      if (datasets.length === listOf(entries["datasets"]).length)
        return datasets.map((one) =>
          sectionOf(one, entries["checks"], { file, filter: undefined, reading }),
        );
    }
    if (!/^(?:filter|configurations for) /.test(key))
      reading.lose(
        key,
        "dropped",
        key,
        "dx reads `checks for` a table, with a filter that the file has",
      );
    return [];
  });
}

interface Around {
  readonly file: Record_;
  readonly filter: string | undefined;
  readonly reading: SodaReading;
}

function sectionOf(table: string, entries: unknown, { file, filter, reading }: Around): Section {
  const configured = file[`configurations for ${table}`];
  const all = Array.isArray(entries) ? entries : recordsOf(entries);
  const read = all.flatMap((entry: unknown) =>
    readSodaCl(entry, { ...reading, table, configured: isRecord(configured) ? configured : {} }),
  );
  if (filter === undefined) return { table, checks: read };
  const checks = read.map((one) =>
    Object.assign({}, one, {
      where: one.where === undefined ? filter : `(${filter}) and (${one.where})`,
    }),
  );
  return { table, checks };
}

/** The condition of `filter TABLE [NAME]`, which has a `where`. */
function filterOf(file: Record_, table: string, part: string): string | undefined {
  const filter = file[`filter ${table} [${part}]`];
  return isRecord(filter) ? textOf(filter["where"]) : undefined;
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
