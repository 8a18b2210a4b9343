import { DxError, nearest, parseName, relation } from "@dx/core";
import type { DataTypeKind, Dialect, TableName } from "@dx/core";
import { fold, nameColumns } from "../obt-columns.ts";
import type { ObtSpec } from "../obt-spec.ts";
import { biFields, type BiField } from "./bi-fields.ts";
import { connectionOf, type TableauServer } from "./tableau-connection.ts";
import { columnOf } from "./tableau-fields.ts";
import { bracketed, digest, storedName } from "./tableau-names.ts";
import { exampleSheets, windowOf, worksheetOf } from "./tableau-sheets.ts";
import { element, writeXml, type Xml } from "./xml.ts";

/** A hierarchy to drill down. */
export interface TableauHierarchy {
  /** For people. */
  readonly name: string;
  /** Columns of the wide table, the coarsest first. */
  readonly levels: readonly string[];
}

/** What a workbook is made of. */
export interface ToTableauOptions {
  /** Kinds of types by the columns' names, as `bindObt` has them. */
  readonly types: Readonly<Record<string, DataTypeKind>>;
  /** Which platform has the table; DuckDB is reached by its ODBC driver. */
  readonly dialect: Dialect;
  /** Where it is. */
  readonly at?: TableauServer;
  /** What can be drilled down. */
  readonly hierarchies?: readonly TableauHierarchy[];
  /** For which version of Tableau, and later ones; `25.3` without it. */
  readonly version?: "25.3" | "26.1" | "26.2";
}

/**
 * A workbook of Tableau over a wide table, as the text of a `.twb`: a live connection, each column with caption, description, type, role
 * and default aggregation, folders by role, hierarchies, and one or two example sheets. It is valid under Tableau's document schemas
 * 2026.1 and 2026.2, and laid out as 2025.3 says; these do not check that Tableau can connect.
 * @throws DxError `DX_OBT_SPEC` for a hierarchy of no columns, `DX_OBT_NAME` for a name that XML cannot hold; as `nameColumns`
 * @example
 * ```ts
 * import { toTableau } from "@dx/obt";
 * const spec = { fact: "fct_sale", factKey: "sale_id", measures: [{ column: "amount", rollUp: "sum" }], dimensions: [], level: { kind: "detail" } } as const;
 * const twb = toTableau("dwh.obt_sale", spec, { dialect: "postgres", types: { amount: "decimal" }, at: { server: "dwh.example.com" } });
 * if (!twb.includes("table='[dwh].[obt_sale]'")) throw new Error(twb);
 * ```
 * @see https://github.com/tableau/tableau-document-schemas
 */
export function toTableau(into: TableName, spec: ObtSpec, options: ToTableauOptions): string {
  const { dialect, version = "25.3" } = options;
  const fields = biFields(spec, options.types).map((field) =>
    Object.assign({}, field, { name: storedName(field.name, dialect) }),
  );
  const table = relation(into);
  const caption = parseName(table.name).text;
  const source = `federated.${digest(caption, "source").slice(0, 28)}`;
  const sheets = exampleSheets(fields, caption);
  return writeXml(
    element(
      "workbook",
      {
        "original-version": version,
        "source-build": "0.0.0 (dx)",
        version,
      },
      [
        element("datasources", {}, [
          element(
            "datasource",
            { caption, inline: "true", name: source, version },
            datasourceOf(into, { spec, fields, options }),
          ),
        ]),
        element(
          "worksheets",
          {},
          sheets.map((sheet) => worksheetOf(sheet, { caption, source })),
        ),
        element(
          "windows",
          {},
          sheets.map(({ name }, index) => windowOf(name, index === 0)),
        ),
        element(
          "explain-data",
          { "enabled-for-viewer": "false", "extreme-values-enabled-for-all": "false" },
          [element("explanation-types")],
        ),
      ],
    ),
  );
}

interface Around {
  readonly spec: ObtSpec;
  readonly fields: readonly BiField[];
  readonly options: ToTableauOptions;
}

function datasourceOf(into: TableName, { spec, fields, options }: Around): readonly Xml[] {
  const { hierarchies = [], dialect } = options;
  const paths = hierarchies.map(({ name, levels }) =>
    element(
      "drill-path",
      { name },
      levels.map((level) =>
        element("field", {}, bracketed(storedName(known(spec, level, name), dialect))),
      ),
    ),
  );
  const folders = [...new Set(fields.map(({ folder }) => folder))].map((folder) =>
    element(
      "folder",
      { name: folder },
      fields
        .filter((one) => one.folder === folder)
        .map(({ name }) => element("folder-item", { name: bracketed(name), type: "field" })),
    ),
  );
  return [
    connectionOf(into, fields, options),
    element("aliases", { enabled: "yes" }),
    ...fields.map((field) => columnOf(field)),
    ...(paths.length === 0 ? [] : [element("drill-paths", {}, paths)]),
    element("folders-common", {}, folders),
    element("layout", {
      "dim-ordering": "alphabetic",
      "measure-ordering": "alphabetic",
      "show-structure": "true",
    }),
  ];
}

function known(spec: ObtSpec, level: string, hierarchy: string): string {
  const names = nameColumns(spec).columns.map(({ name }) => name);
  const found = names.find((name) => fold(name) === fold(level));
  if (found !== undefined) return found;
  const near = nearest(level, names);
  throw new DxError("DX_OBT_SPEC", `the hierarchy ${hierarchy} names no column: ${level}`, {
    path: ["hierarchies", hierarchy],
    hint: near === undefined ? `the columns are ${names.join(", ")}` : `did you mean ${near}?`,
  });
}
