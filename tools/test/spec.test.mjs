// Each flow has the fields of its process in the specification, and says of each item how it is covered.
import { deepEqual, equal, ok } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkCoverage } from "../spec-coverage.mjs";
import { compareFields, fieldsOf, processOf, specOf, toZod, toZodFields } from "../spec-fields.mjs";

const root = join(import.meta.dirname, "../..");
const flows = globSync("apps/flows/*/package.json", { cwd: root })
  .map((path) => path.split("/")[2])
  .toSorted();

test("the specification is here, whole", () => {
  const items = Object.keys(processOf).map((flow) => specOf(flow).items);
  deepEqual(
    Object.values(processOf),
    [...items.keys()].map((index) => index + 1),
  );
  equal(items.flat().length, 1451);
  equal(new Set(items.flat().map(({ id }) => id)).size, 1451);
  for (const flow of Object.keys(processOf))
    for (const kind of ["input", "output"]) ok(fieldsOf(flow, kind).length > 0);
});

test("types of the specification become zod schemas", () => {
  const input = (flow) =>
    Object.fromEntries(fieldsOf(flow, "input").map((one) => [one.name, one.type]));
  const model = input("dimensional-model-design");
  equal(
    toZod(model.sourceData),
    "z.strictObject({ tables: z.array(z.strictObject({ name: z.string(), schema: z.record(z.string(), z.json()) })), " +
      "relationships: z.array(z.strictObject({ from: z.string(), to: z.string() })) })",
  );
  equal(toZod(model.modelingRequirements.fields[3].type), "z.record(z.string(), z.number())");
  equal(toZod(input("scd-implementation").scdType), "z.literal(2)");
  equal(
    toZod(input("data-warehouse-setup").organizationSetup.fields[0].type),
    'z.array(z.enum(["dev","staging","prod"]))',
  );
  ok(
    toZodFields(fieldsOf("dbt-project-setup", "output")).includes('"dbt_project.yml": z.string()'),
  );
});

const schemas = `import { flows } from "@dx/flows"; import { z } from "zod";
  const all = {};
  for (const [name, load] of Object.entries(flows)) {
    const { flow } = await load();
    const read = (schema) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    all[name] = { input: read(flow.inputs), output: read(flow.outputs) };
  }
  console.log(JSON.stringify(all));`;
const { stdout, stderr } = spawnSync(
  process.execPath,
  ["--conditions=@dx/source", "--input-type=module", "--eval", schemas],
  { cwd: join(root, "apps/cli"), encoding: "utf8" },
);
const schemaOf = JSON.parse(stdout || JSON.stringify({ error: stderr }));

for (const flow of flows) {
  test(`${flow} is a flow of the specification, with its fields`, () => {
    ok(flow in processOf);
    ok(flow in schemaOf, stderr);
    for (const kind of ["input", "output"])
      deepEqual(compareFields(fieldsOf(flow, kind), schemaOf[flow][kind]), []);
  });
  test(`${flow} covers each item by what there is, or says why not`, () =>
    deepEqual(checkCoverage(flow).faults, []));
}

test("fields that are missing, or of another type, are noticed", () => {
  const fields = fieldsOf("scd-implementation", "input");
  const faults = (edit) => {
    const schema = structuredClone(schemaOf["scd-implementation"].input);
    edit(schema.properties);
    return compareFields(fields, schema).map((one) => one.replace(/:.*/, ""));
  };
  deepEqual(
    faults(() => {}),
    [],
  );
  deepEqual(
    faults((all) => delete all.sourceTable),
    ["sourceTable is missing"],
  );
  deepEqual(
    faults((all) => delete all.effectiveDateColumns.properties.validTo),
    ["effectiveDateColumns.validTo is missing"],
  );
  deepEqual(
    faults((all) => (all.businessKey = { type: "string" })),
    ["businessKey is not as specified"],
  );
  deepEqual(
    faults((all) => (all.businessKey.items = { type: "number" })),
    ["businessKey[] is not as specified"],
  );
  deepEqual(
    faults((all) => (all.scdType = { type: "number", const: 1 })),
    ["scdType is not as specified"],
  );
});

test("each way to cover an item wrongly is noticed", () => {
  const scratch = mkdtempSync(join(tmpdir(), "dx-spec-"));
  after(() => rmSync(scratch, { recursive: true }));
  const folder = "apps/flows/scd-implementation";
  cpSync(join(root, folder, "spec-coverage.json"), join(scratch, folder, "spec-coverage.json"));
  mkdirSync(join(scratch, folder, "test"));
  mkdirSync(join(scratch, "packages/areas/scd/test"), { recursive: true });
  writeFileSync(join(scratch, folder, "test/a.test.ts"), 'test("it works", f); // "scd.no-gap"\n');
  writeFileSync(join(scratch, "packages/areas/scd/test/b.test.ts"), "test('all > some', f);\n");
  const all = Object.fromEntries(
    specOf("scd-implementation").items.map(({ id }) => [id, { not: "to be built" }]),
  );
  const faults = (change, edit = (text) => text) => {
    const text = edit(JSON.stringify({ ...all, ...change }));
    writeFileSync(join(scratch, folder, "spec-coverage.json"), text);
    return checkCoverage("scd-implementation", scratch).faults;
  };
  const fault = (entry) => faults({ 12.1: entry });
  deepEqual(faults({}), []);
  deepEqual(fault({ test: "test/a.test.ts > it works" }), []);
  deepEqual(fault({ test: "packages/areas/scd/test/b.test.ts > all > some" }), []);
  deepEqual(fault({ evidence: "scd.no-gap" }), []);
  deepEqual(fault({ test: "test/a.test.ts > it" }), ['12.1: no test "it" in test/a.test.ts']);
  deepEqual(fault({ test: "test/c.test.ts > it" }), ["12.1: no test file test/c.test.ts"]);
  deepEqual(fault({ test: "it works" }), ['12.1: "it works" is not "<file> > <name>"']);
  deepEqual(fault({ evidence: "scd.no" }), ["12.1: no claim is called scd.no"]);
  deepEqual(fault({ evidence: "" }), ["12.1: no claim is called "]);
  deepEqual(fault({ not: "no" }), ['12.1: why not? "no" says too little']);
  deepEqual(fault({}), ["12.1: one of test, evidence, not, and a text"]);
  deepEqual(fault({ not: "to be built", evidence: "scd.no-gap" }), [
    "12.1: one of test, evidence, not, and a text",
  ]);
  deepEqual(fault({ soon: "to be built" }), ['12.1: "soon" is none of test, evidence, not']);
  deepEqual(faults({ 12.99: { not: "to be built" } }), ["12.99: no such item"]);
  deepEqual(faults({ 12.1: undefined }), ["12.1 is missing"]);
  const twice = (text) => text.replace("{", '{"12.1":{"not":"to be built"},');
  deepEqual(faults({}, twice), ["12.1 is there more than once"]);
});
