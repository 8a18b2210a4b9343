import { DxError, nearest } from "@dx/core";
import type { Authorization } from "./authorization.ts";

const secret: Readonly<Record<Authorization["kind"], readonly string[]>> = {
  bearer: ["token"],
  "api-key": ["key"],
  basic: ["password"],
  "oauth2-client-credentials": ["clientSecret"],
  "oauth2-refresh-token": ["clientSecret", "refreshToken"],
};

/**
 * Credentials as they are written down, `env:NAME` in the place of each secret, with what the environment has. Other fields
 * may name variables too.
 * @throws DxError `DX_PIPELINE_AUTHORIZATION` for a variable that is not set, and for a secret that stands there itself
 * @example
 * ```ts
 * import { openAuthorization } from "@dx/pipeline";
 * const opened = openAuthorization({ kind: "bearer", token: "env:TOKEN" }, { TOKEN: "s3cr3t" });
 * if (opened.kind !== "bearer" || opened.token !== "s3cr3t") throw new Error();
 * ```
 */
export function openAuthorization<Kind extends Authorization>(
  written: Kind,
  env: Readonly<Record<string, string | undefined>>,
): Kind {
  const fields = Object.entries(written).map(([field, value]: [string, unknown]) => {
    const isSecret = secret[written.kind].includes(field);
    if (typeof value !== "string") return [field, value];
    const name = /^env:(.+)$/s.exec(value)?.[1];
    if (name === undefined && isSecret)
      throw new DxError(
        "DX_PIPELINE_AUTHORIZATION",
        `${field} of ${written.kind} stands there itself`,
        {
          path: ["authorization", field],
          hint: "others can read it there: put it into a variable, and write env:NAME",
        },
      );
    return [field, name === undefined ? value : read(name, env)];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only texts changed
  return Object.fromEntries(fields) as Kind;
}

function read(name: string, env: Readonly<Record<string, string | undefined>>): string {
  const value = env[name];
  if (value !== undefined && value !== "") return value;
  const near = nearest(name, Object.keys(env));
  throw new DxError("DX_PIPELINE_AUTHORIZATION", `the variable ${name} is not set`, {
    path: ["authorization"],
    hint: near === undefined ? `set ${name}` : `did you mean ${near}?`,
  });
}
