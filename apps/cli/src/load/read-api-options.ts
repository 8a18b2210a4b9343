import { isDxError, type Json } from "@dx/core";
import {
  openAuthorization,
  type ApiSpec,
  type Authorization,
  type Naming,
  type Paginator,
  type RecordOptions,
} from "@dx/pipeline";
import type { Given, Option } from "../command.ts";
import { use } from "../parse-given.ts";

const namings = ["as-is", "lower", "snake-case"] as const;

/** The options of `dx load` for records, of an API or of a file of JSON. */
export const recordOptions: Readonly<Record<string, Option>> = {
  nested: {
    type: "boolean",
    help: "objects in records become columns, lists tables of their own; without it, both are JSON",
  },
  naming: {
    type: "string",
    value: "WORD",
    help: "how fields are called: as-is (without a word), lower or snake-case",
  },
  auth: {
    type: "string",
    value: "WORDS",
    help: 'of an API: "bearer env:NAME", "api-key env:NAME [header|query NAME]", "basic USER env:NAME", "oauth2 TOKEN_URL ID env:NAME [SCOPE]" or "refresh TOKEN_URL ID env:REFRESH_TOKEN [env:SECRET]"',
  },
  pages: {
    type: "string",
    value: "WORDS",
    help: 'of an API: "link-header", "json-link PATH", "cursor PATH PARAMETER", "page-number [PARAMETER]", "offset LIMIT" or "single"; without it, its first answer tells',
  },
  records: {
    type: "string",
    value: "PATH",
    help: "of an API: where the list of records is, as data.items",
  },
  since: {
    type: "string",
    value: "WORDS",
    help: 'of an API with a --cursor: the parameter that asks for what is new, as "updated_after [epoch-seconds|epoch-milliseconds]"',
  },
  body: {
    type: "string",
    value: "JSON",
    help: "of an API: asks by POST with this object, and what tells pages apart in it",
  },
  rate: { type: "string", value: "N", help: "of an API: how many requests a second, at most" },
};

/** How records become rows. @throws DxError `DX_CLI_USE` */
export function readRecordOptions(given: Given): RecordOptions {
  const naming = readNaming(given.text("naming"));
  return {
    ...(given.has("nested") ? { nested: "tables" } : {}),
    ...(naming === undefined ? {} : { naming }),
  };
}

function readNaming(text: string | undefined): Naming | undefined {
  if (text === undefined) return undefined;
  const found = namings.find((one) => one === text);
  if (found !== undefined) return found;
  throw use(`--naming is ${text}`, `write ${namings.join(", ")}`);
}

/** An API, with its secrets out of the environment. @throws DxError `DX_CLI_USE` */
export function readApiSpec(
  url: string,
  given: Given,
  env: Readonly<Record<string, string | undefined>>,
): ApiSpec {
  const auth = given.text("auth");
  const pages = given.text("pages");
  const records = given.text("records");
  const since = given.text("since");
  const rate = given.text("rate");
  const body = given.text("body");
  if (since !== undefined && given.text("cursor") === undefined)
    throw use("--since is for a --cursor", "name the column that says what is new");
  return {
    url,
    ...readRecordOptions(given),
    ...(auth === undefined ? {} : { authorization: openAuth(auth, env) }),
    ...(pages === undefined ? {} : { paginator: readPaginator(pages) }),
    ...(records === undefined ? {} : { records: pathOf(records) }),
    ...(since === undefined ? {} : { since: readSince(since) }),
    ...(body === undefined ? {} : { body: readBody(body) }),
    ...(rate === undefined ? {} : { rateLimit: { perSecond: positive("rate", rate) } }),
  };
}

function readBody(text: string): NonNullable<ApiSpec["body"]> {
  try {
    const body: Readonly<Record<string, Json>> = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body;
  } catch {
    // said below
  }
  throw use("--body is no object of JSON", `write --body '{"query": "..."}'`);
}

function openAuth(text: string, env: Readonly<Record<string, string | undefined>>): Authorization {
  try {
    return openAuthorization(readAuth(text), env);
  } catch (error) {
    if (!isDxError(error) || error.code === "DX_CLI_USE") throw error;
    throw use(`--auth: ${error.summary}`, error.hint ?? "");
  }
}

type Words = readonly string[];

