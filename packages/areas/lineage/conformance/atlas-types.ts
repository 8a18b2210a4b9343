import type { Json } from "@dx/core";

const attribute = (name: string, typeName: string, isRequired: boolean): Json => ({
  name,
  typeName,
  isOptional: !isRequired,
  isUnique: name === "qualifiedName",
  isIndexable: false,
  cardinality: typeName.startsWith("array<") ? "SET" : "SINGLE",
});

const entity = (
  name: string,
  superType: string | null,
  { needs = {}, may = {} }: { readonly needs?: Attributes; readonly may?: Attributes } = {},
): Json => ({
  name,
  superTypes: superType === null ? [] : [superType],
  attributeDefs: [
    ...Object.entries(needs).map(([one, type]) => attribute(one, type, true)),
    ...Object.entries(may).map(([one, type]) => attribute(one, type, false)),
  ],
});

type Attributes = Readonly<Record<string, string>>;

const contains = (
  name: string,
  one: readonly [string, string],
  many: readonly [string, string],
): Json => ({
  name,
  relationshipCategory: "AGGREGATION",
  endDef1: { type: one[0], name: many[1], isContainer: true, cardinality: "SET" },
  endDef2: { type: many[0], name: one[1], isContainer: false, cardinality: "SINGLE" },
  propagateTags: "NONE",
});

/**
 * The types of Atlas 2 that the entities are of: names, types and duties of attributes as its models `0010-base_model` and
 * `2010-rdbms_model` state them, of others what is not used left out; see SOURCE.md.
 */
export const atlasTypes: Json = {
  enumDefs: [],
  structDefs: [],
  classificationDefs: [],
  entityDefs: [
    entity("Referenceable", null, { needs: { qualifiedName: "string" } }),
    entity("Asset", "Referenceable", {
      needs: { name: "string" },
      may: { displayName: "string", description: "string", owner: "string" },
    }),
    entity("DataSet", "Asset"),
    entity("Process", "Asset", { may: { inputs: "array<DataSet>", outputs: "array<DataSet>" } }),
    entity("rdbms_instance", "DataSet", {
      needs: { rdbms_type: "string", platform: "string" },
      may: { hostname: "string", port: "int", comment: "string" },
    }),
    entity("rdbms_db", "DataSet", {
      needs: { prodOrOther: "string" },
      may: { contact_info: "string" },
    }),
    entity("rdbms_table", "DataSet", {
      may: { name_path: "string", createTime: "date", comment: "string", type: "string" },
    }),
    entity("rdbms_column", "DataSet", {
      needs: { data_type: "string" },
      may: { length: "int", comment: "string", isNullable: "boolean", isPrimaryKey: "boolean" },
    }),
  ],
  relationshipDefs: [
    contains("rdbms_instance_databases", ["rdbms_instance", "instance"], ["rdbms_db", "databases"]),
    contains("rdbms_db_tables", ["rdbms_db", "db"], ["rdbms_table", "tables"]),
    contains("rdbms_table_columns", ["rdbms_table", "table"], ["rdbms_column", "columns"]),
  ],
};
