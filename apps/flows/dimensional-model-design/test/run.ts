import type { Database } from "@dx/database";
import { judgeDamages, type Damages, type RunFlowResult } from "@dx/runner";
import { dirname } from "node:path";
import { flow } from "../src/index.ts";
import type { Inputs } from "../src/inputs.ts";
import type { Outputs } from "../src/outputs.ts";

/** When a run begins, and what is done to its results. */
export interface RunOptions {
  readonly now?: string;
  readonly damages?: Damages;
  /** Gets the verdict of the claim of each damage. */
  readonly found?: Map<string, string>;
  /** Whether there is no database to read from. */
  readonly noSource?: boolean;
}

/** Runs the flow, all questions answered with yes. */
export async function run(
  target: Database,
  given: unknown,
  {
    now = "2026-03-01T00:00:00Z",
    damages = {},
    found = new Map(),
    noSource = false,
  }: RunOptions = {},
): Promise<RunFlowResult<Outputs>> {
  const { damaged, ...result } = await judgeDamages(flow, given, {
    databases: noSource ? { target } : { target, source: target },
    base: dirname(flow.examples[0] ?? ""),
    approve: async () => "yes",
    clock: () => new Date(now),
    damages,
  });
  for (const [id, verdict] of Object.entries(damaged)) found.set(id, verdict);
  return result;
}

/** The verdicts of a run by the ids of its claims. */
export function verdicts({ evidence }: RunFlowResult<Outputs>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    evidence.claims.map((one) => [
      one.id,
      one.verdict === "unknown" ? `unknown: ${one.reason}` : one.verdict,
    ]),
  );
}

const cents = { kind: "decimal", precision: 18, scale: 2 } as const;

const share = (unscaled: bigint) => ({ unscaled, scale: 2 });

async function fillMakers(db: Database): Promise<void> {
  await db.load(
    "makers",
    [
      { maker_id: 1n, maker: "Bic" },
      { maker_id: 2n, maker: "Lamy" },
    ],
    { types: { maker_id: "int64", maker: "text" } },
  );
  await db.load(
    "product_makers",
    [
      { sku: "p1", maker_id: 1n, share: share(25n) },
      { sku: "p1", maker_id: 2n, share: share(75n) },
      { sku: "p2", maker_id: 2n, share: share(100n) },
    ],
    { types: { sku: "text", maker_id: "int64", share: cents } },
  );
}

/** Fills the source: shops, products, customers, and their sales. */
export async function fill(db: Database): Promise<void> {
  await db.load(
    "shop",
    [
      { code: "B", city: "Bonn", size: 100n },
      { code: "U", city: "Ulm", size: null },
      { code: "Ü", city: null, size: 7n },
    ],
    { types: { code: "text", city: "text", size: "int64" } },
  );
  await db.load(
    "products",
    [
      { sku: "p1", title: "Pen", listed: true },
      { sku: "p2", title: "Ink", listed: false },
      { sku: "p3", title: "Pad", listed: null },
    ],
    { types: { sku: "text", title: "text", listed: "boolean" } },
  );
  await db.load(
    "customers",
    [
      { id: 1n, name: "Ann", tier: 1n },
      { id: 2n, name: "Ben", tier: 2n },
      { id: 3n, name: "Zoë", tier: 1n },
    ],
    { types: { id: "int64", name: "text", tier: "int64" } },
  );
  await fillMakers(db);
  await db.load(
    "sales",
    Array.from({ length: 24 }, (_, index) => {
      const [quantity, price] = [1 + (index % 3), 105 + ((index * 37) % 400)];
      return {
        id: BigInt(index + 1),
        sold_at:
          index === 5
            ? null
            : `2026-0${1 + Math.floor(index / 12)}-${String(1 + index).padStart(2, "0")} 12:00:00`,
        from_shop: ["B", "U", "Ü"][index % 3] ?? null,
        to_shop: [null, "B", "U", "?"][index % 4] ?? null,
        product: ["p1", "p2"][index % 2] ?? null,
        customer: BigInt(1 + (index % 3)),
        quantity: BigInt(quantity),
        unit_price: { unscaled: BigInt(price), scale: 2 },
        amount: { unscaled: BigInt(quantity * price), scale: 2 },
        discount: index % 5 === 0 ? null : { unscaled: BigInt(index - 9), scale: 2 },
        receipt: `r${Math.floor(index / 2)}`,
        channel: ["web", null, "shop"][index % 3] ?? null,
        is_gift: index % 4 === 0,
      };
    }),
    {
      types: {
        id: "int64",
        sold_at: "timestamp",
        from_shop: "text",
        to_shop: "text",
        product: "text",
        customer: "int64",
        quantity: "int64",
        unit_price: cents,
        amount: cents,
        discount: cents,
        receipt: "text",
        channel: "text",
        is_gift: "boolean",
      },
    },
  );
}

/** A star of those sales: shops of type 1 in two roles, products of type 0, customers of type 2. */
export const sales: Inputs = {
  businessProcess: "sales",
  sourceData: {
    tables: ["shop", "products", "customers", "makers", "product_makers", "sales"].map((name) => ({
      name,
      schema: {},
    })),
    relationships: [
      { from: "sales.from_shop", to: "shop.code" },
      { from: "sales.to_shop", to: "shop.code" },
      { from: "sales.product", to: "products.sku" },
      { from: "sales.customer", to: "customers.id" },
      { from: "product_makers.sku", to: "products.sku" },
      { from: "product_makers.maker_id", to: "makers.maker_id" },
    ],
  },
  modelingRequirements: {
    grainLevel: "one row per sale",
    dimensions: [],
    measures: [],
    scdTypes: { products: 0, dim_customer: 2 },
  },
  targetWarehouse: "postgres",
  grainKey: ["id"],
  additivity: { quantity: "additive", "sales.amount": "additive" },
  mostOrphans: 0.5,
  businessQuestions: [
    {
      question: "How much was sold in each city?",
      sourceSql:
        "select s.city, sum(f.amount) as total from sales f left join shop s on s.code = f.from_shop group by s.city;",
      starSql:
        "select case when d.city = '(unknown)' then null else d.city end, sum(f.amount) from fct_sale f join dim_shop d on d.shop_key = f.from_shop_key group by 1",
    },
  ],
};
