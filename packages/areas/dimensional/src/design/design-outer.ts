import type { Decision, Hierarchy, OuterTable, StarColumn } from "../model.ts";
import type { DesignReference, DesignSource, DesignTable } from "./design-input.ts";
import { findTable } from "./find-table.ts";
import { isPlain } from "./kinds.ts";
import { baseName, isCalendar, looksLikeAudit, nameIn, roleName } from "./names.ts";

/** What a dimension takes over from tables that its own names. */
export interface Outer {
  /** Those tables. */
  readonly outer: readonly OuterTable[];
  /** Their columns. */
  readonly attributes: readonly StarColumn[];
  /** The chains of references, as levels. */
  readonly hierarchies: readonly Hierarchy[];
  /** Why. */
  readonly decisions: readonly Decision[];
}

interface Given {
  readonly source: DesignSource;
  /** No dimension takes over what is a fact. */
  readonly facts: readonly string[];
  /** Names that are taken. */
  readonly taken: readonly StarColumn[];
}

/** How far references are followed. */
const deepest = 4;
const mostAttributes = 60;

/** Finds the tables that a dimension's own refers to, and those that they refer to, for one flat table of all that describes a member; calendars stay where they are. */
export function designOuter(table: DesignTable, name: string, given: Given): Outer {
  const found: { outer: OuterTable; table: DesignTable }[] = [];
  const attributes: StarColumn[] = [];
  const hierarchies: Hierarchy[] = [];
  const isTaken = (wanted: string): boolean =>
    [...given.taken, ...attributes].some((one) => one.name === wanted);
  const visit = (from: DesignTable, through: OuterTable | null, path: Path): void => {
    for (const reference of outgoing(from, given, path)) {
      const parent = findTable(given.source.tables, reference.parent, "references");
      const role = uniqueRole(from, reference, found);
      const outer: OuterTable = {
        name: role,
        source: parent.name,
        ...(through === null ? {} : { through: through.name }),
        columns: reference.childColumns,
        key: reference.parentColumns,
      };
      found.push({ outer, table: parent });
      for (const column of describing(parent, reference)) {
        const own = nameIn(parent, column.name);
        const wanted = own.startsWith(`${role}_`) || own === role ? own : `${role}_${own}`;
        if (isTaken(wanted) || attributes.length >= mostAttributes) continue;
        attributes.push({ name: wanted, source: column.name, from: role, type: column.type });
      }
      const level = levelOf(reference, through, [...given.taken, ...attributes]);
      const levels = level === null ? [] : [...path.levels, level];
      if (levels.length > 1) hierarchies.push({ name: levels.join(" < "), levels });
      visit(parent, outer, { tables: [...path.tables, parent.name], levels });
    }
  };
  visit(table, null, { tables: [table.name], levels: [] });
  const longest = hierarchies.filter(
    ({ levels }) =>
      !hierarchies.some(
        (other) =>
          other.levels.length > levels.length &&
          levels.every((one, at) => other.levels[at] === one),
      ),
  );
  return {
    outer: found.map(({ outer }) => outer),
    attributes,
    hierarchies: longest,
    decisions: found.map(({ outer }) => ({
      subject: name,
      about: "attribute",
      decision: `the columns of ${outer.source} as ${outer.name}`,
      by: "data",
      reason: `${outer.columns.join(", ")} names its rows: a member is described in one place, without further joins`,
    })),
  };
}

interface Path {
  readonly tables: readonly string[];
  readonly levels: readonly string[];
}

function outgoing(
  { name }: DesignTable,
  { source, facts }: Given,
  { tables }: Path,
): readonly DesignReference[] {
  if (tables.length > deepest) return [];
  return source.references.filter(
    ({ child, parent }) =>
      child === name && !tables.includes(parent) && !facts.includes(parent) && !isCalendar(parent),
  );
}

function uniqueRole(
  from: DesignTable,
  { childColumns, parent, parentColumns }: DesignReference,
  found: readonly { readonly outer: OuterTable }[],
): string {
  const role = roleName(
    childColumns.map((one) => nameIn(from, one)),
    parent,
    parentColumns,
  );
  const isUsed = (one: string): boolean => found.some(({ outer }) => outer.name === one);
  return isUsed(role) ? `${baseName(from.name)}_${role}` : role;
}

function describing(
  { columns }: DesignTable,
  { parentColumns }: DesignReference,
): DesignTable["columns"] {
  return columns.filter(
    ({ name, type }) => !parentColumns.includes(name) && isPlain(type) && !looksLikeAudit(name),
  );
}

/** The attribute by which a row of the next table is named: each value has one row, so the levels are strict. */
function levelOf(
  { childColumns }: DesignReference,
  through: OuterTable | null,
  attributes: readonly StarColumn[],
): string | null {
  const [column, ...others] = childColumns;
  const found = attributes.find(({ source, from }) => source === column && from === through?.name);
  return others.length > 0 || found === undefined ? null : found.name;
}
