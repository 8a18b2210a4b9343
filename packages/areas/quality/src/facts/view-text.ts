const parquetView =
  /^create view .+? as select \* from (?:read_parquet\('((?:[^']|'')+)'\)|"((?:[^"]|"")+\.parquet)")\s*;?\s*$/is;

/** The files of a view of DuckDB that shows Parquet files as they are; `undefined` of any other. */
export function parquetOf(text: string): string | undefined {
  const [, path, name] = parquetView.exec(text) ?? [];
  return path?.replaceAll("''", "'") ?? name?.replaceAll('""', '"');
}

const files =
  /\b(?:read_(?:csv|csv_auto|json|json_auto|ndjson|ndjson_auto|text|xlsx)|(?:postgres|mysql|sqlite)_(?:scan|query)\w*|sniff_csv)\s*\(|\.(?:csv|tsv|json|jsonl|ndjson)(?:\.gz|\.zst)?["']|["'](?:https?|s3|gs|gcs|r2|az|azure|hf):\/\//i;
const work =
  /\b(?:join|group by|distinct|union|intersect|except|over|order by|limit|lateral|with)\b|\bgenerate_series\b/i;

/** Why the rows of a view are costly to read, by its SQL; `undefined` where it only shows a table's. */
export function costlyView(text: string): string | undefined {
  if (files.test(text)) return "the view reads files, or another server";
  const plain = text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "''");
  return work.test(plain) ? "the view does more than to show rows" : undefined;
}
