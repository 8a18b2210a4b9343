import type { Dialect } from "@dx/core";
import {
  toDatafold,
  toDbtTests,
  toGreatExpectations,
  toMonteCarlo,
  toOdcs,
  toSodaContract,
  type DataContract,
  type Loss,
  type Suite,
} from "@dx/quality";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import type { StagedTable } from "./schemas.ts";

/** What the suite is in the words of others. */
export interface Exports {
  /** By path below `artefacts`. */
  readonly files: Readonly<Record<string, string>>;
  /** The suites of the framework that was preferred. */
  readonly suites: readonly Outputs["alertingConfig"][];
  /** One contract for each data source, in ODCS. */
  readonly contracts: readonly string[];
  /** What the others cannot say. */
  readonly losses: readonly (Loss & { readonly of: string })[];
}

/** Writes the suite for the preferred framework, and the contracts of its data sources. */
export function exportsOf(
  inputs: Inputs,
  {
    suite,
    tables,
    dialect,
  }: { readonly suite: Suite; readonly tables: readonly StagedTable[]; readonly dialect: Dialect },
): Exports {
  const framework = frameworkOf(inputs, suite, dialect);
  const monitors = monitorsOf(inputs, suite, dialect);
  const contracts = inputs.dataSources.map(({ name, tables: names }) => {
    const contract = contractOf(name, {
      suite,
      tables: tables.filter((one) => names.includes(one.name)),
    });
    const { document, losses } = toOdcs(contract, { dialect });
    return { name, document, losses };
  });
  return {
    files: {
      ...framework.files,
      ...monitors.files,
      ...Object.fromEntries(
        contracts.map(({ name, document }) => [`contracts/${slug(name)}.odcs.yaml`, document]),
      ),
    },
    suites: framework.suites,
    contracts: contracts.map(({ document }) => document),
    losses: [
      ...monitors.losses.map((loss) =>
        Object.assign({ of: inputs.toolPreferences.observability }, loss),
      ),
      ...framework.losses.map((loss) =>
        Object.assign({ of: inputs.toolPreferences.framework }, loss),
      ),
      ...contracts.flatMap(({ losses }) =>
        losses.map((loss) => Object.assign({ of: "odcs" }, loss)),
      ),
    ],
  };
}

function frameworkOf(
  { toolPreferences: { framework } }: Inputs,
  suite: Suite,
  dialect: Dialect,
): Omit<Exports, "contracts" | "losses"> & { readonly losses: readonly Loss[] } {
  switch (framework) {
    case "great_expectations": {
      const { document, losses } = toGreatExpectations(suite, { dialect });
      const suites = document.map((one) => plain(one));
      const files = suites.map((one, index) => [
        `great_expectations/${slug(document[index]?.name ?? "")}.json`,
        `${JSON.stringify(one, null, 2)}\n`,
      ]);
      return { files: Object.fromEntries(files), suites, losses };
    }
    case "dbt": {
      const { document, losses, macros } = toDbtTests(suite, { dialect });
      return {
        files: {
          "dbt/models/sources.yml": document,
          ...(macros === undefined ? {} : { "dbt/tests/generic/dx.sql": macros }),
        },
        suites: [{ "dbt/models/sources.yml": document }],
        losses,
      };
    }
    case "soda": {
      const { document, losses } = toSodaContract(suite, { dialect, dataSource: slug(suite.name) });
      const files = document.map(({ table, text }) => [`soda/${slug(table)}.yml`, text]);
      return {
        files: Object.fromEntries(files),
        suites: document.map((one) => plain(one)),
        losses,
      };
    }
  }
}

/** Monitors for the platform that was preferred; the page and the table of results are the flow's own. */
function monitorsOf(
  { toolPreferences: { observability }, monteCarlo, datafold }: Inputs,
  suite: Suite,
  dialect: Dialect,
): Pick<Exports, "files"> & { readonly losses: readonly Loss[] } {
  if (observability === "monte_carlo" && monteCarlo !== undefined) {
    const { document, losses } = toMonteCarlo(suite, { dialect, ...monteCarlo });
    return { files: { "monitors/monte-carlo.yml": document }, losses };
  }
  if (observability === "datafold" && datafold !== undefined) {
    const { document, losses } = toDatafold(suite, { dialect, ...datafold });
    return { files: { "monitors/datafold.yaml": document }, losses };
  }
  return { files: {}, losses: [] };
}

function contractOf(
  name: string,
  { suite, tables }: { readonly suite: Suite; readonly tables: readonly StagedTable[] },
): DataContract {
  return {
    id: slug(name),
    name,
    version: "1.0.0",
    status: "draft",
    purpose: "what producers promise and consumers may rely on, as checked by dx",
    tables: tables.map((table) => ({
      name: table.name,
      columns: table.columns.map((column) => ({
        name: column.name,
        type: column.type.kind,
        nativeType: column.native,
      })),
      checks: suite.checks.filter((check) => check.table === table.name),
    })),
  };
}

function plain(value: object): Outputs["alertingConfig"] {
  return JSON.parse(JSON.stringify(value));
}

/** A name as part of a path. */
export function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "unnamed"
  );
}
