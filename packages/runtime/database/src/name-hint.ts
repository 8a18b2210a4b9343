import { formatRelation, nearest, type DxError } from "@dx/core";
import { EngineError, type MissingName } from "./internal/engine-error.ts";
import { translateError } from "./internal/translate-error.ts";
import { within, type Session } from "./session.ts";

/** The error of a question, with the name that was perhaps meant. */
export async function failedQuery(
  error: unknown,
  text: string,
  session: Session,
): Promise<DxError> {
  const missing = error instanceof EngineError ? error.about.missing : undefined;
  const near = missing === undefined ? undefined : await suggest(missing, session);
  const hint =
    near ?? "look at the place that the message shows; `tables` and `describe` tell names";
  return translateError(near === undefined ? error : withoutHint(error), {
    code: "DX_DATABASE_QUERY",
    text,
    hint,
  });
}

function withoutHint(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  const { hint: _, ...about } = error.about;
  return new EngineError(error.message, about);
}

/** A near name of the catalogue; inside of a transaction that has just failed, nobody can look. */
async function suggest(missing: MissingName, session: Session): Promise<string | undefined> {
  if (session.joined) return undefined;
  try {
    const schemas = await within(session, { mode: "read", limit: undefined }, async (connection) =>
      connection.catalogue(),
    );
    const known =
      missing.kind === "table"
        ? schemas.flatMap(({ relation }) => [relation.name, formatRelation(relation)])
        : schemas.flatMap(({ columns }) => columns.map(({ name }) => name));
    const near = nearest(missing.name, known);
    return near === undefined || near === missing.name ? undefined : `did you mean ${near}?`;
  } catch {
    return undefined;
  }
}
