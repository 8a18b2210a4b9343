import { makeSchema, type MadeSchema, type TableRule } from "./make-schema.ts";
import {
  code,
  day,
  flag,
  int,
  list,
  moment,
  money,
  person,
  pick,
  ref,
  serial,
  within,
  words,
} from "./rules.ts";

const rules: Readonly<Record<string, TableRule>> = {
  countries: {
    rows: 12,
    columns: {
      country_code: list(..."DE FR US GB IT ES NL BE AT CH PL SE".split(" ")),
      name: words,
      currency: pick("EUR", "USD", "GBP"),
    },
  },
  categories: {
    rows: 25,
    columns: {
      category_id: serial(),
      name: words,
      parent_category_id: ref("categories.category_id", { nulls: 0.2 }),
    },
  },
  suppliers: {
    rows: 30,
    columns: {
      supplier_id: serial(),
      name: words,
      country_code: ref("countries.country_code"),
      rating: int(1, 5),
    },
  },
  products: {
    rows: 150,
    columns: {
      product_id: serial(),
      sku: code("SK-#"),
      name: words,
      category_id: ref("categories.category_id"),
      supplier_id: ref("suppliers.supplier_id"),
      list_price: money(1, 400),
      weight_grams: int(10, 5000),
      discontinued: flag,
    },
  },
  customers: {
    rows: 300,
    columns: {
      customer_id: serial(),
      name: person,
      email: code("user#@shop.example"),
      country_code: ref("countries.country_code", { skew: 2 }),
      referred_by_customer_id: ref("customers.customer_id", { nulls: 0.7 }),
      birth_year: int(1940, 2005),
      created_at: moment(2018, 5),
    },
  },
  addresses: {
    rows: 420,
    columns: {
      address_id: serial(),
      customer_id: ref("customers.customer_id"),
      city: pick("Berlin", "Paris", "Rome", "Oslo"),
      zip: int(10_000, 99_999),
      kind: pick("home", "work"),
    },
  },
  stores: {
    rows: 15,
    columns: {
      store_id: serial(),
      name: words,
      country_code: ref("countries.country_code"),
      square_meters: int(80, 900),
    },
  },
  employees: {
    rows: 60,
    columns: {
      employee_id: serial(),
      name: person,
      store_id: ref("stores.store_id"),
      manager_id: ref("employees.employee_id", { nulls: 0.15 }),
      hired_on: day(2010, 12),
    },
  },
  promotions: {
    rows: 20,
    columns: {
      promotion_id: serial(),
      name: words,
      percent: int(5, 50),
      starts_on: day(2022, 2),
    },
  },
  orders: {
    rows: 800,
    columns: {
      order_id: serial(1000),
      customer_id: ref("customers.customer_id", { skew: 1.5 }),
      store_id: ref("stores.store_id", { nulls: 0.6 }),
      sales_rep_id: ref("employees.employee_id", { nulls: 0.4 }),
      billing_address_id: ref("addresses.address_id"),
      shipping_address_id: ref("addresses.address_id", { nulls: 0.1 }),
      promotion_id: ref("promotions.promotion_id", { nulls: 0.8 }),
      ordered_at: moment(2022, 2),
      status: pick("new", "paid", "shipped", "returned"),
      item_count: int(1, 9),
    },
  },
  order_items: {
    rows: 2000,
    columns: {
      order_id: ref("orders.order_id"),
      line_no: within("order_id", "order_items"),
      product_id: ref("products.product_id", { skew: 1.4 }),
      quantity: int(1, 12),
      unit_price: money(1, 400),
    },
  },
  returns: {
    rows: 120,
    columns: {
      return_id: serial(),
      order_id: { ...ref("orders.order_id") },
      reason: pick("broken", "late", "wrong"),
      handled_by: ref("employees.employee_id"),
      refund: money(1, 100),
    },
  },
  inventory: {
    rows: 700,
    columns: {
      store_id: ref("stores.store_id"),
      product_id: ref("products.product_id"),
      stock: int(0, 150),
      reorder_level: int(1, 20),
    },
    unique: ["store_id", "product_id"],
  },
  payments: {
    rows: 780,
    columns: {
      payment_id: serial(),
      order_id: ref("orders.order_id", { once: true }),
      amount: money(5, 900),
      method: pick("card", "cash", "invoice"),
      paid_at: moment(2022, 2),
    },
  },
};

/** A shop on the web and in the street: `table_id` in plural tables, surrogate keys from 1, most of them. */
export function makeRetail(seed: number): MadeSchema {
  return makeSchema("retail", seed, rules);
}
