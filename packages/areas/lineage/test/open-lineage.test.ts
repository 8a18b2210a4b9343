import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildLineage,
  readOpenLineage,
  toOpenLineage,
  type Lineage,
  type LineageSource,
} from "../src/index.ts";
import { edgeTexts, lineageOf, parser, sources } from "./shop.ts";

const namespace = "postgres://db:5432";
const write = {
  datasetNamespace: namespace,
  datasetPrefix: "shop.",
  eventTime: "2026-01-01T00:00:00Z",
  producer: "https://example.com/nightly",
};
const namespaces = { [namespace]: "shop." };

function again(lineage: Lineage): Lineage {
  const { sources: read, findings } = readOpenLineage(toOpenLineage(lineage, write), {
    namespaces,
  });
  expect(findings).toEqual([]);
  return buildLineage(parser, read);
}

const tableTexts = ({ tableEdges }: Lineage): readonly string[] =>
  tableEdges.map(({ from, to }) => `${from}>${to}`).toSorted();

function columnTexts({ tables, tableEdges }: Lineage): readonly string[] {
  const named = new Set(tableEdges.flatMap(({ from, to }) => [from, to]));
  return tables
    .filter(({ name }) => named.has(name))
    .map(
      ({ name, columns }) => `${name}(${columns.map((one) => `${one.name} ${one.type}`).join()})`,
    )
    .toSorted();
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted();

test("names in quotes, masking, rows, renames and edges given by hand go out and come back", () => {
  const given: LineageSource = {
    kind: "edges",
    name: "board",
    edges: [
      {
        from: { table: '"Odd.Name"', column: 'Total "€"' },
        to: { table: "board", column: "t" },
      },
    ],
  };
  const lineage = buildLineage(parser, [
    ...sources(
      [
        `create table mart__new as select md5(c.name) as who, sum(o.price) as total, count(*) as n
         from orders o join customers c on c.id = o.customer_id where o.status = 'x' group by c.name, o.id;
         alter table mart__new rename to mart`,
        'create view "Odd.Name" as select total as "Total ""€""", case when n > 1 then who end as w from mart order by n',
        "insert into mart select * from elsewhere",
      ],
      { dialect: "postgres" },
    ),
    given,
  ]);
  const back = again(lineage);
  expect(distinct(edgeTexts(back))).toEqual(distinct(edgeTexts(lineage)));
  expect(tableTexts(back)).toEqual(tableTexts(lineage));
  expect(columnTexts(back)).toEqual(columnTexts(lineage));
  expect(edgeTexts(back)).toContain('"Odd.Name"."Total ""€""" transformation board.t');
});

const read = fc.constantFrom("orders", "customers", "t0", "t1", '"T 2"');
const statement = fc
  .record({
    into: fc.constantFrom("t0", "t1", '"T 2"', "t3"),
    from: read,
    other: read,
    form: fc.constantFrom("all", "join", "group", "temp", "rename"),
  })
  .map(({ into, from, other, form }) => {
    if (form === "rename")
      return `create table n_${other.length} as select * from ${from}; alter table n_${other.length} rename to ${into}`;
    const make = `create or replace ${form === "temp" ? "temp " : ""}table ${into} as`;
    if (form === "join")
      return `${make} select a.id, b.id as "Id" from ${from} a join ${other} b on a.id = b.id`;
    if (form === "group")
      return `${make} select max(id) as id, count(*) as n from ${from} group by id + 1`;
    return `${make} select * from ${from} where id in (select id from ${other})`;
  });

test("what goes out as OpenLineage comes back: columns, rows, tables and their kinds of influence", () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
      const lineage = lineageOf([statements.join(";\n")], "postgres");
      const back = again(lineage);
      expect(distinct(edgeTexts(back))).toEqual(distinct(edgeTexts(lineage)));
      expect(tableTexts(back)).toEqual(tableTexts(lineage));
      expect(columnTexts(back)).toEqual(columnTexts(lineage));
    }),
    budget(20, 40),
  );
});

const runId = (n: number): string => `0197a1b2-0000-7000-8000-00000000000${n}`;
const dataset = (name: string, more: object = {}, own = namespace): object => ({
  namespace: own,
  name,
  ...more,
});
const event = (n: number, eventType: string, more: object = {}): object => ({
  eventType,
  eventTime: `2026-01-01T00:00:0${n}Z`,
  run: { runId: runId(n) },
  job: { namespace: "airflow", name: "nightly.load" },
  ...more,
});

/** A task of Airflow, as its provider reports it: inputs with the start, outputs and column lineage with the end. */
const airflow = [
  event(1, "START", { inputs: [dataset("shop.public.orders")] }),
  event(1, "COMPLETE", {
    job: {
      namespace: "airflow",
      name: "nightly.load",
      facets: { jobType: { integration: "AIRFLOW", jobType: "TASK", processingType: "BATCH" } },
    },
    outputs: [
      dataset("shop.marts.revenue", {
        facets: {
          schema: { fields: [{ name: "Day", type: "date" }, { name: "sum" }] },
          columnLineage: {
            fields: {
              Day: {
                inputFields: [{ ...dataset("shop.public.orders"), field: "day" }],
                transformationType: "IDENTITY",
              },
              sum: { inputFields: [{ ...dataset("shop.public.orders"), field: "price" }] },
            },
          },
        },
      }),
    ],
  }),
];
const lineageOfEvents = (events: readonly object[], options = {}) => {
  const { sources: found, findings } = readOpenLineage(events, options);
  return { lineage: buildLineage(parser, found), findings };
};

