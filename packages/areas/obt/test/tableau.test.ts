import type { DataTypeKind } from "@dx/core";
import { expect, test } from "vitest";
import { biFields, toTableau, type ObtSpec, type ToTableauOptions } from "../src/index.ts";
import { spec } from "./shop.ts";
import { all, findFaults, readXml } from "./tableau-rules.ts";

export const types: Readonly<Record<string, DataTypeKind>> = {
  sale_id: "int64",
  shop_key: "int64",
  sold_on: "date",
  loaded_on: "timestamp",
  shop_size: "int64",
  rate_factor: "int64",
  amount: "int64",
  price: "decimal",
  weight: "float64",
  unit: "float64",
  is_far: "boolean",
  unit_twice: "float64",
};
const options: ToTableauOptions = {
  types,
  dialect: "postgres",
  at: { server: "dwh.example.com", database: "shop" },
  hierarchies: [{ name: "Where", levels: ["shop_city", "from_name"] }],
};

const monthly: ObtSpec = {
  fact: "fct_balance",
  factKey: "id",
  measures: [
    { column: "balance", rollUp: "last", per: "account" },
    { column: "paid", rollUp: "sum" },
    { column: "lowest", rollUp: "min" },
  ],
  dimensions: [{ table: "dim_bank", joinKey: "bank_key", attributes: ["name"] }],
  level: { kind: "monthly", time: "at" },
};

test.each<[string, string]>([
  ["a detailed table", toTableau("dwh.obt_sale", spec, options)],
  ["months", toTableau("obt_balance", monthly, { types: { month: "date" }, dialect: "snowflake" })],
  [
    "nothing to sum",
    toTableau(
      "o",
      { ...spec, measures: [], calculated: [] },
      { types: {}, dialect: "duckdb", version: "26.2" },
    ),
  ],
])("a workbook keeps to the schemas' rules: %s", (_, text) => {
  expect(findFaults(readXml(text))).toEqual([]);
});

test("each column is told as it is", () => {
  const root = readXml(toTableau("dwh.obt_sale", spec, options));
  const [source] = all(root, "datasource");
  const told = (source?.children ?? []).flatMap(({ name, attributes: one }) =>
    name === "column"
      ? [
          `${one["name"]} ${one["caption"]}: ${one["role"]} ${one["datatype"]} ${one["type"]} ${one["aggregation"]}`,
        ]
      : [],
  );
  expect(told).toHaveLength(19);
  expect(told).toEqual(
    expect.arrayContaining([
      "[sale_id] Sale id: dimension integer ordinal undefined",
      "[shop_city] Shop city: dimension string nominal undefined",
      "[loaded_on] Loaded on: dimension datetime ordinal undefined",
      "[amount] Amount: measure integer quantitative Sum",
      "[price] Price: dimension real quantitative undefined",
      "[is_far] Is far: dimension boolean nominal undefined",
      "[unit] Unit: dimension real quantitative undefined",
    ]),
  );
  expect(
    all(root, "folder").map(
      ({ attributes, children }) => `${attributes["name"]} ${children.length}`,
    ),
  ).toEqual([
    "Keys 5",
    "Sale 2",
    "Shop 2",
    "Shop now 1",
    "From 1",
    "To 1",
    "Rate 1",
    "Measures 3",
    "Calculated 3",
  ]);
  expect(all(root, "worksheet").map(({ attributes }) => attributes["name"])).toEqual([
    "Amount by Shop city",
    "Amount over Sold on",
  ]);
  expect(all(root, "drill-path")[0]?.children.map(({ text }) => text)).toEqual([
    "[shop_city]",
    "[from_name]",
  ]);
  const server = all(root, "connection").find(
    ({ attributes }) => attributes["class"] === "postgres",
  );
  expect(server?.attributes).toMatchObject({
    server: "dwh.example.com",
    dbname: "shop",
    port: "5432",
    schema: "dwh",
    username: "",
  });
});

