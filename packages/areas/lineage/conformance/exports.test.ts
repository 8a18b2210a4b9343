import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPython } from "@dx/testing/python";
import { expect, test } from "vitest";
import { toAtlas, toDataHub, toOpenLineage } from "../src/index.ts";
import { atlasTypes } from "./atlas-types.ts";
import { lineageOf } from "../test/shop.ts";

const lineage = lineageOf(
  [
    `create temp table paid as select id, price, customer_id from orders where status = 'paid';
     create table mart as select c.name, sum(p.price) as total, count(*) as n,
       row_number() over (order by max(p.id)) as place, case when max(p.id) > 3 then md5(c.name) end as who
     from paid p join customers c on c.id = p.customer_id group by c.name order by 1`,
    'create view "odd, (""name"")" as select total as "to,tal" from mart',
    "create table star as select * from unknown.elsewhere",
    "create table self as select id from orders; insert into self select id + 1 from self",
  ],
  "postgres",
);

type Answers = readonly (string | null)[];

/** What a program beside this says of each. */
function ask(requirement: string, program: string, given: unknown): Answers {
  const python = join(installPython([requirement]), "bin/python");
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, program)], {
    input: JSON.stringify(given),
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(stderr);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the program writes
  return JSON.parse(stdout) as Answers;
}

/** A deep copy in which one text is replaced by another. */
function twin<T>(value: T, old: string | RegExp, by: string): T {
  const text = JSON.stringify(value);
  const changed = text.replace(old, by);
  expect(changed).not.toBe(text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the same shape
  return JSON.parse(changed) as T;
}

test("OpenLineage's own classes take each event, and no broken twin", () => {
  const events = toOpenLineage(lineage, {
    datasetNamespace: "postgres://db:5432",
    datasetPrefix: "shop.public.",
    eventTime: "2026-01-01T00:00:00Z",
    producer: "https://example.com/nightly",
  });
  const [event] = events;
  const broken = [
    twin(event, '"COMPLETE"', '"DONE"'),
    twin(event, "2026-01-01T00:00:00Z", "yesterday"),
    twin(event, /"runId":"[^"]*"/, '"runId":"1"'),
    twin(event, "inputFields", "inputfields"),
    twin(event, "ColumnLineageDatasetFacet.json", "Other.json"),
    twin(event, "/facets/1-2-0/ColumnLineage", "/facets/9-9-9/ColumnLineage"),
    twin(event, '"masking":false', '"masking":"no"'),
    twin(event, '"namespace":"postgres://db:5432",', ""),
  ];
  const answers = ask("openlineage-python==1.54.0", "open-lineage.py", [...events, ...broken]);
  expect(answers.slice(0, events.length)).toEqual(events.map(() => null));
  expect(answers.slice(events.length).filter((one) => one === null)).toEqual([]);
  expect(events.length).toBeGreaterThan(4);
}, 600_000);

test("DataHub's own classes take each proposal whole, and no broken twin", () => {
  const proposals = toDataHub(lineage, { platform: "postgres", datasetPrefix: "shop.public." });
  const [proposal] = proposals;
  const broken = [
    twin(proposal, '"upstreamLineage"', '"upstreamLineages"'),
    twin(proposal, '"TRANSFORMED"', '"MADE"'),
    twin(proposal, '"FIELD_SET"', '"FIELDS"'),
    twin(proposal, '"downstreams"', '"downstream"'),
    twin(proposal, "urn:li:dataset:(", "urn:li:dataset:"),
    twin(proposal, '"confidenceScore":1', '"confidenceScore":"1"'),
  ];
  const answers = ask("acryl-datahub==1.7.0.17", "data-hub.py", [...proposals, ...broken]);
  expect(answers.slice(0, proposals.length)).toEqual(proposals.map(() => null));
  expect(answers.slice(proposals.length).filter((one) => one === null)).toEqual([]);
}, 600_000);

const programs = { java: "java", maven: "mvn" };
const jar = { groupId: "org.apache.atlas", artifactId: "atlas-intg", version: "2.4.0" };
const home = resolve(
  import.meta.dirname,
  `../../../../node_modules/.cache/java/${jar.artifactId}-${jar.version}`,
);

/** Where Atlas's type system lies, with all that it needs; fetched at first use. */
function classPath(): string {
  const file = join(home, "classpath");
  if (existsSync(file)) return readFileSync(file, "utf8");
  mkdirSync(home, { recursive: true });
  const dependency = Object.entries(jar).map(([name, value]) => `<${name}>${value}</${name}>`);
  writeFileSync(
    join(home, "pom.xml"),
    `<project><modelVersion>4.0.0</modelVersion><groupId>dx</groupId><artifactId>dx</artifactId><version>1</version>
    <dependencies><dependency>${dependency.join("")}</dependency></dependencies></project>`,
  );
  writeFileSync(join(home, "atlas-application.properties"), "");
  const made = join(home, "made");
  const flags = ["-q", "dependency:build-classpath", `-Dmdep.outputFile=${made}`];
  const { status, stdout, error } = spawnSync(programs.maven, flags, {
    cwd: home,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`atlas cannot be fetched: ${String(error ?? stdout)}`);
  writeFileSync(file, readFileSync(made, "utf8"));
  return readFileSync(file, "utf8");
}

const hasJava = Object.values(programs).every((one) => spawnSync(one, ["-version"]).status === 0);
if (!hasJava && process.env["CI"] === undefined)
  // oxlint-disable-next-line no-console -- a reason that nobody sees is none
  console.log("no java or no mvn: Atlas's type system is not asked");

test.skipIf(!hasJava && process.env["CI"] === undefined)(
  "Atlas's own type system takes all entities, and no broken twin",
  () => {
    const entities = toAtlas(lineage, { database: "shop", instance: "db", engine: "postgres" });
    const faultsOf = (given: unknown): readonly string[] => {
      const { stdout, stderr, status } = spawnSync(
        programs.java,
        ["-cp", classPath(), `-Datlas.conf=${home}`, join(import.meta.dirname, "Validate.java")],
        { input: `${JSON.stringify(atlasTypes)}\n${JSON.stringify(given)}\n`, encoding: "utf8" },
      );
      if (status !== 0)
        return [stderr.split("\n").find((one) => one.includes("Exception")) ?? stderr];
      return stdout
        .trim()
        .split("\n")
        .filter((one) => one !== `read ${entities.entities.length}`);
    };
    expect(faultsOf(entities)).toEqual([]);
    const broken = [
      twin(entities, '"prodOrOther":"PROD",', ""),
      twin(entities, '"rdbms_type"', '"rdbmsType"'),
      twin(
        entities,
        '"typeName":"rdbms_table","guid":"-3","status"',
        '"typeName":"rdbms_tables","guid":"-3","status"',
      ),
      twin(entities, /"data_type":"[^"]*"/, '"data_type":null'),
      twin(entities, '"relationshipAttributes":{"db"', '"relationshipAttributes":{"database"'),
      twin(entities, '"ACTIVE"', '"ALIVE"'),
    ];
    for (const one of broken) expect(faultsOf(one)).not.toEqual([]);
  },
  600_000,
);
