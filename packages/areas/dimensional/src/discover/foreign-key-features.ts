import { familyOf, type ProfiledColumn } from "./may-include.ts";
import { matchNames, sameWord, type NameMatch } from "./match-names.ts";
import { columnParts, isMeasureName, tableWords } from "./names.ts";
import { spreadOf } from "./spread.ts";
import { surpriseOf } from "./surprise.ts";

/** What speaks for and against a reference, each from 0 to 1. */
export interface ForeignKeyFeatures {
  /** How well the names match. */
  readonly name: number;
  /** 1 if all rows have a parent, 0 from one in twenty that has none. */
  readonly covered: number;
  /** 1 if half of the rows have no parent, 0 if all have one. */
  readonly lost: number;
  /** How little chance explains that the values agree: gaps, numbers that do not start at 1, texts. */
  readonly surprise: number;
  /** How alike values and keys are spread; 0.5 where that is not known. */
  readonly spread: number;
  /** The share of the parents that are named. */
  readonly used: number;
  /** Whether each row names another parent. */
  readonly oneToOne: number;
  /** Whether the column is the key of its own table, by its name. */
  readonly ownKey: number;
  /** Whether the column is called like something measured. */
  readonly measure: number;
  /** Whether the column is called like something that identifies. */
  readonly id: number;
  /** Whether the parent's column is the first of its table. */
  readonly first: number;
  /** Whether the parent has another key that by its name is its own. */
  readonly otherKey: number;
  /** Whether both are of one table. */
  readonly self: number;
  /** Whether there are too few different values to tell. */
  readonly few: number;
  /** 1 if both end in the same word that says that they identify, 0 if the child alone does, else 0.5. */
  readonly suffix: number;
  /** Whether the parent's column is a text or a date that nothing says identifies, beside a key that is its own or first. */
  readonly attribute: number;
  /** Whether the child is called like another table, and not like this one. */
  readonly elsewhere: number;
}

/** Features, and the match of names. */
export interface Evidence {
  /** The figures. */
  readonly features: ForeignKeyFeatures;
  /** Why names match. */
  readonly name: NameMatch;
}

/**
 * What the profiles say of a reference.
 * @param coverage - the share of the child's rows that have a parent, or 1 before that was asked
 */
export function evidenceOf(
  child: ProfiledColumn,
  parent: ProfiledColumn,
  coverage: number,
): Evidence {
  const [one, other] = [child.column, parent.column];
  const [{ prefix = null }, { prefix: otherPrefix = null }] = [child, parent];
  const isUnique = one.distinct === child.profile.rows && one.distinct > 1;
  const name = matchNames(
    { table: child.profile.table, column: one.name, prefix, isKey: isUnique },
    { table: parent.profile.table, column: other.name, prefix: otherPrefix },
  );
  const parts = columnParts(one.name, prefix);
  const features: ForeignKeyFeatures = {
    name: name.score,
    covered: Math.max(0, 1 - 20 * (1 - coverage)),
    lost: Math.min(1, 2 * (1 - coverage)),
    surprise: surpriseOf(one, other),
    spread: spreadOf(one, other),
    used: Math.min(1, one.distinct / Math.max(other.distinct, 1)),
    oneToOne: Number(isUnique),
    ownKey: Number(isUnique && isKeyOfItsOwn(child, parent, name)),
    measure: Number(isMeasureName(one.name)),
    id: Number(parts.isId),
    first: Number(parent.profile.columns[0] === other),
    otherKey: Number(hasOtherKey(parent)),
    self: Number(child.profile === parent.profile),
    few: Number(one.distinct < 3),
    suffix: suffixOf(parts.idWord, columnParts(other.name, otherPrefix).idWord),
    attribute: Number(isAttribute(parent)),
    elsewhere: Number(child.namesAnother === true && name.score < 0.4),
  };
  return { features, name };
}

function suffixOf(one: string | null, other: string | null): number {
  if (one === null) return 0.5;
  return one === other ? 1 : other === null ? 0 : 0.5;
}

function isKeyOfItsOwn(child: ProfiledColumn, parent: ProfiledColumn, name: NameMatch): boolean {
  const { table } = child.profile;
  const { core, initial } = columnParts(child.column.name, child.prefix);
  const isForeign = initial !== null && !(tableWords(table)[0] ?? "").startsWith(initial);
  if (core.length === 0 && isForeign) return false;
  return isSerial(child, name) || isOwnKey(table, core, parent.profile.table);
}

/** Whether a column just numbers the rows of its table, and nothing in its name says that those of another are meant. */
function isSerial(child: ProfiledColumn, { score }: NameMatch): boolean {
  const { profile, column, prefix, namesAnother = false } = child;
  if (namesAnother) return false;
  if (familyOf(column.type) !== "number" || profile.columns[0] !== column) return false;
  const { core } = columnParts(column.name, prefix);
  const isCounted = Number(column.max) - Number(column.min) + 1 === column.distinct;
  return isCounted && (score <= 0.85 || isOwnKey(profile.table, core));
}

function hasOtherKey(parent: ProfiledColumn): boolean {
  return !isOwn(parent) && otherKeysOf(parent).some(isOwn);
}

/** Whether a key of a table is a text or a date that describes its rows, which another key tells apart. */
function isAttribute(parent: ProfiledColumn): boolean {
  const { profile, column, prefix } = parent;
  const family = familyOf(column.type);
  if (family === "number" || columnParts(column.name, prefix).isId) return false;
  if (family === "text" && isOwn(parent)) return false;
  if (profile.columns[0] === column) return false;
  return otherKeysOf(parent).some((one) => isOwn(one) || profile.columns[0] === one.column);
}

function otherKeysOf({
  profile,
  column,
  prefix = null,
}: ProfiledColumn): readonly ProfiledColumn[] {
  return profile.columns.flatMap((one) =>
    one !== column && one.nulls === 0 && one.once === profile.profiled
      ? [{ profile, column: one, prefix }]
      : [],
  );
}

function isOwn({ profile, column, prefix }: ProfiledColumn): boolean {
  const { core, isId } = columnParts(column.name, prefix);
  return core.length > 0 ? isOwnKey(profile.table, core) : isId;
}

/**
 * Whether a key says by its name that it is that of its table.
 * @param other - a table that it may name as well: one that is called just so is meant rather
 */
function isOwnKey(table: string, core: readonly string[], other?: string): boolean {
  if (core.length === 0) return true;
  const words = tableWords(table);
  const [first, last] = [words.slice(0, core.length), words.slice(-core.length)];
  if (
    other !== undefined &&
    tableWords(other).join(" ") === core.join(" ") &&
    words.length > core.length
  )
    return false;
  return [first, last].some(
    (some) =>
      some.length === core.length && some.every((word, at) => sameWord(core[at] ?? "", word) > 0),
  );
}
