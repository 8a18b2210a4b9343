import { dataType, DxError, nearest, parseName, type TypeName } from "@dx/core";
import { renderSql } from "@dx/sql";
import type { FileFormat } from "../database.ts";

type Types = Readonly<Record<string, TypeName>>;

/** How a file is read by DuckDB. */
export interface FileQuery {
  /** Finds out the columns, for `selectFile`. */
  readonly sniff: string;
  /** @param found - the columns of the file, with DuckDB's types */
  readonly select: (found: readonly FileColumn[]) => string;
}

/** A column of a file. */
interface FileColumn {
  readonly name: string;
  /** DuckDB's. */
  readonly type: string;
}

const endings: Readonly<Record<string, FileFormat>> = {
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  json: "json",
  ndjson: "ndjson",
  jsonl: "ndjson",
  parquet: "parquet",
  pq: "parquet",
};

/**
 * The format of a file, by its ending.
 * @throws DxError `DX_DATABASE_FILE` if that does not tell
 */
export function formatOf(path: string, given: FileFormat | undefined): FileFormat {
  const formats: readonly string[] = ["csv", "json", "ndjson", "parquet"];
  if (given !== undefined && formats.includes(given)) return given;
  const [, ending = ""] = /\.([^./\\]+?)(?:\.(?:gz|zst))?$/i.exec(path) ?? [];
  const format = given === undefined ? endings[ending.toLowerCase()] : undefined;
  if (format !== undefined) return format;
  throw new DxError("DX_DATABASE_FILE", `the format of ${path} is not known`, {
    path: [path],
    hint: "give `format`: csv, json, ndjson or parquet",
  });
}

/** The query that reads a file, or several (`*`), whose columns are those of the same name; columns in `types` are read as these, the others as DuckDB finds. */
export function queryFile(path: string, format: FileFormat, types: Types): FileQuery {
  const file = `'${path.replaceAll("'", "''")}'`;
  const several = /[*?[]/.test(path) ? ", union_by_name = true" : "";
  const json = `format = ${format === "ndjson" ? "'newline_delimited'" : "'auto'"}${several}`;
  switch (format) {
    case "csv":
      return {
        sniff: `select * from read_csv(${file}${several})`,
        select: (found) => {
          const given = typesOf(found, types);
          if (given.size === 0) return `select * from read_csv(${file}${several})`;
          return `select * from read_csv(${file}${several}, types = ${mapOf(given)})`;
        },
      };
    case "json":
    case "ndjson":
      return {
        sniff: `select * from read_json(${file}, ${json})`,
        select: (found) => {
          const given = typesOf(found, types);
          const all = new Map(found.map(({ name, type }) => [name, given.get(name) ?? type]));
          return given.size === 0
            ? `select * from read_json(${file}, ${json})`
            : `select * from read_json(${file}, ${json}, columns = ${mapOf(all)})`;
        },
      };
    case "parquet":
      return {
        sniff: `select * from read_parquet(${file}${several})`,
        select: (found) => {
          const casts = [...typesOf(found, types)].map(
            ([name, type]) => `cast(${quote(name)} as ${type}) as ${quote(name)}`,
          );
          const replaced = casts.length === 0 ? "" : ` replace (${casts.join(", ")})`;
          return `select *${replaced} from read_parquet(${file}${several})`;
        },
      };
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function mapOf(types: ReadonlyMap<string, string>): string {
  const entries = [...types].map(
    ([name, type]) => `'${name.replaceAll("'", "''")}': '${type.replaceAll("'", "''")}'`,
  );
  return `{${entries.join(", ")}}`;
}

function typesOf(found: readonly FileColumn[], types: Types): ReadonlyMap<string, string> {
  const names = found.map(({ name }) => name);
  return new Map(
    Object.entries(types).map(([given, type]) => {
      const wanted = parseName(given).text;
      if (!names.includes(wanted)) throw unknownColumn(given, names);
      const piece = { kind: "type", type: dataType(type) } as const;
      return [wanted, renderSql({ kind: "sql", pieces: [piece] }, "duckdb").text];
    }),
  );
}

/** The error of a type for a column that is not there. */
export function unknownColumn(name: string, known: readonly string[]): DxError {
  const near = nearest(name, known);
  return new DxError("DX_DATABASE_LOAD", `\`types\` names ${name}, which is no column`, {
    path: ["types", name],
    hint: `${near === undefined ? "" : `did you mean ${near}? `}the columns are ${known.join(", ")}`,
  });
}
