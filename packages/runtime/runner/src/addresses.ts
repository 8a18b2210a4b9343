import { existsSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { DxError, nearest, messageOf } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { createSecrets } from "./secrets.ts";
import type { Databases } from "./task.ts";

/** Where a run's databases are. */
export interface Addresses {
  /** By name; may have credentials in them. */
  readonly urls: Readonly<Record<string, string>>;
  /** The same for the journal: variables by their names, without credentials. */
  readonly locations: Readonly<Record<string, string>>;
  /** What must reach no file and no terminal. */
  readonly secrets: readonly string[];
}

/** How addresses are understood. */
export interface ReadAddressesOptions {
  /** The environment, for `env:NAME`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The run's folder, for `folder:file` and for the target if none is named. */
  readonly out?: string;
}

/**
 * Understands addresses: `name=url`, or a bare `url`, which is both `source` and `target`. A url is one of
 * `openDatabase`, `env:NAME` for one that the environment has, or `folder:file.duckdb` for a DuckDB file in the
 * run's folder, which is the target if none is named.
 * @throws DxError `DX_RUNNER_DATABASE` if a name comes twice or a variable is not set, `DX_RUNNER_PASSWORD` if a
 * password stands in the address itself
 */
export function readAddresses(
  given: readonly string[],
  { env, out }: ReadAddressesOptions,
): Addresses {
  const named = new Map<string, string>();
  for (const one of given) {
    const [, name, url = one] = /^(\w+)=(.*)$/s.exec(one) ?? [];
    for (const key of name === undefined ? ["source", "target"] : [name]) {
      if (named.has(key)) throw wrong(`two databases are called ${key}`, "name each one once");
      named.set(key, url);
    }
  }
  if (!named.has("target"))
    named.set("target", out === undefined ? "duckdb:" : "folder:target.duckdb");
  const all = [...named].map(
    ([name, text]) =>
      [name, readAddress(text, { env, ...(out === undefined ? {} : { out }) })] as const,
  );
  return {
    urls: Object.fromEntries(all.map(([name, { url }]) => [name, url])),
    locations: Object.fromEntries(all.map(([name, { location }]) => [name, location])),
    secrets: all.flatMap(([, { secrets }]) => secrets),
  };
}

interface Address {
  readonly url: string;
  readonly location: string;
  readonly secrets: readonly string[];
}

function readAddress(text: string, { env, out }: ReadAddressesOptions): Address {
  if (text.startsWith("env:")) {
    const name = text.slice(4);
    const url = env[name];
    if (url === undefined || url === "") {
      const near = nearest(name, Object.keys(env));
      throw wrong(
        `the variable ${name} is not set`,
        near === undefined ? `set ${name}` : `did you mean ${near}?`,
      );
    }
    return { url, location: text, secrets: [url, ...passwordsOf(url)] };
  }
  if (text.startsWith("folder:")) {
    if (out === undefined)
      throw wrong(`${text} is in a run's folder`, "name the folder with --out");
    return { url: `duckdb:${join(out, text.slice(7))}`, location: text, secrets: [] };
  }
  if (passwordsOf(text).length > 0)
    throw new DxError("DX_RUNNER_PASSWORD", "there is a password in the address of a database", {
      path: ["db"],
      hint: "other programs and your shell's history can read it: put the address into a variable, and write env:NAME",
    });
  const file = /^duckdb:(.+)$/s.exec(text)?.[1];
  const location = file === undefined || isAbsolute(file) ? text : `duckdb:${resolve(file)}`;
  return { url: text, location, secrets: [] };
}

/** Also of an address that is none: what a person mistypes is a secret too. */
function passwordsOf(text: string): readonly string[] {
  const words = [...text.matchAll(/(?:password|passwd|pwd)\s*=\s*([^&\s,;#]+)/gi)];
  const found = [passwordIn(text), ...words.map(([, word = ""]) => word)];
  return [...new Set(found.flatMap((one) => [one, decode(one)]))].filter((one) => one !== "");
}

function passwordIn(text: string): string {
  if (URL.canParse(text)) return new URL(text).password;
  const [, user = ""] = /^[a-z][\w+.-]*:\/\/(.*)@/is.exec(text) ?? [];
  return user.includes(":") ? user.slice(user.indexOf(":") + 1) : "";
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function wrong(message: string, hint: string): DxError {
  return new DxError("DX_RUNNER_DATABASE", message, { path: ["db"], hint });
}

/** How databases are opened. */
export interface OpenAddressesOptions {
  /** What becomes of a DuckDB file that is not there: it is made, an empty database in memory stands for it, or it is an error. */
  readonly missing?: "made" | "in memory" | "refused";
  /** Whether the target is read-only too. */
  readonly readOnly?: boolean;
  /** Gives up opening. */
  readonly signal?: AbortSignal;
}

/** Databases that were opened together. */
export interface OpenedDatabases {
  /** By name. */
  readonly databases: Databases;
  /** Closes them all. */
  readonly close: () => Promise<void>;
}

/**
 * Opens databases; those of one address are one, and all but the target are read-only.
 * @throws DxError `DX_RUNNER_DATABASE` with the name of the one that cannot be opened
 */
export async function openAddresses(
  { urls: given }: Pick<Addresses, "urls">,
  { missing = "made", readOnly = false, signal }: OpenAddressesOptions = {},
): Promise<OpenedDatabases> {
  const urls = Object.fromEntries(
    Object.entries(given).map(([name, url]) => [
      name,
      whereMissing({ name, url }, missing, name === "target" || url === given["target"]),
    ]),
  );
  const open = new Map<string, Database>();
  const close = async (): Promise<void> => {
    await Promise.all([...open.values()].map(async (one) => one.close()));
  };
  try {
    for (const [name, url] of Object.entries(urls))
      if (!open.has(url))
        // oxlint-disable-next-line no-await-in-loop -- those that are open are closed if the next cannot be
        open.set(
          url,
          await openDatabase(url, {
            readOnly: url !== "duckdb:" && (readOnly || url !== urls["target"]),
            ...(signal === undefined ? {} : { signal }),
          }).catch((error: unknown) => notOpened(name, error, passwordsOf(url))),
        );
  } catch (error) {
    await close();
    throw error;
  }
  const entries = Object.entries(urls).flatMap(([name, url]) => {
    const database = open.get(url);
    return database === undefined ? [] : [[name, database] as const];
  });
  const target = open.get(urls["target"] ?? "");
  if (target === undefined) throw wrong("no target is named", "name one with --db target=url");
  return { databases: { ...Object.fromEntries(entries), target }, close };
}

function whereMissing(
  { name, url }: { readonly name: string; readonly url: string },
  missing: OpenAddressesOptions["missing"],
  isTarget: boolean,
): string {
  const file = /^duckdb:(.+)$/s.exec(url)?.[1];
  if (missing === "made" || file === undefined || existsSync(file)) return url;
  if (missing === "in memory" && isTarget) return "duckdb:";
  throw wrong(`the database ${name} is not there: ${file}`, "name another one with --db");
}

function notOpened(name: string, error: unknown, secrets: readonly string[]): never {
  const { redact } = createSecrets(secrets);
  const reason = redact(messageOf(error));
  throw new DxError("DX_RUNNER_DATABASE", `the database ${name} cannot be opened: ${reason}`, {
    path: ["db", name],
    hint: "duckdb:[file], postgres://user@host/database, or env:NAME for an address with a password",
    cause: error,
  });
}
