import { DxError } from "@dx/core";
import type { Decision, FactKey, FactTable, Measure, OuterTable } from "../model.ts";
import { dateName } from "./design-date.ts";
import { rollUpFor } from "./design-measures.ts";
import type {
  DesignReference,
  DesignRequirements,
  DesignSource,
  DesignTable,
} from "./design-input.ts";
import { findTable, meansColumn, meansTable } from "./find-table.ts";
import { baseName } from "./names.ts";

const lineWords = /^(line|line_item|item|detail|position|row|entry)$/;

/** Whether a table is called as the lines of another one, as `order_items` of `orders`. */
export function isCalledLine(line: string, header: string): boolean {
  const [own, base] = [baseName(line), `${baseName(header)}_`];
  return own.startsWith(base) && lineWords.test(own.slice(base.length));
}

/** Whether a table has the lines of another one: by its name, or since its key begins with that of the other one. */
function isLine({ name, keys }: DesignTable, { parent, childColumns }: DesignReference): boolean {
  return (
    isCalledLine(name, parent) ||
    keys.some(
      ({ columns }) =>
        columns.length > childColumns.length && childColumns.every((one) => columns.includes(one)),
    )
  );
}

/** A fact with what it has from its headers. */
export interface WithHeaders {
  /** The fact. */
  readonly fact: FactTable;
  /** Why. */
  readonly decisions: readonly Decision[];
}

/**
 * Puts the dimensions of headers on their lines, so that these can be asked by customer and day too; the grain stays. Measures of a header are left
 * where they are: on lines they would be counted once for each, but for those that people have shared out.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a measure that is to be shared out and is none of a header, `DX_DIMENSIONAL_DESIGN` for one that cannot be
 */
export function designHeaders(
  { tables, references }: DesignSource,
  {
    facts,
    versioned,
    requirements,
  }: {
    readonly facts: readonly FactTable[];
    /** The dimensions of type 2. */
    readonly versioned: ReadonlySet<string>;
    readonly requirements: DesignRequirements;
  },
): readonly WithHeaders[] {
  const { headers: wanted, allocate = {} } = requirements;
  const shared = new Set<string>();
  const designed = facts.map((fact): WithHeaders => {
    const table = findTable(tables, fact.source, "facts");
    const heads = references.flatMap((reference) => {
      const head = facts.find(({ source }) => source === reference.parent);
      if (reference.child !== fact.source || head === undefined || head === fact) return [];
      const isWanted =
        wanted === undefined
          ? isLine(table, reference)
          : wanted !== false && wanted.some((one) => meansTable(one, reference.parent));
      return isWanted ? [{ reference, head }] : [];
    });
    let made: WithHeaders = { fact, decisions: [] };
    for (const { reference, head } of heads) {
      const shares = sharesOf({ table, head, requirements });
      for (const one of shares) shared.add(one.asked);
      made = withHeader(made, { reference, head, shares, versioned });
    }
    return made;
  });
  const stray = Object.keys(allocate).find((one) => !shared.has(one));
  if (stray === undefined) return designed;
  const known = facts.flatMap(({ source, measures }) =>
    measures.map((one) => `${source}.${one.source}`),
  );
  throw new DxError(
    "DX_DIMENSIONAL_NAME",
    `allocate: ${stray} is no measure of a header of lines`,
    {
      path: ["allocate", stray],
      hint: `measures are ${known.join(", ")}`,
    },
  );
}

interface Share {
  /** As people call the measure. */
  readonly asked: string;
  readonly measure: Measure;
  readonly by: string | null;
}

/** The measures of a header that are shared out to lines. */
function sharesOf({
  table,
  head,
  requirements: { allocate = {} },
}: {
  readonly table: DesignTable;
  readonly head: FactTable;
  readonly requirements: DesignRequirements;
}): readonly Share[] {
  return Object.entries(allocate).flatMap(([asked, by]): readonly Share[] => {
    const measure = head.measures.find(({ source }) => meansColumn(asked, head.source, source));
    if (measure === undefined) return [];
    const { kind } = measure.type;
    if (kind !== "decimal" && kind !== "int32" && kind !== "int64")
      throw new DxError("DX_DIMENSIONAL_DESIGN", `allocate: ${asked} is ${kind}`, {
        path: ["allocate", asked],
        hint: "share out whole numbers or decimals: shares of others do not add up exactly",
      });
    if (by === "equally") return [{ asked, measure, by: null }];
    if (table.columns.some(({ name }) => name === by)) return [{ asked, measure, by }];
    throw new DxError("DX_DIMENSIONAL_NAME", `allocate: ${table.name} has no column ${by}`, {
      path: ["allocate", asked],
      hint: `write equally, or one of ${table.columns.map(({ name }) => name).join(", ")}`,
    });
  });
}

