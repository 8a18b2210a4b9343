/** What a column may be, by its name. */
export type NamedRole =
  | "valid-from"
  | "valid-to"
  | "current"
  | "surrogate"
  | "row-hash"
  | "inserted-at"
  | "updated-at"
  | "deleted"
  | "key";

/** The words of a name, in lower case: of `RowEffectiveDate` and `row_effective_date` the same. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

const begins = /^(from|start|starts|started|begin|begins|effective|eff|effdt|since|von|ab)$/;
const ends =
  /^(to|end|ends|ended|until|till|thru|through|expiration|expiry|expires|expired|expdt|bis)$/;
const house =
  /^(dw|dwh|edw|etl|elt|dbt|audit|record|row|load|loaded|batch|dlt|fivetran|sqlmesh|meta|ldts)$/;

/**
 * Names that their schools fix: dbt snapshots, SQLMesh, dlt, Fivetran, Spark and Databricks, SQL Server's temporal
 * tables, Kimball's row columns, Data Vault.
 */
const known: Readonly<Record<string, NamedRole>> = {
  "dbt valid from": "valid-from",
  "dbt valid to": "valid-to",
  "dbt scd id": "surrogate",
  "dbt updated at": "updated-at",
  "dbt is deleted": "deleted",
  "dlt valid from": "valid-from",
  "dlt valid to": "valid-to",
  "dlt id": "surrogate",
  "dlt load id": "inserted-at",
  "fivetran start": "valid-from",
  "fivetran end": "valid-to",
  "fivetran active": "current",
  "fivetran synced": "updated-at",
  "start at": "valid-from",
  "end at": "valid-to",
  "sys start time": "valid-from",
  "sys end time": "valid-to",
  "row start": "valid-from",
  "row end": "valid-to",
  "row effective date": "valid-from",
  "row expiration date": "valid-to",
  "current row indicator": "current",
  "row is current": "current",
  "load date": "valid-from",
  "load dts": "valid-from",
  "load datetime": "valid-from",
  ldts: "valid-from",
  "load end date": "valid-to",
  "load end dts": "valid-to",
  "load end datetime": "valid-to",
  ledts: "valid-to",
  "hash diff": "row-hash",
  hashdiff: "row-hash",
};

/** What a column may be by its name, and whether a school fixes that name; `undefined` if it says nothing. */
export function roleByName(
  name: string,
): { readonly role: NamedRole; readonly isKnown: boolean } | undefined {
  const words = wordsOf(name);
  const fixed = known[words.join(" ")];
  if (fixed !== undefined) return { role: fixed, isKnown: true };
  const role = guess(words);
  return role === undefined ? undefined : { role, isKnown: false };
}

interface Rule {
  readonly role: NamedRole;
  /** One of the words is like this. */
  readonly word: RegExp;
  /** And one like this. */
  readonly and?: RegExp;
  /** And none like this. */
  readonly not?: RegExp;
}

/** The first that fits counts. */
const rules: readonly Rule[] = [
  {
    role: "current",
    word: /^(current|latest|active)$/,
    not: /^(id|count|balance|amount|date|at)$/,
  },
  {
    role: "row-hash",
    word: /^(hash|checksum|md5|rowhash)$/,
    and: /^(row|record|diff|value|attributes|dw|dwh|etl)$/,
  },
  { role: "deleted", word: /^(deleted|tombstone)$/, not: /^(at|on|date|by)$/ },
  {
    role: "surrogate",
    word: /^(sk|surrogate|wid|scd)$/,
    not: begins,
    and: /^(sk|surrogate|wid|id|key)$/,
  },
  {
    role: "inserted-at",
    word: /^(inserted|insert|created|create|load|loaded|ldts)$/,
    and: house,
    not: new RegExp(`${begins.source}|${ends.source}`),
  },
  { role: "updated-at", word: /^(updated|update|modified|changed)$/, and: house },
  { role: "valid-to", word: ends },
  { role: "valid-from", word: begins },
  { role: "key", word: /^(id|key|code|number|nr|no|num|bk|nk|uuid|guid|hk|isin|sku)$/ },
];

function guess(words: readonly string[]): NamedRole | undefined {
  const has = (pattern: RegExp | undefined): boolean =>
    pattern !== undefined && words.some((word) => pattern.test(word));
  return rules.find(
    ({ word, and, not }) => has(word) && (and === undefined || has(and)) && !has(not),
  )?.role;
}

/** What a name of a begin or end says besides: of `valid_from` and `valid_to` the same. */
export function stemOf(name: string): string {
  return wordsOf(name)
    .filter((word) => !begins.test(word) && !ends.test(word))
    .join(" ");
}
