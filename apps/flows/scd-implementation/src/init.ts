import {
  DxError,
  formatRelation,
  nearest,
  parseName,
  type ColumnSchema,
  type Relation,
  type TableSchema,
} from "@dx/core";
import type { InitTools, ProposedInput } from "@dx/runner";
import { detectHistory } from "@dx/scd";
import { proposeHistory } from "./propose-history.ts";

const changeTimes =
  /^(updated|modified|changed|last_(updated|modified|changed))(_?(at|on|time|date|ts))?$/i;
const created = /^(created|inserted)(_?(at|on|time|date|ts|by))?$/i;

/** Proposes inputs for a table of the source, each with what speaks for it. */
export async function init({ databases, table }: InitTools): Promise<readonly ProposedInput[]> {
  const { source } = databases;
  if (source === undefined)
    throw new DxError("DX_FLOW_INIT", "no source is named", {
      hint: "add --db source=env:DATABASE_URL",
    });
  const tables = await source.tables();
  const names = tables.map(formatRelation);
  if (table === undefined && tables.length !== 1)
    throw new DxError("DX_FLOW_INIT", `there are ${tables.length} tables`, {
      hint: `name one by --table: ${names.slice(0, 20).join(", ")}`,
    });
  const wanted = table ?? names[0] ?? "";
  const schema = await source.describe(wanted).catch((error: unknown) => {
    const near = nearName(wanted, tables);
    if (near === undefined) throw error;
    throw new DxError("DX_FLOW_INIT", `there is no table ${wanted}`, {
      hint: `did you mean ${near}?`,
      cause: error,
    });
  });
  const found = await source.run(detectHistory(schema));
  const isHistory = found.spec !== null && found.ends !== null;
  return isHistory ? proposeHistory(wanted, found, found.spec) : propose(wanted, schema);
}

/** The table whose full or own name is most like a name. */
function nearName(wanted: string, tables: readonly Relation[]): string | undefined {
  const own = tables.map((one) => [one.name, formatRelation(one)] as const);
  const near = nearest(
    wanted,
    own.flatMap((names) => names),
  );
  return own.find((names) => near !== undefined && names.includes(near))?.[1];
}

function propose(table: string, schema: TableSchema): readonly ProposedInput[] {
  const key = proposeKey(schema);
  const isKey = (column: ColumnSchema): boolean => key.value.includes(column.name);
  const time = schema.columns.find(
    ({ name, type }) =>
      changeTimes.test(parseName(name).text) && ["timestamp", "instant"].includes(type.kind),
  );
  const tracked = schema.columns.filter(
    (column) => !isKey(column) && column !== time && !created.test(parseName(column.name).text),
  );
  const name = parseName(schema.relation.name)
    .text.replace(/^(dim|stg|src|raw)_/, "")
    .toLowerCase();
  const certain = { certain: true } as const;
  const guess = { certain: false } as const;
  return [
    {
      path: ["dimensionTable"],
      value: `dim_${name}`,
      reason: "by the name of the source",
      ...guess,
    },
    { path: ["sourceTable"], value: table, reason: "the table that was named", ...certain },
    { path: ["businessKey"], ...key, value: [...key.value] },
    {
      path: ["trackedAttributes"],
      value: tracked.map((column) => column.name),
      reason: "all other columns, but for those that say when a row was made or changed",
      ...guess,
    },
    {
      path: ["scdType"],
      value: 2,
      reason: "a change begins a new version; see columnTypes for others",
      ...guess,
    },
    {
      path: ["effectiveDateColumns"],
      value: { validFrom: "valid_from", validTo: "valid_to" },
      reason: "the usual names",
      ...guess,
    },
    { path: ["currentFlagColumn"], value: "is_current", reason: "the usual name", ...guess },
    time === undefined
      ? {
          path: ["changes"],
          value: { kind: "snapshot" },
          reason:
            "no column says when a row was changed: the table is taken as it is, deletes are noticed",
          ...guess,
        }
      : {
          path: ["changes"],
          value: { kind: "snapshot" },
          reason: `${time.name} says when a row was changed: { kind: delta, sequence: ${time.name} } would load changes only, but notice no deletes`,
          ...guess,
        },
  ];
}

function proposeKey(schema: TableSchema): {
  readonly value: readonly string[];
  readonly reason: string;
  readonly certain: boolean;
} {
  if (schema.primaryKey !== undefined)
    return { value: schema.primaryKey, reason: "the table's primary key", certain: true };
  const [unique] = schema.uniqueKeys;
  if (unique !== undefined)
    return { value: unique, reason: "a unique key of the table", certain: true };
  const named = schema.columns.find(({ name }) =>
    /(^|_)(id|key|code|no|number)$/i.test(parseName(name).text),
  );
  const first = named ?? schema.columns[0];
  return {
    value: first === undefined ? [] : [first.name],
    reason: "no key is declared: by its name only; look whether it is unique and never changes",
    certain: false,
  };
}
