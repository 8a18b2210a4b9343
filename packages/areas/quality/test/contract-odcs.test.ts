/* oxlint-disable oxc/no-map-spread, typescript/no-unnecessary-type-parameters -- values are put together of parts */
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import {
  contractSuite,
  fromOdcs,
  toOdcs,
  type ContractColumn,
  type DataContract,
} from "../src/index.ts";
import { anySuite } from "./arbitrary-checks.ts";
import { odcsComplaints } from "./validate.ts";

const complaintsOf = odcsComplaints();
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(of, { nil: undefined });
/** Without what is `undefined`. */
const defined = <T>(value: object): T => JSON.parse(JSON.stringify(value)) as T;

const column: fc.Arbitrary<ContractColumn> = fc
  .record({
    name: fc.constantFrom("city", "n", '"Odd ""name"""', "two words", "größe"),
    type: fc.constantFrom(
      "text" as const,
      "int32" as const,
      "int64" as const,
      "decimal" as const,
      "instant" as const,
      "uuid" as const,
      "boolean" as const,
      "date" as const,
    ),
    nativeType: optional(fc.constant("varchar(10)")),
    required: optional(fc.boolean()),
    unique: optional(fc.boolean()),
    primaryKey: optional(fc.integer({ min: 1, max: 3 })),
    references: optional(
      fc.record({
        table: fc.constantFrom("parent", "raw.parent", '"Odd table"'),
        column: fc.constantFrom("id", '"Id"'),
      }),
    ),
    description: optional(fc.constant("what it is: this")),
  })
  .map((one) => defined<ContractColumn>(one));

const contract: fc.Arbitrary<DataContract> = fc
  .tuple(
    anySuite,
    fc.uniqueArray(column, { maxLength: 4, selector: ({ name }) => name }),
    fc.record({
      domain: optional(fc.constant("sales")),
      purpose: optional(fc.constant("to know")),
      owner: optional(fc.constant("team a")),
    }),
    fc.boolean(),
  )
  .map(([{ checks }, columns, head, hasLevels]) => ({
    id: "c",
    name: "shops",
    version: "1.2.3",
    status: "active",
    ...defined<Partial<DataContract>>(head),
    tables: ["shop", "main.orders", '"Odd table"'].map((name) => {
      const own = checks.filter((check) => check.table === name);
      return { name, columns, ...(own.length === 0 ? {} : { checks: own }) };
    }),
    ...(hasLevels
      ? { serviceLevels: [{ property: "latency", value: 4, unit: "h", element: "shop.at" }] }
      : {}),
  }));

test("a contract comes back as it was, and is valid under ODCS's own schema", () => {
  fc.assert(
    fc.property(contract, (one) => {
      const { document } = toOdcs(one, { dialect: "postgres" });
      expect(complaintsOf(parse(document))).toBe("");
      const read = fromOdcs(document, { dialect: "postgres" });
      expect(read.losses).toEqual([]);
      const sorted = ({ tables, ...rest }: DataContract): unknown => ({
        ...rest,
        tables: tables.map(({ checks, ...table }) => ({
          ...table,
          checks: checks?.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
        })),
      });
      expect(sorted(read.contract)).toEqual(sorted(one));
    }),
    budget(10, 20),
  );
});

test("ODCS's own schema refuses what is no contract", () => {
  const good = {
    apiVersion: "v3.1.0",
    kind: "DataContract",
    id: "c",
    version: "1.0.0",
    status: "active",
  };
  expect(complaintsOf(good)).toBe("");
  expect(complaintsOf({ ...good, status: undefined })).not.toBe("");
  const quality = { type: "library", metric: "nullValues", mustBe: 0, dimension: "validity" };
  expect(complaintsOf({ ...good, schema: [{ name: "t", quality: [quality] }] })).not.toBe("");
});

const foreign = (quality: unknown): ReturnType<typeof fromOdcs> =>
  fromOdcs(
    stringify({
      apiVersion: "v3.0.2",
      id: "c",
      version: "1.0.0",
      status: "active",
      schema: [
        { name: "shop", properties: [{ name: "City", logicalType: "string", quality: [quality] }] },
      ],
    }),
    { dialect: "postgres" },
  );

