import { isCalledLine } from "./design-headers.ts";
import type { Decision } from "../model.ts";
import type {
  DesignReference,
  DesignRequirements,
  DesignSource,
  DesignTable,
} from "./design-input.ts";
import { isDate, isNumber } from "./kinds.ts";
import { isCalendar, looksLikeAudit, looksLikeKey } from "./names.ts";
import { findTable } from "./find-table.ts";

/** Which tables become facts, and why; the others are dimensions if a fact refers to them. */
export interface Classified {
  /** Facts, in the order of the tables. */
  readonly facts: readonly DesignTable[];
  /** Why each is one. */
  readonly decisions: readonly Decision[];
}

/**
 * Finds the facts: tables that refer to others and that none but facts refers to, with numbers to add up or at least two references. One that
 * facts refer to is a fact too if it has a date and numbers, as an order beside its lines, or relates others by its key, as parts and their suppliers.
 */
export function classifyTables(
  { tables, references }: DesignSource,
  { facts }: DesignRequirements,
): Classified {
  if (facts !== undefined && facts.length > 0)
    return {
      facts: facts.map((name) => findTable(tables, name, "facts")),
      decisions: facts.map((name) => ({
        subject: name,
        about: "fact",
        decision: "a fact",
        by: "person",
        reason: "the inputs name it",
      })),
    };
  const own = references.filter(({ child, parent }) => child !== parent);
  const found = new Map<string, string>();
  for (let grew = true; grew;) {
    grew = false;
    for (const table of tables) {
      const reason = found.has(table.name) ? null : whyFact(table, { tables, own, found });
      if (reason === null) continue;
      found.set(table.name, reason);
      grew = true;
    }
  }
  return {
    facts: tables.filter(({ name }) => found.has(name)),
    decisions: [...found].map(([subject, reason]) => ({
      subject,
      about: "fact",
      decision: "a fact",
      by: "data",
      reason,
    })),
  };
}

function whyFact(
  table: DesignTable,
  {
    tables,
    own,
    found,
  }: {
    readonly tables: readonly DesignTable[];
    readonly own: readonly DesignReference[];
    readonly found: ReadonlyMap<string, string>;
  },
): string | null {
  const refers = own.filter(({ child }) => child === table.name);
  const referred = own.filter(({ parent }) => parent === table.name);
  const used = new Set(refers.flatMap(({ childColumns }) => childColumns));
  const keys = new Set(table.keys.flatMap(({ columns }) => columns));
  const numbers = table.columns.filter(
    ({ name, type }) => isNumber(type) && !used.has(name) && !keys.has(name) && !looksLikeKey(name),
  );
  const isLine = table.keys.length > 0 && table.keys.every(({ columns }) => columns.length > 1);
  const days = isLine ? refers.filter(({ parent }) => isCalendar(parent)) : [];
  const dates = [
    ...table.columns.filter(({ name, type }) => isDate(type) && !looksLikeAudit(name)),
    ...days,
  ];
  const parents = [...new Set(refers.map(({ parent }) => parent))].join(", ");
  const parts = `it refers to ${parents === "" ? "no other table" : parents}, has ${numbers.length} columns of numbers and ${dates.length} of dates`;
  if (tables.length === 1)
    return numbers.length + dates.length > 0 ? `it is the only table, and ${parts}` : null;
  if (refers.length === 0) return null;
  if (referred.length === 0)
    return numbers.length > 0 || refers.length > 1 ? `${parts}, and nothing refers to it` : null;
  if (!referred.every(({ child }) => found.has(child))) return null;
  if (relates(table, refers))
    return `${parts}, its key is of references alone, and only facts refer to it`;
  const why = whyHeader(table, { referred, hasNumbers: numbers.length > 0 });
  return dates.length === 0 || why === null ? null : `${parts}, and ${why}`;
}

/** Why a table with dates that only facts refer to is one too, as an order beside its lines. */
function whyHeader(
  { name }: DesignTable,
  given: { readonly referred: readonly DesignReference[]; readonly hasNumbers: boolean },
): string | null {
  if (given.referred.some(({ child }) => isCalledLine(child, name)))
    return "what refers to it are its lines";
  return given.hasNumbers ? "only facts refer to it" : null;
}

/** Whether a table relates others: its key is of references to two tables at least. */
function relates({ keys }: DesignTable, refers: readonly DesignReference[]): boolean {
  return keys.some(({ columns }) => {
    const parents = columns.map(
      (one) => refers.find(({ childColumns }) => childColumns.includes(one))?.parent,
    );
    return !parents.includes(undefined) && new Set(parents).size > 1;
  });
}