/** `keep` is not there: a variable cannot be written to. */
function readRefresh([tokenUrl = "", clientId = "", refreshToken, secret, ...more]: Words):
  | Authorization
  | undefined {
  if (refreshToken === undefined || more.length > 0) return undefined;
  const clientSecret = secret === undefined ? {} : { clientSecret: secret };
  return { kind: "oauth2-refresh-token", tokenUrl, clientId, refreshToken, ...clientSecret };
}

const auths: Readonly<Record<string, (words: Words) => Authorization | undefined>> = {
  bearer: ([token = "", ...more]) => (more.length === 0 ? { kind: "bearer", token } : undefined),
  "api-key": ([key = "", place, name, ...more]) => {
    if (place === undefined) return { kind: "api-key", key };
    const isPlace = place === "header" || place === "query";
    return isPlace && name !== undefined && more.length === 0
      ? { kind: "api-key", key, in: place, name }
      : undefined;
  },
  basic: ([user = "", password, ...more]) =>
    password === undefined || more.length > 0 ? undefined : { kind: "basic", user, password },
  refresh: readRefresh,
  oauth2: ([tokenUrl = "", clientId = "", clientSecret, ...scope]) =>
    clientSecret === undefined
      ? undefined
      : {
          kind: "oauth2-client-credentials",
          tokenUrl,
          clientId,
          clientSecret,
          ...(scope.length === 0 ? {} : { scope: scope.join(" ") }),
        },
};

function readAuth(text: string): Authorization {
  const [kind = "", ...words] = text.trim().split(/\s+/);
  const found = Object.hasOwn(auths, kind) && words.length > 0 ? auths[kind]?.(words) : undefined;
  if (found !== undefined) return found;
  // what was written may be a secret
  throw use("--auth is not understood", recordOptions["auth"]?.help ?? "");
}

const paginators: Readonly<Record<string, (words: Words) => Paginator | undefined>> = {
  single: ({ length }) => (length === 0 ? { kind: "single" } : undefined),
  "link-header": ({ length }) => (length === 0 ? { kind: "link-header" } : undefined),
  "json-link": ([path, ...more]) =>
    path === undefined || more.length > 0 ? undefined : { kind: "json-link", path: pathOf(path) },
  cursor: ([path = "", parameter, ...more]) =>
    parameter === undefined || more.length > 0
      ? undefined
      : { kind: "cursor", path: pathOf(path), parameter },
  "page-number": ([parameter, ...more]) =>
    more.length > 0
      ? undefined
      : { kind: "page-number", ...(parameter === undefined ? {} : { parameter }) },
  offset: ([limit, ...more]) =>
    limit === undefined || more.length > 0
      ? undefined
      : { kind: "offset", limit: positive("pages", limit) },
};

function readPaginator(text: string): Paginator {
  const [kind = "", ...words] = text.trim().split(/\s+/);
  const found = Object.hasOwn(paginators, kind) ? paginators[kind]?.(words) : undefined;
  if (found !== undefined) return found;
  throw use(`--pages is ${text}`, recordOptions["pages"]?.help ?? "");
}

function readSince(text: string): NonNullable<ApiSpec["since"]> {
  const [parameter = "", form, more] = text.trim().split(/\s+/);
  if (more === undefined && parameter !== "") {
    if (form === undefined) return { parameter };
    if (form === "epoch-seconds" || form === "epoch-milliseconds" || form === "iso")
      return { parameter, form };
  }
  throw use(`--since is ${text}`, recordOptions["since"]?.help ?? "");
}

function pathOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(".");
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw use(`--${name} is ${text}`, "write a number above 0");
}

/** Options that a source does not have. @throws DxError `DX_CLI_USE` */
export function refuseOptions(given: Given, names: readonly string[], of: string): void {
  const found = names.find((name) => given.has(name) || given.text(name) !== undefined);
  if (found !== undefined) throw use(`--${found} is for ${of}`, "leave it out");
}

/** What an error of an API must not show: texts that came out of the environment. */
export function secretsIn(authorization: Authorization | undefined): readonly string[] {
  return authorization === undefined
    ? []
    : Object.entries(authorization).flatMap(([field, value]) =>
        ["token", "key", "password", "clientSecret", "refreshToken"].includes(field)
          ? [String(value)]
          : [],
      );
}
