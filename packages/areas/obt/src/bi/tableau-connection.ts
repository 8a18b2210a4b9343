import { relation, type Dialect, type TableName } from "@dx/core";
import type { BiField } from "./bi-fields.ts";
import { recordOf } from "./tableau-fields.ts";
import { bracketed, digest, storedName } from "./tableau-names.ts";
import { element, type Xml } from "./xml.ts";

/** Where Tableau finds the wide table; what is left out, it asks for. Never a password. */
export interface TableauServer {
  /** The host; of BigQuery none. */
  readonly server?: string;
  /** The port; without it, that of the platform. */
  readonly port?: number;
  /** The database, or project. */
  readonly database?: string;
}

const drivers: Readonly<Record<Dialect, { readonly class: string; readonly port?: string }>> = {
  duckdb: { class: "genericodbc" },
  postgres: { class: "postgres", port: "5432" },
  snowflake: { class: "snowflake" },
  bigquery: { class: "bigquery" },
  redshift: { class: "redshift", port: "5439" },
  spark: { class: "spark", port: "10000" },
};

/** A live connection to the wide table, through what Tableau calls the platform; it asks for the user and the password. */
export function connectionOf(
  into: TableName,
  fields: readonly BiField[],
  { dialect, at = {} }: { readonly dialect: Dialect; readonly at?: TableauServer },
): Xml {
  const driver = drivers[dialect];
  const { name, schema } = relation(into);
  const table = storedName(name, dialect);
  const path = [...(schema === undefined ? [] : [storedName(schema, dialect)]), table];
  const connection = `${driver.class}.${digest(table, driver.class).slice(0, 28)}`;
  return element("connection", { class: "federated" }, [
    element("named-connections", {}, [
      element("named-connection", { caption: at.server ?? dialect, name: connection }, [
        element("connection", {
          class: driver.class,
          dbname: at.database ?? "",
          port: at.port === undefined ? driver.port : String(at.port),
          schema: schema === undefined ? undefined : storedName(schema, dialect),
          server: at.server ?? "",
          username: "",
          ...(dialect === "duckdb" ? { "odbc-driver": "DuckDB Driver" } : {}),
        }),
      ]),
    ]),
    element("relation", {
      connection,
      name: table,
      table: path.map(bracketed).join("."),
      type: "table",
    }),
    element(
      "metadata-records",
      {},
      fields.map((field, index) => recordOf(field, table, index)),
    ),
  ]);
}