test("only what may be summed is a measure", () => {
  const roles = Object.fromEntries(
    biFields(monthly, { month: "date", balance: "decimal" }).map((one) => [
      one.name,
      `${one.role} ${one.aggregation} ${one.isContinuous} ${one.folder}`,
    ]),
  );
  expect(roles).toEqual({
    month: "dimension null false Time",
    bank_name: "dimension null false Bank",
    row_count: "measure sum true Measures",
    balance: "dimension null true Measures",
    paid: "measure sum true Measures",
    lowest: "measure min true Measures",
  });
});

test("names are as the platform has them, whatever is in them", () => {
  const odd: ObtSpec = {
    fact: "f",
    factKey: "id",
    measures: [{ column: 'a <b> & "c"', rollUp: "sum" }],
    dimensions: [{ table: "d", joinKey: "k", role: "r", attributes: ["x]y", "n:m", "Ä_'ö"] }],
    level: { kind: "detail" },
    calculated: [{ name: "r x]y", formula: "1" }],
  };
  const text = toTableau("s.t", odd, { types: {}, dialect: "snowflake" });
  const root = readXml(text);
  expect(findFaults(root)).toEqual([]);
  expect(all(root, "remote-name").map((one) => one.text)).toEqual([
    "ID",
    "K",
    "r_x]y",
    "r_n:m",
    "r_Ä_'ö",
    'a <b> & "c"',
    "r x]y",
  ]);
  expect(all(root, "local-name")[2]?.text).toBe("[r_x]]y]");
  expect(all(root, "relation")[0]?.attributes["table"]).toBe("[S].[T]");
  // Two captions would be alike: both are the names.
  const captions = all(root, "column").map(({ attributes }) => attributes["caption"]);
  expect(captions).toEqual(expect.arrayContaining(["r_x]y", "r x]y"]));
});

test.each([
  [
    { hierarchies: [{ name: "h", levels: ["shop_citty"] }] },
    "DX_OBT_SPEC",
    "did you mean shop_city?",
  ],
  [{ columns: ["a\u0001b"] }, "DX_OBT_NAME", "without control characters"],
])("refuses %j", (change, code, hint) => {
  const factColumns = "columns" in change ? change.columns : [];
  const make = (): unknown => toTableau("t", { ...spec, factColumns }, { ...options, ...change });
  expect(make).toThrow(
    expect.objectContaining({ code, hint: expect.stringContaining(hint) as string }),
  );
});

const damages: Readonly<Record<string, (text: string) => string>> = {
  "datasource has": (text) =>
    text
      .replace(/ *<aliases enabled='yes' \/>\n/, "")
      .replace("<layout ", "<aliases enabled='yes' /><layout "),
  "worksheet has": (text) => text.replace(/ *<simple-id [^>]*>\n(?= *<\/worksheet>)/, ""),
  "workbook lacks source-build": (text) => text.replace(" source-build='0.0.0 (dx)'", ""),
  "column: role is fact": (text) => text.replace("role='measure'", "role='fact'"),
  "column: datatype is number": (text) => text.replace("datatype='integer'", "datatype='number'"),
  "folder: there is no [x]": (text) =>
    text.replace("<folder-item name='[sale_id]'", "<folder-item name='[x]'"),
  "shelf: there is no": (text) => text.replace("name='[sum:amount:qk]'", "name='[sum:amounts:qk]'"),
  "window: there is no": (text) => text.replace(/(<window [^>]*name=')[^']*/, "$1x"),
  "sheet's source: there is no": (text) =>
    text.replace(/(datasource-dependencies datasource=')[^']*/, "$1x"),
  "caption twice": (text) => text.replace("caption='Amount'", "caption='Price'"),
};

test.each(Object.keys(damages))("the rules see it: %s", (fault) => {
  const text = toTableau("dwh.obt_sale", spec, options);
  const damaged = damages[fault]?.(text) ?? text;
  expect(damaged).not.toBe(text);
  expect(findFaults(readXml(damaged)).join("\n")).toContain(fault);
});