function withHeader(
  { fact, decisions }: WithHeaders,
  {
    reference,
    head,
    shares,
    versioned,
  }: {
    readonly reference: DesignReference;
    readonly head: FactTable;
    readonly shares: readonly Share[];
    readonly versioned: ReadonlySet<string>;
  },
): WithHeaders {
  const base = baseName(head.source);
  const header: OuterTable = {
    name: base,
    source: head.source,
    columns: reference.childColumns,
    key: reference.parentColumns,
  };
  const keys = keysFrom(head, fact, base);
  const date = head.keys.find((one) => one.dimension === dateName && one.from === undefined);
  const own = fact.keys.map((key): FactKey => {
    const lacksTime = versioned.has(key.dimension) && key.asOf === undefined;
    if (!lacksTime || date === undefined) return key;
    const time = { asOf: date.source[0] ?? "", asOfFrom: base };
    return { ...key, ...time, ...(date.utc === true ? { utc: true } : {}) };
  });
  const all = [...own, ...keys];
  const measures = [...fact.measures, ...shares.map((share) => shareOf(share, fact, base))];
  return {
    fact: {
      ...fact,
      headers: [...(fact.headers ?? []), header],
      keys: all,
      measures: measures.map((one) =>
        Object.assign(
          { ...one },
          { rollUp: one.saidBy === "data" ? one.rollUp : rollUpFor(one.additivity, all) },
        ),
      ),
    },
    decisions: [...decisions, ...explain({ fact, head, keys, shares })],
  };
}

/** The keys of a header as those of its lines; what the lines have themselves stays theirs. */
function keysFrom(head: FactTable, fact: FactTable, base: string): readonly FactKey[] {
  const isTaken = (wanted: string): boolean => fact.keys.some(({ role }) => role === wanted);
  return head.keys
    .filter(({ from, role, dimension }) => {
      const isOwn = fact.keys.some((one) => one.role === role && one.dimension === dimension);
      return from === undefined && (!isOwn || dimension === dateName);
    })
    .map((key) => {
      const isVague = ["date", "time", "flags"].includes(key.role) || isTaken(key.role);
      const { role, column } = key;
      const named = isVague ? { role: `${base}_${role}`, column: `${base}_${column}` } : {};
      return Object.assign({ ...key }, named, { from: base });
    });
}

function shareOf({ measure, by }: Share, fact: FactTable, base: string): Measure {
  const columns = [
    ...fact.grain.key,
    ...fact.degenerate,
    ...fact.measures,
    ...fact.keys.map(({ column }) => ({ name: column })),
  ];
  const isTaken = columns.some(({ name }) => name === measure.name);
  return {
    ...measure,
    name: isTaken ? `${base}_${measure.name}` : measure.name,
    allocation: { from: base, by },
  };
}

function explain({
  fact,
  head,
  keys,
  shares,
}: {
  readonly fact: FactTable;
  readonly head: FactTable;
  readonly keys: readonly FactKey[];
  readonly shares: readonly Share[];
}): readonly Decision[] {
  const left = head.measures.filter(
    ({ source }) => !shares.some((one) => one.measure.source === source),
  );
  return [
    ...Array.from(keys, ({ column, dimension, role }): Decision => ({
      subject: `${fact.name}.${column}`,
      about: "key",
      decision: `${dimension} as ${role}`,
      by: "data",
      reason: `each row of ${fact.source} has one row of ${head.source}, which names it`,
    })),
    ...Array.from(shares, ({ measure, by }): Decision => ({
      subject: `${fact.name}.${measure.name}`,
      about: "measure",
      decision: `shared out by ${by ?? "equal parts"}`,
      by: "person",
      reason: "the inputs say so",
    })),
    ...Array.from(left, ({ name }): Decision => ({
      subject: `${fact.name}.${name}`,
      about: "left out",
      decision: `asked of ${head.name}`,
      by: "data",
      reason: `it is of one row of ${head.source}: on its lines it would be counted once for each; to have it there, say in allocate how it is shared out`,
    })),
  ];
}