test("Airflow's events of a run are put together, and the older form of column lineage is read", () => {
  const { lineage, findings } = lineageOfEvents(airflow);
  expect(findings).toEqual([]);
  expect(edgeTexts(lineage)).toEqual([
    'shop.public.orders.day identity shop.marts.revenue."Day"',
    "shop.public.orders.price transformation shop.marts.revenue.sum",
  ]);
  expect(tableTexts(lineage)).toEqual(["shop.public.orders>shop.marts.revenue"]);
});

test("of each job the run that ended well last counts; those that failed or did not end are said", () => {
  const fills = (from: string): object => ({
    inputs: [dataset(`shop.public.${from}`)],
    outputs: [dataset("shop.public.mart")],
  });
  const { lineage, findings } = lineageOfEvents([
    event(3, "COMPLETE", fills("new")),
    event(2, "COMPLETE", fills("old")),
    event(4, "START", fills("broken")),
    event(4, "FAIL"),
    event(5, "START", fills("late")),
    event(5, "RUNNING"),
    event(6, "ABORT", fills("stopped")),
  ]);
  expect(tableTexts(lineage)).toEqual(["shop.public.new>shop.public.mart"]);
  expect(findings.map(({ message, count }) => `${count} ${message}`)).toEqual([
    "2 2 runs of it failed or was stopped: not taken",
    "1 a run of it did not end: not taken",
  ]);
});

test("jobs by design and datasets alone are read, and files have the name of their table", () => {
  const path = dataset(
    "warehouse/orders",
    {
      facets: {
        symlinks: { identifiers: [{ namespace: "hive://h", name: "shop.orders", type: "TABLE" }] },
      },
    },
    "s3://bucket",
  );
  const { lineage } = lineageOfEvents([
    {
      eventTime: "2026-01-01T00:00:00Z",
      job: { namespace: "spark", name: "j" },
      inputs: [path],
      outputs: [dataset("out/day=1", {}, "s3://bucket")],
    },
    {
      eventTime: "2026-01-01T00:00:00Z",
      dataset: dataset(
        "shop.lonely",
        { facets: { schema: { fields: [{ name: "x" }] } } },
        "hive://h",
      ),
    },
  ]);
  expect(tableTexts(lineage)).toEqual(['shop.orders>"s3://bucket/out/day=1"']);
  expect(lineage.tables.find(({ name }) => name === "shop.lonely")?.columns).toEqual([
    { name: "x", type: "" },
  ]);
});

test("tables of two databases are not taken for one", () => {
  const other = "postgres://other:5432";
  const events = [
    event(1, "COMPLETE", {
      inputs: [dataset("shop.public.t", {}, other)],
      outputs: [dataset("shop.public.t")],
    }),
  ];
  const { lineage, findings } = lineageOfEvents(events);
  expect(tableTexts(lineage)).toEqual(['"postgres://other:5432/shop.public.t">shop.public.t']);
  expect(findings).toMatchObject([{ code: "DX_LINEAGE_EVENT_NAMESPACE", subject: other }]);
  const apart = lineageOfEvents(events, {
    namespaces: { [namespace]: "shop.", [other]: "shop.public." },
  });
  expect(apart.findings).toEqual([]);
});

test("a transformation of an unknown kind stays, and is said", () => {
  const field = { ...dataset("shop.public.a"), field: "x" };
  const { lineage, findings } = lineageOfEvents([
    event(1, "COMPLETE", {
      outputs: [
        dataset("shop.public.b", {
          facets: {
            columnLineage: {
              fields: {
                y: {
                  inputFields: [
                    { ...field, transformations: [{ type: "INDIRECT", subtype: "MAGIC" }] },
                  ],
                },
              },
              dataset: [{ ...field, transformations: [{ type: "INDIRECT", subtype: "FILTER" }] }],
            },
          },
        }),
      ],
    }),
  ]);
  expect(edgeTexts(lineage)).toEqual([
    "shop.public.a.x conditional shop.public.b.y",
    "shop.public.a.x filter shop.public.b",
  ]);
  expect(findings).toMatchObject([{ code: "DX_LINEAGE_EVENT_KIND" }]);
});

test.each([
  ["text", /event 1 .* no JSON object/],
  [{}, /no time/],
  [{ eventTime: "2026-01-01T00:00:00Z" }, /job has no namespace/],
  [event(1, "COMPLETE", { inputs: [{ name: "x" }] }), /dataset has no namespace/],
])("%j is refused with its place", (given, message) => {
  expect(() => readOpenLineage([given])).toThrow(
    expect.objectContaining({
      code: "DX_LINEAGE_EVENT",
      path: ["events", 0],
      message: expect.stringMatching(message),
    }),
  );
});
