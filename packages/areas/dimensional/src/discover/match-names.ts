import { columnParts, isCountName, tableWords } from "./names.ts";

/** Words that are used for each other; the first of a row is what tables are often called. */
const synonyms: readonly ReadonlySet<string>[] = [
  "employee staff worker user person people member agent representative rep manager supervisor seller salesperson clerk teller officer advisor technician by recruiter instructor teacher author assignee creator editor approver reviewer owner member inviter contact assigned reporter requester",
  "customer client buyer payer holder member subscriber passenger guest party by borrower owner",
  "doctor physician provider by surgeon practitioner attending referring consultant specialist clinician anesthetist",
  "product item article sku part good",
  "airport origin destination dest departure arrival from to hub base",
  "location site place store shop branch warehouse depot outlet facility office",
  "country nation",
  "currency ccy",
  "account acct",
  "aircraft plane tail",
  "department dept unit ward division",
  "order purchase",
  "airline carrier operator",
  "vendor supplier",
].map((row) => new Set(row.split(" ")));

/** Roles of a row for another one of the same table, whatever it holds. */
const rowRoles: ReadonlySet<string> = new Set(
  "parent reply previous prev prior next original replaced replaces root superior predecessor successor linked related duplicate".split(
    " ",
  ),
);

/** Roles of one person for another. */
const personRoles: ReadonlySet<string> = new Set(
  "manager supervisor boss mentor lead leader reports report head subordinate referrer referred inviter invited".split(
    " ",
  ),
);
const persons = synonyms.slice(0, 3);

/** How well a name of a column points to a key of a table, and why. */
export interface NameMatch {
  /** From 0, nothing in common, to 1. */
  readonly score: number;
  /** In words. */
  readonly why: string;
}

/** A column by its table. */
export interface NamedColumn {
  /** The table. */
  readonly table: string;
  /** The column. */
  readonly column: string;
  /** What all columns of the table begin with. */
  readonly prefix?: string | null;
  /** Whether it tells the rows of its table apart. */
  readonly isKey?: boolean;
}

type Option = readonly [score: number, why: string];

/** How well the name of a column points to a key of a table. */
export function matchNames(child: NamedColumn, parent: NamedColumn): NameMatch {
  const { core } = columnParts(child.column, child.prefix);
  const table = tableWords(parent.table);
  const none = { score: 0, why: `${child.column} does not name ${parent.table}` };
  if (isCountName(child.column)) return none;
  const isSelf = child.table === parent.table;
  const isRole = isSelf && isRoleIn(core, table);
  const isItself = sameWords(core, table) > 0 || begins(core, table) > 0;
  if (isSelf && !isRole && isItself) return none;
  const options: readonly Option[] = [
    ...matchTable(core, child, parent),
    ...matchColumn(child, parent),
    ...(isSelf ? [] : matchBoth(core, child, parent)),
    [Number(isRole) * 0.8, `${child.column} is a role of another row of the table`],
  ];
  const [best = [0, ""]] = options.toSorted((a, b) => b[0] - a[0]);
  const [score, why] = best;
  return score > 0 ? { score, why } : none;
}

function isRoleIn(core: readonly string[], table: readonly string[]): boolean {
  return core.some((word) => rowRoles.has(word) || (personRoles.has(word) && namesPersons(table)));
}

/** By the name of the table. */
function matchTable(
  core: readonly string[],
  { column, prefix }: NamedColumn,
  parent: NamedColumn,
): readonly Option[] {
  const table = tableWords(parent.table);
  const last = core.at(-1) ?? "";
  const { initial } = columnParts(column, prefix);
  const isInitial = core.length === 0 && initial !== null && (table[0] ?? "").startsWith(initial);
  const isSynonym = core.some((word) => areSynonyms(word, table.at(-1) ?? ""));
  const sharesWord = core.length > 1 && table.some((word) => sameWord(word, last) > 0);
  return [
    [sameWords(core, table), `${column} names the table ${parent.table}`],
    [0.9 * ends(core, table), `${column} names the table ${parent.table} in a role`],
    [0.85 * contracts(last, table), `${column} shortens ${parent.table}`],
    [0.75 * begins(core, table), `${column} begins with the table ${parent.table}`],
    [0.75 * ends(table, core), `the table ${parent.table} ends like ${column}`],
    [0.6 * begins(table, core), `the table ${parent.table} begins like ${column}`],
    [0.6 * Number(isInitial), `${column} begins with the letter of ${parent.table}`],
    [0.55 * Number(isSynonym), `${column} is another word for ${parent.table}`],
    [0.4 * Number(sharesWord), `${column} and ${parent.table} share a word`],
  ];
}

