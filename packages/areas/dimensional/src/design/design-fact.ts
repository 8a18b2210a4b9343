import { DxError } from "@dx/core";
import {
  dateKey,
  type Decision,
  type Dimension,
  type FactKey,
  type FactTable,
  type StarColumn,
} from "../model.ts";
import { dateName } from "./design-date.ts";
import { designJunk, isNumberFlag } from "./design-junk.ts";
import { hasTimes, timeName } from "./design-time.ts";
import type {
  DesignColumn,
  DesignKey,
  DesignReference,
  DesignRequirements,
  DesignTable,
} from "./design-input.ts";
import { designMeasures } from "./design-measures.ts";
import { kindOf } from "./fact-kind.ts";
import { meansColumn } from "./find-table.ts";
import { isDate, isNumber, isPlain } from "./kinds.ts";
import {
  baseName,
  dateRole,
  looksLikeAudit,
  looksLikeKey,
  nameIn,
  plainName,
  roleName,
} from "./names.ts";

/** A reference of a fact that becomes one to a dimension. */
export interface Chosen {
  /** In the source. */
  readonly reference: DesignReference;
  /** What it leads to. */
  readonly dimension: Dimension;
}

/** The references of a fact. */
export interface References {
  /** Those that become keys. */
  readonly chosen: readonly Chosen[];
  /** Columns of the others: numbers among them name something, and are no measures. */
  readonly kept: readonly string[];
}

/** The fact that a table becomes. */
export function designFact(
  table: DesignTable,
  { chosen, kept }: References,
  requirements: DesignRequirements,
): {
  readonly fact: FactTable;
  readonly junk: Dimension | null;
  readonly decisions: readonly Decision[];
} {
  const name = `fct_${baseName(table.name)}`;
  const key = grainOf(table, requirements);
  const wantsDate =
    (requirements.dimensions ?? []).length === 0 ||
    (requirements.dimensions ?? []).some((one) => /^(dim_)?date$/.test(one));
  const dated = table.columns.filter(({ name: own, type }) => isDate(type) && !looksLikeAudit(own));
  const dates = wantsDate ? dated : [];
  const times = dated.filter(
    ({ name: own, type }) => type.kind !== "date" && hasTimes(table.figures?.[own], requirements),
  );
  const star = starOf(table);
  const keys: FactKey[] = [
    ...dates.map((one) => dateKeyOf(table, one)),
    ...times.map((one) => timeKeyOf(table, one)),
    ...referencesOf(table, chosen, dates[0]),
  ];
  const named = new Set([...key.columns, ...keys.flatMap(({ source }) => source)]);
  const junk = designJunk(
    table,
    mayFlag(table, new Set([...named, ...kept]), requirements),
    requirements,
  );
  if (junk.made !== null) keys.push(junk.made.key);
  const used = new Set([...named, ...junk.flags]);
  const measured = designMeasures(table, { requirements, used, kept, fact: name, keys });
  const rest = table.columns.filter(
    (column) => !used.has(column.name) && !measured.sources.includes(column.name),
  );
  const degenerate = table.columns.filter((column) =>
    isDegenerate(column, { table, requirements, kept, isRest: rest.includes(column) }),
  );
  const left = rest.filter((column) => !degenerate.includes(column));
  const kind = kindOf({
    key: key.columns,
    dates: dates.map((one) => one.name),
    keys,
    measures: measured.measures.length,
    table,
  });
  const sentence =
    requirements.grain?.sentence ??
    (kind.kind === "periodic-snapshot"
      ? `one row per ${keys
          .filter(({ dimension }) => dimension !== dateName && dimension !== timeName)
          .map(({ role }) => role.replaceAll("_", " "))
          .join(", ")} and day`
      : `one row per ${baseName(table.name).replaceAll("_", " ")}`);
  const fact: FactTable = {
    name,
    kind: kind.kind,
    source: table.name,
    grain: {
      sentence,
      key: key.columns.flatMap((one) =>
        table.columns.filter((column) => column.name === one).map(star),
      ),
    },
    keys,
    measures: measured.measures,
    degenerate: degenerate.map(star),
  };
  const reasons = { key, kind: kind.reason, chosen, left, measured: measured.decisions };
  return {
    fact,
    junk: junk.made?.dimension ?? null,
    decisions: [...explain(fact, reasons), ...junk.decisions],
  };
}

/** Why a fact is as it is. */
function explain(
  { name, kind, grain, keys, degenerate }: FactTable,
  given: {
    readonly key: DesignKey;
    readonly kind: string;
    readonly chosen: readonly Chosen[];
    readonly left: readonly DesignColumn[];
    readonly measured: readonly Decision[];
  },
): readonly Decision[] {
  const { key, chosen, left, measured } = given;
  return [
    { subject: name, about: "fact", decision: kind, by: "data", reason: given.kind },
    {
      subject: name,
      about: "grain",
      decision: `${grain.sentence}: ${key.columns.join(", ")}`,
      by: key.by,
      reason: grainReasons[key.by],
    },
    ...Array.from(keys, (one): Decision => ({
      subject: `${name}.${one.column}`,
      about: "key",
      decision: `${one.dimension} as ${one.role}`,
      ...reasonOf(one, chosen),
    })),
    ...measured,
    ...degenerate.map((column): Decision => ({
      subject: `${name}.${column.name}`,
      about: "degenerate",
      decision: "kept in the fact",
      by: "data",
      reason: "no table describes it",
    })),
    ...left.map((column): Decision => ({
      subject: `${name}.${plainName(column.name)}`,
      about: "left out",
      decision: "not in the star",
      by: "names",
      reason: whyLeft(column),
    })),
  ];
}

