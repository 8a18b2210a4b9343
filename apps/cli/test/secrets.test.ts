import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "@dx/testing/postgres-server";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runMany, type Line } from "./many.ts";

const password = "C4n4ry/p@ss&<w%rd>\"'é";
const wrong = "Wr0ng/c@n4ry&<w%rd>\"'é";
const inEnvironment = "c4n4ry-of-the-environment";
const hidden = [password, wrong, inEnvironment].flatMap((one) => [
  one,
  encodeURIComponent(one),
  JSON.stringify(one).slice(1, -1),
  one.slice(0, 6),
]);

let folder: string;
let scratch: string;
let port: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  scratch = mkdtempSync("/tmp/dx-postgres-");
  const { server, url } = await startPostgres(scratch);
  ({ port } = new URL(url));
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query<{ file: string }>(
    "select current_setting('hba_file') as file",
  );
  const rules = rows[0]?.file ?? "";
  writeFileSync(rules, `host all canary all scram-sha-256\n${readFileSync(rules, "utf8")}`);
  await client.query("select pg_reload_conf()");
  await client.query(
    `create role canary superuser login password ${client.escapeLiteral(password)}`,
  );
  await client.query(`
    create function refuse() returns event_trigger language plpgsql as $$
    begin
      if exists (select from pg_event_trigger_ddl_commands() where object_identity = 'public.refused') then
        raise exception ${client.escapeLiteral(`refused: ${password.replace("%", "%%")}`)}
          using detail = ${client.escapeLiteral(password)}, hint = ${client.escapeLiteral(password)};
      end if;
    end $$;
    create event trigger refuse on ddl_command_end execute function refuse()`);
  await client.end();
  stop = async () => {
    server.kill("SIGINT");
    await once(server, "exit");
  };
});
afterAll(async () => {
  await stop();
  rmSync(scratch, { recursive: true });
  rmSync(folder, { recursive: true });
});

/** A command line in a folder of its own. */
function line(name: string, words: string, url: string): Line {
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  const mail = name === "fine" ? "mail" : "";
  const quoted = password.replaceAll('"', '""');
  writeFileSync(join(cwd, "people.csv"), `name,mail\n"${quoted}",${mail}\n`);
  writeFileSync(join(cwd, "inputs.yaml"), "people: people.csv\n");
  writeFileSync(join(cwd, "fine.yaml"), "people: people.csv\ntable: fine\n");
  writeFileSync(join(cwd, "refused.yaml"), "people: people.csv\ntable: refused\n");
  const env = { CANARY_URL: url, OTHER: inEnvironment, PGAPPNAME: inEnvironment };
  return { cwd, words: words.split(" "), env };
}

const address = (of: string, at = port): string =>
  `postgres://canary:${encodeURIComponent(of)}@127.0.0.1:${at}/postgres`;
const run = "run people --db env:CANARY_URL --yes --out a -i";

/** All files below a folder, with their names. */
function everything(): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && !/^(?:people\.csv|.*\.duckdb)$/.test(one.name))
    .flatMap(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), "utf8")]);
}

test("credentials reach no file and no line of the terminal, whether a run ends well or not", async () => {
  const first: readonly (readonly [name: string, words: string, url: string])[] = [
    ["well", `${run} inputs.yaml`, address(password)],
    ["fine", `${run} fine.yaml`, address(password)],
    ["refused", `${run} refused.yaml`, address(password)],
    ["refused-json", `${run} refused.yaml --json`, address(password)],
    ["wrong", `${run} inputs.yaml`, address(wrong)],
    ["wrong-json", `${run} inputs.yaml --json`, address(wrong)],
    ["nobody", `${run} inputs.yaml`, address(password, "1")],
    ["malformed", `${run} inputs.yaml --json`, address(password, "port")],
    [
      "spoken",
      `run people -i inputs.yaml --yes --out a --db postgres://canary:${password}@127.0.0.1:port/x`,
      "",
    ],
    [
      "words",
      `run people -i inputs.yaml --yes --out a --db target=host=h,password=${password}`,
      "",
    ],
    ["plan", "run people -i inputs.yaml --db env:CANARY_URL --plan --json", address(wrong)],
    ["init", "init people --db env:CANARY_URL", address(wrong)],
  ];
  const second = [
    ["looked", "fine", "verify a --json", address(password)],
    ["verified", "well", "verify a --json", address(wrong)],
    ["resumed", "refused", "resume a --yes --json", address(wrong)],
  ] as const;
  const begun = await runMany(first.map((one) => line(...one)));
  const client = new Client(address(password));
  await client.connect();
  await client.query("update fine set mail = null").finally(async () => client.end());
  const ended = await runMany(second.map(([, name, words, url]) => line(name, words, url)));
  const named = [...first, ...second].map(([name]) => name);
  const said = Object.fromEntries(
    [...begun, ...ended].map((one, index) => [named[index] ?? "", one]),
  );
  const statuses = Object.fromEntries(
    Object.entries(said).map(([name, { status }]) => [name, status]),
  );
  expect(said["refused"]?.text).toContain("refused: ***");
  expect(said["wrong"]?.text).toContain("password authentication failed");
  expect(said["looked"]?.text).toContain('"value":"***"');
  expect(statuses).toEqual({
    well: 1,
    fine: 0,
    refused: 3,
    "refused-json": 3,
    wrong: 2,
    "wrong-json": 2,
    nobody: 2,
    malformed: 2,
    spoken: 2,
    words: 2,
    plan: 2,
    init: 2,
    looked: 1,
    verified: 2,
    resumed: 2,
  });
  for (const text of [...everything(), ...Object.values(said).map((one) => one.text)])
    for (const one of hidden) expect(text).not.toContain(one);
  expect(everything().join("\n")).toContain('"target":"env:CANARY_URL"');
});