/** By the name of the key. */
function matchColumn(child: NamedColumn, parent: NamedColumn): readonly Option[] {
  const { core, words } = columnParts(child.column, child.prefix);
  const key = columnParts(parent.column, parent.prefix);
  const table = tableWords(parent.table);
  const owner = Math.max(
    sameWords(key.core, table),
    0.95 * ends(table, key.core),
    0.85 * begins(table, key.core),
    0.75,
  );
  const isSame = words.join(" ") === key.words.join(" ");
  const isForeign = isSame && key.core.length === 0 && child.isKey === false;
  return [
    [Number(isSame && key.core.length > 0) * owner, `both columns are called ${parent.column}`],
    [
      0.55 * Number(isForeign),
      `both columns are called ${parent.column}, which is no key of ${child.table}`,
    ],
    [0.85 * ends(core, key.core), `${child.column} ends like ${parent.column}`],
    [0.85 * sameWords(core, key.core), `${child.column} is called like ${parent.column}`],
  ];
}

/** By the names of the child's table and column together: the type of an artist is an artist type. */
function matchBoth(
  core: readonly string[],
  child: NamedColumn,
  parent: NamedColumn,
): readonly Option[] {
  if (core.length === 0) return [];
  const [own, table] = [tableWords(child.table), tableWords(parent.table)];
  const why = `${child.column} of ${child.table} names the table ${parent.table}`;
  return [
    [0.95 * sameWords([...own.slice(-1), ...core], table), why],
    [0.9 * embraces(table, [own, core]), why],
  ];
}

/** Whether words begin with some and end with others, with more between them. */
function embraces(
  words: readonly string[],
  [first, last]: readonly [readonly string[], readonly string[]],
): number {
  if (last.length === 0 || words.length < first.length + last.length) return 0;
  return begins(words, first) * sameWords(words.slice(-last.length), last);
}

function namesPersons(table: readonly string[]): boolean {
  return table.some((word) => persons.some((words) => words.has(word)));
}

/** How alike words are, one by one: 1 if each is the same, 0 if one is another. */
export function sameWords(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || a.length !== b.length) return 0;
  return a.reduce((product, word, at) => product * sameWord(word, b[at] ?? ""), 1);
}

function ends(a: readonly string[], b: readonly string[]): number {
  return a.length > b.length && b.length > 0 ? sameWords(a.slice(-b.length), b) : 0;
}

function begins(a: readonly string[], b: readonly string[]): number {
  return a.length > b.length ? sameWords(a.slice(0, b.length), b) : 0;
}

/** How well a column is called like a part of a key of several columns: 1 for the same name, 0 for another. */
export function matchKeyPart(
  child: Pick<NamedColumn, "column" | "prefix">,
  part: Pick<NamedColumn, "column" | "prefix">,
): number {
  const [one, other] = [
    columnParts(child.column, child.prefix),
    columnParts(part.column, part.prefix),
  ];
  if (one.words.join(" ") === other.words.join(" ")) return 1;
  const wanted = other.core.length > 0 ? other.core : other.words;
  const tail = one.core.slice(-wanted.length);
  if (tail.length < wanted.length) return 0;
  return 0.85 * tail.reduce((product, word, at) => product * sameWord(word, wanted[at] ?? ""), 1);
}

/** Whether a word puts the beginnings of several words together: `cdemo` for customer demographics. */
function contracts(word: string, words: readonly string[]): number {
  if (words.length < 2 || word.length < 4) return 0;
  const fits = (rest: string, at: number): boolean => {
    const next = words[at];
    if (next === undefined) return rest === "";
    for (let size = Math.min(next.length, rest.length); size > 0; size -= 1)
      if (next.startsWith(rest.slice(0, size)) && fits(rest.slice(size), at + 1)) return true;
    return false;
  };
  return fits(word, 0) ? 1 : 0;
}

/** 1 for the same word, less for an abbreviation, 0 for others. */
export function sameWord(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < 3) return 0;
  if (long.startsWith(short)) return 0.9;
  return isAbbreviation(short, long) ? 0.85 : 0;
}

/** Whether the letters of a word come in another one in this order, the first and the last ones in place. */
function isAbbreviation(short: string, long: string): boolean {
  if (short[0] !== long[0] || short.length > 5 || short.length < long.length / 4) return false;
  if (/[aeiou]/.test(short.slice(1)) && !long.startsWith(short.slice(0, 2))) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

function areSynonyms(a: string, b: string): boolean {
  return a !== b && synonyms.some((words) => words.has(a) && words.has(b));
}
