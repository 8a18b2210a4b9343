import { jupyterDisplay } from "@dx/core";
import { expect, test } from "vitest";
import {
  analyzeStatement,
  showLineage,
  toAtlas,
  toCsv,
  toDataHub,
  toDot,
  toMermaid,
  toOpenLineage,
} from "../src/index.ts";
import { lineageOf, parser, schema } from "./shop.ts";

const lineage = lineageOf([
  `create temp table paid as select id, price, customer_id from orders where status = 'paid';
   create table mart as select c.name, sum(p.price) as total from paid p join customers c on c.id = p.customer_id group by c.name;
   create view "odd ""name""" as select md5(name) as n from mart`,
]);

const options = {
  datasetNamespace: "postgres://db:5432",
  datasetPrefix: "shop.public.",
  eventTime: "2026-01-01T00:00:00Z",
  producer: "https://example.com/nightly",
};

test("OpenLineage: one event for each statement that fills a table that stays", () => {
  const events = toOpenLineage(lineage, options);
  expect(events).toHaveLength(2);
  expect(events).toEqual(toOpenLineage(lineage, options));
  const facet = {
    _producer: options.producer,
    _schemaURL: expect.stringMatching(
      /^https:\/\/openlineage.io\/spec\/facets\/\d-\d-\d\/\w+Facet.json#\/\$defs\/\w+Facet$/,
    ),
  };
  const field = (source: string, type: string, subtype: string) => ({
    namespace: options.datasetNamespace,
    name: `shop.public.${source.split(".")[0]}`,
    field: source.split(".")[1],
    transformations: [{ type, subtype, description: "", masking: false }],
  });
  expect(events[0]).toEqual({
    eventType: "COMPLETE",
    eventTime: options.eventTime,
    producer: options.producer,
    schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    run: {
      runId: expect.stringMatching(
        /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      ),
    },
    job: {
      namespace: options.datasetNamespace,
      name: "0.sql#2",
      facets: { sql: { ...facet, query: expect.stringMatching(/^create table mart/) } },
    },
    inputs: [
      {
        namespace: options.datasetNamespace,
        name: "shop.public.orders",
        facets: {
          schema: {
            ...facet,
            fields: expect.arrayContaining([{ name: "id", type: "integer", ordinal_position: 1 }]),
          },
        },
      },
      {
        namespace: options.datasetNamespace,
        name: "shop.public.customers",
        facets: { schema: expect.anything() },
      },
    ],
    outputs: [
      {
        namespace: options.datasetNamespace,
        name: "shop.public.mart",
        facets: {
          schema: expect.anything(),
          columnLineage: {
            ...facet,
            fields: {
              name: { inputFields: [field("customers.name", "DIRECT", "IDENTITY")] },
              total: { inputFields: [field("orders.price", "DIRECT", "AGGREGATION")] },
            },
            dataset: expect.arrayContaining([
              field("orders.status", "INDIRECT", "FILTER"),
              field("orders.customer_id", "INDIRECT", "JOIN"),
            ]),
          },
        },
      },
    ],
  });
  expect(JSON.stringify(events[1])).toContain('"masking":true');
  expect(new Set(events.map(({ run }) => JSON.stringify(run))).size).toBe(2);
});

test("DataHub: upstreams of tables, and of columns what values come from", () => {
  const [mart] = toDataHub(lineage, { platform: "postgres", datasetPrefix: "shop.public." });
  const urn = (name: string): string =>
    `urn:li:dataset:(urn:li:dataPlatform:postgres,shop.public.${name},PROD)`;
  const auditStamp = { time: 0, actor: "urn:li:corpuser:unknown" };
  expect(mart).toMatchObject({
    entityType: "dataset",
    entityUrn: urn("mart"),
    changeType: "UPSERT",
    aspectName: "upstreamLineage",
    aspect: {
      json: {
        upstreams: [
          { dataset: urn("orders"), type: "TRANSFORMED", auditStamp },
          { dataset: urn("customers"), type: "TRANSFORMED", auditStamp },
        ],
        fineGrainedLineages: [
          {
            downstreams: [`urn:li:schemaField:(${urn("mart")},name)`],
            upstreams: [`urn:li:schemaField:(${urn("customers")},name)`],
          },
          { transformOperation: "AGGREGATION", confidenceScore: 1 },
        ],
      },
    },
  });
});