function starOf(table: DesignTable): (column: DesignColumn) => StarColumn {
  return ({ name: source, type }) => ({ name: nameIn(table, source), source, type });
}

const grainReasons: Readonly<Record<DesignKey["by"], string>> = {
  person: "the inputs say so",
  catalogue: "the catalogue declares this key",
  data: "no two rows have the same values",
};

function grainOf(table: DesignTable, { grain }: DesignRequirements): DesignKey {
  const given = grain?.key ?? [];
  const stray = given.find((one) => !table.columns.some(({ name }) => name === one));
  if (stray !== undefined)
    throw new DxError("DX_DIMENSIONAL_NAME", `grain: ${table.name} has no column ${stray}`, {
      path: ["grain", "key"],
      hint: `it has ${table.columns.map(({ name }) => name).join(", ")}`,
    });
  if (given.length > 0) return { columns: given, by: "person" };
  const [best] = table.keys;
  if (best !== undefined) return best;
  throw new DxError("DX_DIMENSIONAL_DESIGN", `nothing tells the rows of ${table.name} apart`, {
    path: ["grain", "key"],
    hint: "name the columns that do; of a file, number its rows",
  });
}

/** Columns that may be flags: that nobody wants otherwise, and that no key has. */
function mayFlag(
  table: DesignTable,
  named: ReadonlySet<string>,
  { measures = [], degenerate = [] }: DesignRequirements,
): readonly DesignColumn[] {
  const wanted = [...measures, ...degenerate];
  return table.columns.filter(
    (column) =>
      !named.has(column.name) &&
      !wanted.some((one) => meansColumn(one, table.name, column.name)) &&
      (isNumberFlag(column, table) ||
        isDegenerate(column, { table, requirements: {}, kept: [], isRest: true })),
  );
}

function dateKeyOf(table: DesignTable, { name, type }: DesignColumn): FactKey {
  const role = dateRole(nameIn(table, name));
  return {
    column: role === "date" ? dateKey : `${role}_${dateKey}`,
    role,
    dimension: dateName,
    source: [name],
    ...(type.kind === "instant" ? { utc: true } : {}),
  };
}

function timeKeyOf(table: DesignTable, { name, type }: DesignColumn): FactKey {
  const day = dateRole(nameIn(table, name));
  const role = day === "date" ? "time" : `${day}_time`;
  return {
    column: `${role}_key`,
    role,
    dimension: timeName,
    source: [name],
    ...(type.kind === "instant" ? { utc: true } : {}),
  };
}

function referencesOf(
  table: DesignTable,
  chosen: readonly Chosen[],
  date: DesignColumn | undefined,
): readonly FactKey[] {
  return chosen.map(({ reference, dimension }) => {
    const { childColumns, parent } = reference;
    const role = roleName(
      childColumns.map((one) => nameIn(table, one)),
      parent,
      dimension.businessKey.map(({ name }) => name),
    );
    const isVersioned = dimension.scdType === 2 && date !== undefined;
    return {
      column: `${role}_key`,
      role,
      dimension: dimension.name,
      source: childColumns,
      ...(isVersioned ? { asOf: date.name } : {}),
      ...(isVersioned && date.type.kind === "instant" ? { utc: true } : {}),
    };
  });
}

function reasonOf(key: FactKey, chosen: readonly Chosen[]): Pick<Decision, "by" | "reason"> {
  const found = chosen.find(({ reference }) => reference.childColumns === key.source);
  if (key.role === "flags" && found === undefined)
    return { by: "data", reason: "flags of few values that no table describes are named together" };
  if (found === undefined)
    return {
      by: "data",
      reason: `${key.source.join(", ")} ${key.dimension === timeName ? "has a time of day" : "is a date"}`,
    };
  return { by: found.reference.by, reason: found.reference.reason };
}

function isDegenerate(
  column: DesignColumn,
  {
    table,
    requirements,
    kept,
    isRest,
  }: {
    readonly table: DesignTable;
    readonly requirements: Pick<DesignRequirements, "degenerate">;
    readonly kept: readonly string[];
    readonly isRest: boolean;
  },
): boolean {
  const asked = (requirements.degenerate ?? []).some((one) =>
    meansColumn(one, table.name, column.name),
  );
  if (asked) return true;
  const { name, type } = column;
  return (
    isRest &&
    isPlain(type) &&
    !isDate(type) &&
    !looksLikeAudit(name) &&
    (!isNumber(type) || looksLikeKey(name) || kept.includes(name))
  );
}

function whyLeft({ name, type }: DesignColumn): string {
  if (looksLikeAudit(name)) return "it is about the row, not about what happened";
  if (isDate(type)) return "the inputs do not name the calendar";
  if (isNumber(type)) return "the inputs do not name it as a measure";
  return `nobody groups or filters by ${type.kind}`;
}