test.each([
  [
    { metric: "nullValues", mustBe: 0, dimension: "conformity" },
    {
      dimension: "validity",
      rule: { kind: "not-null", column: '"City"' },
      threshold: { of: "rows", failAbove: 0 },
    },
  ],
  [
    { rule: "nullCheck", unit: "percent", mustBeLessOrEqualTo: 5 },
    { rule: { kind: "not-null" }, threshold: { of: "rows", failAbove: 0.05 } },
  ],
  [
    { metric: "invalidValues", arguments: { validValues: ["a"] }, mustBe: 0, severity: "warning" },
    { severity: "warning", rule: { kind: "in-set", values: ["a"] } },
  ],
  [
    { metric: "rowCount", mustBeGreaterThan: 0 },
    { measure: { kind: "row-count" }, bounds: { min: 1 } },
  ],
])("reads %o", (quality, wanted) => {
  expect(foreign(quality)).toMatchObject({
    contract: { tables: [{ checks: [wanted] }] },
    losses: [],
  });
});

test.each([
  { metric: "nullValues", mustBeLessThan: 10 },
  { type: "sql", query: "select 1", mustBe: 0 },
  { metric: "missingValues", mustBe: 0 },
  { type: "text", description: "be good" },
])("names %o as lost", (quality) => {
  expect(foreign(quality)).toMatchObject({ losses: [{ effect: "dropped" }] });
});

test("a rule that was changed by hand counts", () => {
  const head = { id: "city", table: "shop", dimension: "completeness", severity: "error" } as const;
  const check = {
    ...head,
    rule: { kind: "not-null", column: "city" },
    threshold: { of: "rows", failAbove: 0.05 },
  } as const;
  const tables = [
    { name: "shop", columns: [{ name: "city", type: "text" }], checks: [check] },
  ] as const;
  const { document } = toOdcs(
    { id: "c", name: "n", version: "1.0.0", status: "active", tables },
    { dialect: "duckdb" },
  );
  const edited = document.replace("mustBeLessOrEqualTo: 5", "mustBeLessOrEqualTo: 1");
  const { contract: read, losses } = fromOdcs(edited, { dialect: "duckdb" });
  expect(read.tables[0]?.checks).toMatchObject([{ id: "city", threshold: { failAbove: 0.01 } }]);
  expect(losses).toMatchObject([{ check: "city", effect: "metadata" }]);
});

test("a version of before 3 is refused, nested columns are named", () => {
  expect(() => fromOdcs({ apiVersion: "v2.2.2" }, { dialect: "duckdb" })).toThrow(
    expect.objectContaining({ code: "DX_QUALITY_DOCUMENT", path: ["apiVersion"] }),
  );
  const nested = {
    apiVersion: "v3.1.0",
    id: "c",
    version: "1.0.0",
    status: "live",
    servers: [],
    schema: [{ name: "t", properties: [{ name: "o", logicalType: "object" }] }],
  };
  expect(fromOdcs(nested, { dialect: "duckdb" }).losses.map(({ what }) => what)).toEqual([
    "servers",
    'status "live"',
    "the column of object",
  ]);
});

test("a contract's columns amount to checks, and a check of its own takes precedence", () => {
  const own = {
    id: "shop.id.required",
    table: "shop",
    dimension: "completeness",
    severity: "warning",
    rule: { kind: "not-null", column: "id" },
    threshold: { of: "rows", failAbove: 0.1 },
  } as const;
  const columns = [
    { name: "id", type: "int64", primaryKey: 2 },
    { name: "region", type: "text", primaryKey: 1 },
    { name: "mail", type: "text", unique: true },
    { name: "parent", type: "int64", references: { table: "company", column: "id" } },
  ] as const;
  const { checks } = contractSuite({
    id: "c",
    name: "n",
    version: "1.0.0",
    status: "active",
    tables: [{ name: "shop", columns, checks: [own] }],
  });
  expect(checks.map(({ id }) => id)).toEqual([
    "shop.columns",
    "shop.key",
    "shop.region.required",
    "shop.mail.unique",
    "shop.parent.references",
    "shop.id.required",
  ]);
  expect(checks[1]).toMatchObject({ rule: { kind: "unique", columns: ["region", "id"] } });
  expect(checks.at(-1)).toBe(own);
});
