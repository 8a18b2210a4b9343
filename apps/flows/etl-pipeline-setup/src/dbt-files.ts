import { toNames, type Dialect, type FileMap } from "@dx/core";
import { referencesOf, transformationFiles, type Transformation } from "@dx/pipeline";
import type { Inputs } from "./inputs.ts";
import { placeOf } from "./specs.ts";

/** A dbt project of the transformations: models, sources, keys as tests. Connections come from the user's own profile. */
export function dbtFiles(
  inputs: Inputs,
  ordered: readonly Transformation[],
  dialect: Dialect,
): FileMap {
  const { projectName, sources, targetWarehouse } = inputs;
  const place = (name: string) => placeOf(inputs, name);
  const models = transformationFiles(ordered, { dialect, place, folder: "dbt/models", refs: true });
  const isSource = new Set(sources.map(({ name }) => name));
  const asSource = (text: string): string =>
    text.replaceAll(/\{\{ ref\('(\w+)'\) \}\}/g, (whole, name: string) =>
      isSource.has(name) ? `{{ source('${targetWarehouse.schema}', '${name}') }}` : whole,
    );
  const written = Object.entries(models).map(([path, text]) => [path, asSource(String(text))]);
  const used = sources.filter(({ name }) =>
    ordered.some((one) => referencesOf(one).includes(name)),
  );
  const yaml = {
    version: 2,
    sources: [{ name: targetWarehouse.schema, tables: used.map(({ name }) => ({ name })) }],
    models: ordered.map(({ name, description = "", key }) => ({
      name,
      description,
      columns: toNames(key).map((column) => ({
        name: column,
        data_tests: toNames(key).length === 1 ? ["not_null", "unique"] : ["not_null"],
      })),
    })),
  };
  return {
    ...Object.fromEntries(written),
    "dbt/dbt_project.yml": `name: ${projectName}\nversion: "1.0.0"\nprofile: ${projectName}\nmodel-paths: [models]\nmodels:\n  ${projectName}:\n    +materialized: table\n`,
    // JSON is YAML.
    "dbt/models/schema.yml": `${JSON.stringify(yaml, null, 2)}\n`,
  };
}
