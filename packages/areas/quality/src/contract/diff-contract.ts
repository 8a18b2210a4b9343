import { DxError } from "@dx/core";
import type { ContractColumn, ContractTable, DataContract, ServiceLevel } from "./contract.ts";
import { compareChecks } from "./compare-checks.ts";
import { typeChange } from "./type-change.ts";

/** Who has to change something, or fails. */
export type Party = "consumers" | "producers";

/** One thing that is different. */
export interface ContractChange {
  /** Where: table, column, check. */
  readonly path: string;
  /** What happened to it, as `column-removed`. */
  readonly code: string;
  /** Who breaks by it; empty if nobody. */
  readonly breaks: readonly Party[];
  /** What it asks of the version. */
  readonly bump: "major" | "minor" | "patch";
  /** One sentence for people. */
  readonly message: string;
}

/** What is different between two versions of a contract. */
export interface ContractDiff {
  /** All of it; empty if nothing is. */
  readonly changes: readonly ContractChange[];
  /** What the changes ask of the version; `null` if nothing changed. */
  readonly bump: "major" | "minor" | "patch" | null;
  /** The version that the newer contract must have at least. */
  readonly version: string;
  /** Whether its own version is that or later. */
  readonly isDeclared: boolean;
  /** Everybody who breaks. */
  readonly breaks: readonly Party[];
}

/** Collects changes. */
export type NoteChange = (
  path: string,
  code: string,
  rest: Pick<ContractChange, "breaks" | "message">,
) => void;

/**
 * What changed from one contract to the next. It is major if consumers break: something is gone, may now be NULL or come twice, has another type, or is promised less. It is minor if
 * something was added or is promised more, which producers must keep. It is a patch if only words changed.
 * @throws DxError `DX_QUALITY_VERSION` if the older version is not three numbers
 * @example
 * ```ts
 * import { diffContract, type DataContract } from "@dx/quality";
 * const table = { name: "shop", columns: [{ name: "id", type: "int64", required: true }] } as const;
 * const older: DataContract = { id: "c", name: "shops", version: "1.2.0", status: "active", tables: [table] };
 * const newer = { ...older, tables: [{ ...table, columns: [{ ...table.columns[0], required: false }] }] };
 * const { bump, breaks, version } = diffContract(older, newer);
 * if (bump !== "major" || breaks.join() !== "consumers" || version !== "2.0.0") throw new Error();
 * ```
 * @see Semantic Versioning 2.0.0
 */
export function diffContract(older: DataContract, newer: DataContract): ContractDiff {
  const changes: ContractChange[] = [];
  const note: NoteChange = (path, code, { breaks, message }) => {
    const isWord = code.endsWith("-reworded");
    const bump = breaks.includes("consumers") ? "major" : isWord ? "patch" : "minor";
    changes.push({ path, code, breaks, bump, message });
  };
  diffHead(older, newer, note);
  diffNamed(older.tables, newer.tables, {
    removed: ({ name }) =>
      note(name, "table-removed", { breaks: ["consumers"], message: `the table ${name} is gone` }),
    added: ({ name }) =>
      note(name, "table-added", { breaks: [], message: `the table ${name} is new` }),
    both: (one, other) => diffTable(one, other, note),
  });
  diffLevels(older.serviceLevels ?? [], newer.serviceLevels ?? [], note);
  const bump =
    (["major", "minor", "patch"] as const).find((one) =>
      changes.some((change) => change.bump === one),
    ) ?? null;
  const version = nextVersion(older.version, bump);
  const parties = (["consumers", "producers"] as const).filter((party) =>
    changes.some(({ breaks }) => breaks.includes(party)),
  );
  return {
    changes,
    bump,
    version,
    isDeclared: compareVersions(newer.version, version) >= 0,
    breaks: parties,
  };
}

interface Named {
  readonly name: string;
}

/** What is done with what is in one list, the other, or both. */
interface Sides<Item> {
  readonly removed: (item: Item) => void;
  readonly added: (item: Item) => void;
  readonly both: (older: Item, newer: Item) => void;
}

function diffNamed<Item extends Named>(
  older: readonly Item[],
  newer: readonly Item[],
  { removed, added, both }: Sides<Item>,
): void {
  const [before, after] = [older, newer].map(
    (list) => new Map(list.map((item) => [item.name, item])),
  );
  for (const item of older) {
    const other = after?.get(item.name);
    if (other === undefined) removed(item);
    else both(item, other);
  }
  for (const item of newer) if (before?.has(item.name) === false) added(item);
}

function diffHead(older: DataContract, newer: DataContract, note: NoteChange): void {
  for (const key of ["name", "domain", "purpose", "owner"] as const)
    if (older[key] !== newer[key])
      note(key, `${key}-reworded`, { breaks: [], message: `${key} says something else` });
  if (older.status !== newer.status) {
    const isEnd = newer.status === "retired";
    note("status", isEnd ? "contract-retired" : "status-reworded", {
      breaks: isEnd ? ["consumers"] : [],
      message: `it is ${newer.status}, and was ${older.status}`,
    });
  }
}

const keyOf = ({ columns }: ContractTable): string =>
  columns
    .filter(({ primaryKey }) => primaryKey !== undefined)
    .toSorted((one, other) => (one.primaryKey ?? 0) - (other.primaryKey ?? 0))
    .map((column) => column.name)
    .join(", ");