test("Atlas: every reference names an entity of its kind, and names are unique in their kind", () => {
  const clash = lineageOf([
    "create table shop as select id as orders from orders",
    "create table shop.orders as select orders as id from shop",
  ]);
  for (const one of [lineage, clash]) {
    const { entities } = toAtlas(one, { database: "shop", instance: "db", engine: "duckdb" });
    const names = entities.map(
      ({ typeName, attributes }) =>
        `${JSON.stringify(typeName)} ${(attributes as { readonly qualifiedName: string }).qualifiedName}`,
    );
    expect(new Set(names).size).toBe(entities.length);
    const types = new Map(entities.map(({ guid, typeName }) => [guid, typeName]));
    expect(types.size).toBe(entities.length);
    const refs = [
      ...JSON.stringify(
        entities.map(({ attributes, relationshipAttributes }) => [
          attributes,
          relationshipAttributes ?? null,
        ]),
      ).matchAll(/\{"typeName":"(\w+)","guid":"(-\d+)"\}/g),
    ];
    expect(refs.length).toBeGreaterThan(10);
    expect(refs.filter(([, typeName, guid]) => types.get(guid ?? "") !== typeName)).toEqual([]);
    expect(JSON.stringify(entities)).not.toContain("null");
  }
});

test("DataHub: names with what URNs are made of are written by numbers", () => {
  const [proposal] = toDataHub(
    lineageOf(['create table "a,(b)%" as select id as "x,y" from orders']),
    {
      platform: "duckdb",
    },
  );
  expect(proposal?.["entityUrn"]).toBe(
    "urn:li:dataset:(urn:li:dataPlatform:duckdb,a%2C%28b%29%25,PROD)",
  );
  expect(JSON.stringify(proposal)).toContain("PROD),x%2Cy)");
});

test("texts: Mermaid, DOT and CSV write any name so that it stays one", () => {
  expect(toMermaid(lineage)).toContain('["#quot;odd #quot;#quot;name#quot;#quot;#quot;"]');
  expect(toDot(lineage)).toContain(String.raw`"mart":"name" -> "\"odd \"\"name\"\"\""`);
  const lines = toCsv(lineage).split("\r\n");
  expect(lines[0]).toBe(
    "from_table,from_column,to_table,to_column,kind,masking,confidence,script,statement,line,column",
  );
  expect(
    lines.filter((line) =>
      line.startsWith("orders,price,mart,total,aggregation,false,1,0.sql,2,2,"),
    ),
  ).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith("orders,status,mart,,filter,"))).toHaveLength(1);
  expect(lines.some((line) => line.includes('"""odd """"name"""""""'))).toBe(true);
});

test("a statement shows itself in a notebook as the page, escaped, and in a console as lines", () => {
  const sql =
    "update orders set price = price + 1, status = '<b>' where id in (select id from customers)";
  const shown = showLineage(analyzeStatement(parser, sql, { dialect: "duckdb", schema }));
  const bundle = shown[jupyterDisplay]();
  expect(bundle["text/plain"].split("\n")).toEqual([
    "orders.price transformation orders.price",
    "orders.id filter orders",
    "customers.id filter orders",
  ]);
  expect(bundle["text/html"]).toMatch(
    /^<iframe [^>]*srcdoc="&lt;!doctype html&gt;[^"]*"><\/iframe>$/,
  );
  expect(Object.keys(shown)).toEqual(Object.keys(lineage));
  expect(showLineage(lineage)[jupyterDisplay]()["text/plain"]).toContain(
    "orders.status filter mart",
  );
});
