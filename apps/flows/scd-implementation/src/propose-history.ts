import { formatTimestamp, toMicros } from "@dx/core";
import type { ProposedInput } from "@dx/runner";
import type { HistoryProposal, HistorySpec } from "@dx/scd";

/** Proposes inputs that go on with a table which keeps a history already, by what was found out about it. */
export function proposeHistory(
  table: string,
  { guesses, questions, obstacles }: HistoryProposal,
  spec: HistorySpec,
): readonly ProposedInput[] {
  const why = (role: string): string => {
    const found = guesses.filter((one) => one.role === role);
    const asked = questions.filter((one) => one.role === role).map(({ question }) => question);
    const told = found.map(({ reason, rows, of }) => `${reason} (${rows} of ${of})`);
    return [...told, ...asked].join("; ") || "by its columns";
  };
  const { key, validFrom, validTo, current, openEnd, surrogate, rowHash } = spec;
  const all = [spec.tracked].flat();
  const own = { insertedAt: "inserted_at", updatedAt: "updated_at" }; // as `specOf` calls them
  const isOwn = Object.values(own).every((name) => all.includes(name));
  const audit = spec.audit ?? (isOwn ? own : undefined);
  const tracked = isOwn ? all.filter((name) => !Object.values(own).includes(name)) : all;
  const blocked = obstacles.length === 0 ? "" : `; in the way of loading: ${obstacles.join("; ")}`;
  return [
    {
      path: ["dimensionTable"],
      value: table,
      reason: `the table that was named keeps a history: it is audited and gone on with${blocked}`,
      certain: true,
    },
    ...guess("sourceTable", "TO DO", "name the table whose rows are loaded into it"),
    ...guess("businessKey", [key].flat(), why("key")),
    ...guess("trackedAttributes", tracked, why("tracked")),
    ...guess("scdType", 2, "versions were found"),
    ...guess(
      "effectiveDateColumns",
      { validFrom, validTo },
      `${why("valid-from")}; ${why("valid-to")}`,
    ),
    ...guess("currentFlagColumn", current ?? "TO DO", why("current")),
    ...guess("columnTypes", spec.types === undefined ? undefined : { ...spec.types }, why("prior")),
    ...guess(
      "priorColumns",
      spec.prior === undefined ? undefined : { ...spec.prior },
      why("prior"),
    ),
    ...guess(
      "openEnd",
      openEnd === undefined
        ? undefined
        : formatTimestamp(toMicros(openEnd)).slice(0, 19).replace(" ", "T"),
      why("open-end"),
    ),
    ...guess(
      "surrogateKey",
      surrogate === undefined ? undefined : { ...surrogate },
      why("surrogate"),
    ),
    ...guess("rowHashColumn", rowHash, why("row-hash")),
    ...guess(
      "auditColumns",
      audit === undefined ? undefined : { ...audit },
      isOwn
        ? "the names are those that this flow gives"
        : `${why("inserted-at")}; ${why("updated-at")}`,
    ),
  ];
}

function guess(
  path: string,
  value: ProposedInput["value"] | undefined,
  reason: string,
): readonly ProposedInput[] {
  return value === undefined ? [] : [{ path: [path], value, reason, certain: false }];
}
