import { dialects, type Dialect } from "@dx/core";
import { renderSql } from "@dx/sql";
import { runPythonTool } from "@dx/testing/python";
import { expect, test } from "vitest";
import {
  planChanges,
  type ChangeSource,
  type HistorySpec,
  type TypedColumn,
} from "../src/index.ts";

const spec: HistorySpec = {
  key: ["id", "site"],
  tracked: "city",
  types: { first: 0, name: 1, price: 3 },
  validFrom: "since",
  validTo: "until",
  current: "is_current",
  surrogate: { column: "sk", by: "sequence" },
  rowHash: "row_hash",
};
const columns = ["id", "site", "city", "first", "name", "price"].map((name): TypedColumn => ({
  name,
  type: "text",
}));
const sources: readonly ChangeSource[] = [
  { kind: "snapshots", table: "today", at: "day", times: ["2025-01-01", "2025-01-02"] },
  {
    kind: "log",
    table: "changes",
    sequence: "at",
    operation: "op",
    deletes: ["D"],
    tieBreak: "lsn",
  },
];
const names: Readonly<Record<Dialect, string>> = {
  duckdb: "duckdb",
  postgres: "postgres",
  snowflake: "snowflake",
  bigquery: "bigquery",
  redshift: "redshift",
  spark: "sparksql",
};

/** What sqlfluff does not know of DuckDB, and what is parsed in its place: `union` in what is inserted. */
const knownIn = (text: string, dialect: Dialect): string =>
  dialect === "duckdb"
    ? text.replace(
        /^(insert into \S+ \([^)]*\))\s+(select .*\sunion all\s.*)$/s,
        "$1 select * from ($2) as u",
      )
    : text;

test.each(dialects)(
  "sqlfluff parses all statements of a load as %s, and refuses a damaged one",
  (dialect) => {
    const command = ["parse", "--format", "none", "--dialect", names[dialect], "-"];
    const parse = (texts: readonly string[]) =>
      runPythonTool("sqlfluff==3.4.2", command, texts.join(";\n"));
    const [first = [], ...others] = sources.map((source) =>
      planChanges("customer", source, { spec, loadedAt: 0n, columns })
        .flat()
        .map((statement) => knownIn(renderSql(statement.sql, dialect).text, dialect)),
    );
    const rest = others.flat().filter((text) => !first.includes(text));
    const damaged = rest.slice(0, 1).map((text) => text.replace("select", "selec t"));
    expect(parse(first)).toMatchObject({ status: 0 });
    expect(parse(rest)).toMatchObject({ status: 0 });
    expect(parse(damaged)).toMatchObject({ status: 1 });
  },
);