function diffTable(older: ContractTable, newer: ContractTable, note: NoteChange): void {
  const { name } = older;
  if (older.description !== newer.description)
    note(name, "table-reworded", { breaks: [], message: `${name} is described differently` });
  diffNamed(older.columns, newer.columns, {
    removed: (column) =>
      note(`${name}.${column.name}`, "column-removed", {
        breaks: ["consumers"],
        message: `the column ${column.name} is gone`,
      }),
    added: (column) => {
      const isNeeded = column.required === true || column.primaryKey !== undefined;
      note(`${name}.${column.name}`, "column-added", {
        breaks: isNeeded ? ["producers"] : [],
        message: `the column ${column.name} is new${isNeeded ? ", and must be filled" : ""}`,
      });
    },
    both: (one, other) =>
      diffColumn(one, other, (code, rest) => note(`${name}.${one.name}`, code, rest)),
  });
  if (keyOf(older) !== keyOf(newer))
    note(name, "key-changed", {
      breaks: ["consumers", "producers"],
      message: `a row of ${name} is told by (${keyOf(newer)}), and was by (${keyOf(older)})`,
    });
  compareChecks(older.checks ?? [], newer.checks ?? [], note);
}

const to = ({ references }: ContractColumn): string =>
  references === undefined ? "" : `${references.table}.${references.column}`;

function diffColumn(
  older: ContractColumn,
  newer: ContractColumn,
  note: (code: string, rest: Pick<ContractChange, "breaks" | "message">) => void,
): void {
  const { name } = older;
  if (older.description !== newer.description)
    note("column-reworded", { breaks: [], message: `${name} is described differently` });
  if (older.type !== newer.type) {
    const { code, breaks } = typeChange(older.type, newer.type);
    note(code, { breaks, message: `${name} is ${newer.type}, and was ${older.type}` });
  }
  if (older.nativeType !== newer.nativeType && older.type === newer.type)
    note("native-type-changed", {
      breaks: ["consumers"],
      message: `${name} is ${newer.nativeType ?? "of a type that is not said"}, and was ${older.nativeType ?? "of none that was said"}`,
    });
  const promise = (key: "required" | "unique", more: string, less: string): void => {
    const [was, is] = [older[key] === true, newer[key] === true];
    if (is && !was) note(`${key}-promised`, { breaks: ["producers"], message: `${name} ${more}` });
    if (was && !is) note(`${key}-withdrawn`, { breaks: ["consumers"], message: `${name} ${less}` });
  };
  promise("required", "may no longer be NULL", "may now be NULL");
  promise("unique", "may no longer have a value twice", "may now have a value twice");
  if (to(older) === to(newer)) return;
  const isNew = to(older) === "";
  note(isNew ? "reference-promised" : "reference-withdrawn", {
    breaks: [
      ...(isNew ? [] : ["consumers" as const]),
      ...(to(newer) === "" ? [] : ["producers" as const]),
    ],
    message: `${name} references ${to(newer) || "nothing"}, and referenced ${to(older) || "nothing"}`,
  });
}

/** Of which less is better. */
const lessIsBetter = new Set([
  "freshness",
  "latency",
  "frequency",
  "timeToDetect",
  "timeToRepair",
  "errorRate",
]);
/** Of which more is better; of all others, nobody knows. */
const moreIsBetter = new Set(["availability", "retention", "throughput", "generalAvailability"]);

const named = (levels: readonly ServiceLevel[]): readonly (ServiceLevel & Named)[] =>
  levels.map((level) => ({
    ...level,
    name: [level.property, level.element].filter((part) => part !== undefined).join(" of "),
  }));

function diffLevels(
  older: readonly ServiceLevel[],
  newer: readonly ServiceLevel[],
  note: NoteChange,
): void {
  diffNamed(named(older), named(newer), {
    removed: ({ name }) =>
      note(name, "service-level-withdrawn", {
        breaks: ["consumers"],
        message: `${name} is no longer promised`,
      }),
    added: ({ name, value, unit = "" }) =>
      note(name, "service-level-promised", {
        breaks: ["producers"],
        message: `${name} is promised: ${value} ${unit}`.trimEnd(),
      }),
    both: (one, other) => {
      if (one.value === other.value && one.unit === other.unit) {
        if (one.description !== other.description)
          note(one.name, "service-level-reworded", {
            breaks: [],
            message: `${one.name} is described differently`,
          });
        return;
      }
      const comparable =
        typeof one.value === "number" && typeof other.value === "number" && one.unit === other.unit;
      const isMore = comparable && other.value > one.value;
      const isKnown =
        comparable && (lessIsBetter.has(one.property) || moreIsBetter.has(one.property));
      const isBetter = isKnown && isMore === moreIsBetter.has(one.property);
      const breaks: readonly Party[] = !isKnown
        ? ["consumers", "producers"]
        : isBetter
          ? ["producers"]
          : ["consumers"];
      note(one.name, isBetter ? "service-level-promised" : "service-level-changed", {
        breaks,
        message:
          `${one.name} is ${other.value} ${other.unit ?? ""}, and was ${one.value} ${one.unit ?? ""}`.trimEnd(),
      });
    },
  });
}

function parts(version: string): readonly [number, number, number] {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined || patch === undefined)
    throw new DxError("DX_QUALITY_VERSION", `not a version: ${JSON.stringify(version)}`, {
      path: ["version"],
      hint: "write three numbers, as 1.0.0",
    });
  return [Number(major), Number(minor), Number(patch)];
}

function nextVersion(version: string, bump: ContractDiff["bump"]): string {
  const [major, minor, patch] = parts(version);
  if (bump === null) return `${major}.${minor}.${patch}`;
  if (bump === "major") return `${major + 1}.0.0`;
  return bump === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

function compareVersions(one: string, other: string): number {
  const [left, right] = [parts(one), parts(other)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
