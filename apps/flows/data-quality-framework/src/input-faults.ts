import { isDxError, messageOf, parseTimestamp } from "@dx/core";
import { parseRule } from "@dx/quality";
import type { Inputs } from "./inputs.ts";

/** What is wrong with a field: where, and in one sentence what and what to write. */
export interface InputFault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What is wrong with inputs whose fields are each of the right kind. */
export function faultsOf(given: Inputs): readonly InputFault[] {
  return [...toolFaults(given), ...tableFaults(given), ...timeFaults(given), ...ruleFaults(given)];
}

function toolFaults({
  toolPreferences,
  alertAddresses,
  monteCarlo,
  datafold,
}: Inputs): readonly InputFault[] {
  const { observability, alerting } = toolPreferences;
  const settings = { monte_carlo: monteCarlo, datafold, custom: {} }[observability];
  const field = observability === "datafold" ? "datafold" : "monteCarlo";
  const monitors = {
    path: [field],
    message: `monitors for ${observability} need to know where and when they run; write ${field}, or observability custom`,
  };
  const addresses = {
    path: ["alertAddresses"],
    message: "e-mail needs addresses; write from and to",
  };
  return [
    ...(settings !== undefined ? [] : [monitors]),
    ...(alerting === "email" && alertAddresses === undefined ? [addresses] : []),
  ];
}

function tablesOf({ dataSources }: Inputs): readonly string[] {
  return dataSources.flatMap((source) => source.tables);
}

function tableFaults(given: Inputs): readonly InputFault[] {
  const tables = tablesOf(given);
  const known = new Set([...tables, ...given.references]);
  const twice = tables.find((table, index) => tables.indexOf(table) !== index);
  const unknown = (["files", "rowNumbers", "timeColumns"] as const).flatMap((key) =>
    Object.keys(given[key])
      .filter((table) => !known.has(table))
      .map((table) => ({
        path: [key, table],
        message: `${table} is in no data source, and no reference`,
      })),
  );
  if (twice === undefined) return unknown;
  const message = `${twice} is named twice; name each table once`;
  return [{ path: ["dataSources"], message }, ...unknown];
}

function timeFaults({ asOf }: Inputs): readonly InputFault[] {
  if (asOf === undefined || parseTimestamp(asOf.replace("Z", "")) !== undefined) return [];
  return [{ path: ["asOf"], message: `${asOf} is no time; write it as 2026-01-31T12:00:00` }];
}

function ruleFaults(given: Inputs): readonly InputFault[] {
  const tables = tablesOf(given);
  return given.qualityRules.flatMap(({ table, column, rule, threshold }, index) => {
    const at = ["qualityRules", index];
    const unknown = {
      path: [...at, "table"],
      message: `${table} is in no data source; there are ${tables.join(", ")}`,
    };
    const fault = ruleFault(rule, { column, threshold });
    return [
      ...(tables.includes(table) ? [] : [unknown]),
      ...(fault === undefined ? [] : [{ path: [...at, fault.field], message: fault.message }]),
    ];
  });
}

function ruleFault(
  rule: string,
  { column, threshold }: { readonly column: string; readonly threshold: number },
): { readonly field: string; readonly message: string } | undefined {
  try {
    const parsed = parseRule(rule, { column, now: "1970-01-01T00:00:00" });
    if (!("measure" in parsed) || threshold === 1) return undefined;
    const message = `${rule} is one figure of the table, of which no share can fail; write 1`;
    return { field: "threshold", message };
  } catch (error) {
    if (!isDxError(error)) throw error;
    return { field: "rule", message: `${messageOf(error)}; ${error.hint ?? ""}` };
  }
}
