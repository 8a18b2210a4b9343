import { parseName, relation } from "@dx/core";

/** Words that say that a column identifies something, not what. */
const idWords: ReadonlySet<string> = new Set(
  "id ids key code cd no nr num number ref fk pk sk bk uuid guid identifier iata icao iso abbr".split(
    " ",
  ),
);

/** Words of table names that say nothing of what is in them. */
const tableNoise: ReadonlySet<string> = new Set(
  "dim dimension fact fct tbl table stg staging raw t d f lu lookup ref master mst tab src".split(
    " ",
  ),
);

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

const selfRoles: ReadonlySet<string> = new Set(
  "parent manager supervisor boss mentor lead leader reports report reply head previous prev prior next original replaced replaces root superior predecessor successor".split(
    " ",
  ),
);

/** Words of columns that are counted or measured, and name nothing. */
const measureWords: ReadonlySet<string> = new Set(
  "amount price cost total quantity qty count rate score year month day hour minute age weight height size length width rank position seq sequence line version percent pct balance value points stock capacity duration distance level priority step index latitude longitude zip postal phone limit discount tax fee rating seats floor bed beds pages width minutes hours days".split(
    " ",
  ),
);

/** A name, taken apart. */
export interface NameParts {
  /** All words, in lower case, in the singular. */
  readonly words: readonly string[];
  /** Without words that say that it identifies something. */
  readonly core: readonly string[];
  /** Whether it says that it identifies something. */
  readonly isId: boolean;
}

/** The name of a column, taken apart. */
export function columnParts(name: string): NameParts {
  const words = splitWords(parseName(name).text);
  const core = [...words];
  while (idWords.has(core.at(-1) ?? "")) core.pop();
  while (idWords.has(core[0] ?? "")) core.shift();
  return { words, core, isId: core.length < words.length };
}

/** The words of a table's name that say what is in it. */
export function tableWords(name: string): readonly string[] {
  const words = splitWords(parseName(relation(name).name).text);
  const rest = words.filter((word) => !tableNoise.has(word));
  return rest.length > 0 ? rest : words;
}

function splitWords(text: string): readonly string[] {
  const spaced = text
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2");
  const words: readonly string[] = spaced.toLowerCase().match(/[\p{L}]+|\p{N}+/gu) ?? [];
  const last = words.at(-1) ?? "";
  const [, stem, suffix] = notGlued.has(last) ? [] : (glued.exec(last) ?? []);
  const split =
    stem === undefined || suffix === undefined ? words : [...words.slice(0, -1), stem, suffix];
  const isPrefixed =
    split.length > 1 && (split[0] ?? "").length < 3 && !idWords.has(split[0] ?? "");
  return (isPrefixed ? split.slice(1) : split).map(singular);
}

/** Words that run together with one that says that a column identifies something. */
const glued = /^(.{3,})(id|no|nr|key|code|num|sk)$/u;
const notGlued: ReadonlySet<string> = new Set(
  "valid invalid solid fluid rapid hybrid android turkey monkey hockey whiskey casino piano domino desk disk task mask risk".split(
    " ",
  ),
);

function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word) || word.length < 4) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

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
}

/** How well the name of a column points to a key of a table. */
export function matchNames(child: NamedColumn, parent: NamedColumn): NameMatch {
  const { core, words } = columnParts(child.column);
  const key = columnParts(parent.column);
  const table = tableWords(parent.table);
  const isSelf = child.table === parent.table;
  const isOwner =
    same(key.core, table) > 0 || ends(table, key.core) > 0 || begins(table, key.core) > 0;
  const isSameName = words.join(" ") === key.words.join(" ") && key.core.length > 0;
  const last = core.at(-1) ?? "";
  const options: readonly (readonly [score: number, why: string])[] = [
    [same(core, table), `${child.column} names the table ${parent.table}`],
    [isSameName ? (isOwner ? 1 : 0.75) : 0, `both columns are called ${parent.column}`],
    [0.9 * ends(core, table), `${child.column} names the table ${parent.table} in a role`],
    [0.85 * ends(core, key.core), `${child.column} ends like ${parent.column}`],
    [0.85 * same(core, key.core), `${child.column} is called like ${parent.column}`],
    [0.75 * begins(core, table), `${child.column} begins with the table ${parent.table}`],
    [0.75 * ends(table, core), `the table ${parent.table} ends like ${child.column}`],
    [0.6 * begins(table, core), `the table ${parent.table} begins like ${child.column}`],
    [
      isSelf && core.some((word) => selfRoles.has(word)) ? 0.8 : 0,
      `${child.column} is a role of another row of the table`,
    ],
    [
      core.some((word) => areSynonyms(word, table.at(-1) ?? "")) ? 0.55 : 0,
      `${child.column} is another word for ${parent.table}`,
    ],
    [
      core.length > 1 && table.some((word) => sameWord(word, last) > 0) ? 0.4 : 0,
      `${child.column} and ${parent.table} share a word`,
    ],
  ];
  const [best = [0, ""]] = options.toSorted((a, b) => b[0] - a[0]);
  const [score, why] = best;
  return score > 0
    ? { score, why }
    : { score: 0, why: `${child.column} does not name ${parent.table}` };
}

function same(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || a.length !== b.length) return 0;
  return a.reduce((product, word, at) => product * sameWord(word, b[at] ?? ""), 1);
}

function ends(a: readonly string[], b: readonly string[]): number {
  return a.length > b.length && b.length > 0 ? same(a.slice(-b.length), b) : 0;
}

function begins(a: readonly string[], b: readonly string[]): number {
  return a.length > b.length ? same(a.slice(0, b.length), b) : 0;
}

/** How well a column is called like a part of a key of several columns: 1 for the same name, 0 for another. */
export function matchKeyPart(child: string, part: string): number {
  const [one, other] = [columnParts(child), columnParts(part)];
  if (one.words.join(" ") === other.words.join(" ")) return 1;
  const wanted = other.core.length > 0 ? other.core : other.words;
  const tail = one.core.slice(-wanted.length);
  if (tail.length < wanted.length) return 0;
  return 0.85 * tail.reduce((product, word, at) => product * sameWord(word, wanted[at] ?? ""), 1);
}

/** 1 for the same word, less for an abbreviation, 0 for others. */
function sameWord(a: string, b: string): number {
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

/** Whether a column is called like something that is measured. */
export function isMeasureName(name: string): boolean {
  const { core, isId } = columnParts(name);
  return (
    (!isId && core.some((word) => measureWords.has(word))) || measureWords.has(core.at(-1) ?? "")
  );
}
