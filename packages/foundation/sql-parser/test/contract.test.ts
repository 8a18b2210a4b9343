import { Dialect, getVersion, parse } from "@polyglot-sql/sdk";
import { expect, test } from "vitest";

/** The first statement as the parser under dx gives it, without what is empty. */
const raw = (sql: string, dialect: Dialect = Dialect.DuckDB): unknown => {
  const { success, ast, error } = parse(sql, dialect);
  if (!success || !Array.isArray(ast)) throw new Error(`${error}`);
  return ast[0];
};

const column = (name: string, table?: string): unknown => ({
  column: table === undefined ? { name: { name } } : { name: { name }, table: { name: table } },
});

test("the version is the one that these shapes were read from", () => {
  expect(getVersion()).toBe("0.12.1");
});

// oxlint-disable unicorn/no-thenable -- a field of the parser
const shapes: readonly (readonly [string, unknown])[] = [
  [
    "select t.a, b as c",
    {
      select: {
        expressions: [column("a", "t"), { alias: { this: column("b"), alias: { name: "c" } } }],
      },
    },
  ],
  [
    "select a.b.c",
    { select: { expressions: [{ dot: { this: column("b", "a"), field: { name: "c" } } }] } },
  ],
  [
    "select t.* exclude (a) replace (b as c) rename (d as e)",
    {
      select: {
        expressions: [
          {
            star: {
              table: { name: "t" },
              except: [{ name: "a" }],
              replace: [{ this: column("b"), alias: { name: "c" } }],
              rename: [[{ name: "d" }, { name: "e" }]],
            },
          },
        ],
      },
    },
  ],
  [
    "select 1, 'x', null, true",
    {
      select: {
        expressions: [
          { literal: { literal_type: "number", value: "1" } },
          { literal: { literal_type: "string", value: "x" } },
          { null: null },
          { boolean: { value: true } },
        ],
      },
    },
  ],
  [
    "select sum(a) filter (where b), count(*), f(a)",
    {
      select: {
        expressions: [
          { sum: { this: column("a"), filter: column("b") } },
          { count: { star: true } },
          { function: { name: "f", args: [column("a")] } },
        ],
      },
    },
  ],
  [
    "select sum(a) over (partition by b order by c)",
    {
      select: {
        expressions: [
          {
            window_function: {
              this: { sum: { this: column("a") } },
              over: { partition_by: [column("b")], order_by: [{ this: column("c") }] },
            },
          },
        ],
      },
    },
  ],
  [
    "select f(a) over w from t window w as (order by b)",
    {
      select: {
        expressions: [{ window_function: { over: { window_name: { name: "w" } } } }],
        windows: [{ name: { name: "w" }, spec: { order_by: [{ this: column("b") }] } }],
      },
    },
  ],
  [
    "select case a when b then c else d end",
    {
      select: {
        expressions: [
          {
            case: { operand: column("a"), whens: [[column("b"), column("c")]], else_: column("d") },
          },
        ],
      },
    },
  ],
  [
    "select if(a, b, c)",
    {
      select: {
        expressions: [
          {
            if_func: { condition: column("a"), true_value: column("b"), false_value: column("c") },
          },
        ],
      },
    },
  ],
  [
    "select a::int",
    { select: { expressions: [{ cast: { this: column("a"), to: { data_type: "int" } } }] } },
  ],
  [
    "select x -> x + a",
    {
      select: {
        expressions: [
          {
            lambda: {
              parameters: [{ name: "x" }],
              body: { add: { left: column("x"), right: column("a") } },
            },
          },
        ],
      },
    },
  ],
  [
    "select 1 where exists (select 1) and a in (select 2)",
    {
      select: {
        where_clause: {
          this: {
            and: {
              left: { exists: { this: { select: {} } } },
              right: { in: { this: column("a"), query: { select: {} } } },
            },
          },
        },
      },
    },
  ],
  [
    "from s.t as x(p)",
    {
      select: {
        from: {
          expressions: [
            {
              table: {
                name: { name: "t" },
                schema: { name: "s" },
                alias: { name: "x" },
                column_aliases: [{ name: "p" }],
              },
            },
          ],
        },
      },
    },
  ],
  [
    "from (select 1) d(p), lateral (select 2) e",
    {
      select: {
        from: {
          expressions: [
            {
              subquery: {
                this: { select: {} },
                alias: { name: "d" },
                column_aliases: [{ name: "p" }],
              },
            },
            { subquery: { lateral: true } },
          ],
        },
      },
    },
  ],
  [
    "from a left join b using (k) natural full join c, d",
    {
      select: {
        joins: [
          { this: { table: {} }, using: [{ name: "k" }], kind: "Left" },
          { kind: "NaturalFull" },
          { kind: "Implicit" },
        ],
      },
    },
  ],
  [
    "from (a join b on x) as j",
    {
      select: {
        from: {
          expressions: [
            {
              joined_table: {
                left: { table: {} },
                joins: [{ on: column("x") }],
                alias: { name: "j" },
              },
            },
          ],
        },
      },
    },
  ],
  [
    "with recursive q(a) as (select 1) select 1",
    {
      select: {
        with: {
          recursive: true,
          ctes: [{ alias: { name: "q" }, columns: [{ name: "a" }], this: { select: {} } }],
        },
      },
    },
  ],
  [
    "select distinct on (a) 1 group by b having c qualify d order by e limit 1",
    {
      select: {
        distinct_on: [column("a")],
        group_by: { expressions: [column("b")] },
        having: { this: column("c") },
        qualify: { this: column("d") },
        order_by: { expressions: [{ this: column("e") }] },
        limit: {},
      },
    },
  ],
  [
    "select 1 union all by name select 2 order by 1",
    {
      union: {
        left: { select: {} },
        right: { select: {} },
        all: true,
        by_name: true,
        order_by: { expressions: [{}] },
      },
    },
  ],
  [
    "select 1 union select 2 intersect select 3",
    { intersect: { left: { union: {} }, right: { select: {} } } },
  ],
  [
    "values (1, 2)",
    { values: { expressions: [{ expressions: [{ literal: {} }, { literal: {} }] }] } },
  ],
  [
    "create temp table t as select 1",
    { create_table: { name: { name: { name: "t" } }, as_select: { select: {} }, temporary: true } },
  ],
  [
    "create table t (a int)",
    { create_table: { columns: [{ name: { name: "a" }, data_type: { data_type: "int" } }] } },
  ],
  [
    "create view v(a) as select 1",
    {
      create_view: {
        name: { name: { name: "v" } },
        columns: [{ name: { name: "a" } }],
        query: { select: {} },
      },
    },
  ],
  [
    "insert into t(a) select 1",
    { insert: { table: { name: { name: "t" } }, columns: [{ name: "a" }], query: { select: {} } } },
  ],
  ["insert into t by name values (1)", { insert: { values: [[{ literal: {} }]], by_name: true } }],
  [
    "insert into t select 1 on conflict (a) do update set b = excluded.b where c",
    {
      insert: {
        on_conflict: {
          on_conflict: {
            action: {
              tuple: {
                expressions: [
                  { eq: { left: { identifier: { name: "b" } }, right: column("b", "excluded") } },
                ],
              },
            },
            where_: column("c"),
          },
        },
      },
    },
  ],
  [
    "update t as x set a = b from s join u on c where d",
    {
      update: {
        table: { name: { name: "t" }, alias: { name: "x" } },
        set: [[{ name: "a" }, column("b")]],
        from_clause: { expressions: [{ table: {} }] },
        from_joins: [{ on: column("c") }],
        where_clause: { this: column("d") },
      },
    },
  ],
  [
    "delete from t using s where a",
    {
      delete: {
        table: { name: { name: "t" } },
        using: [{ name: { name: "s" } }],
        where_clause: { this: column("a") },
      },
    },
  ],
  [
    "merge into t as x using s on a when matched and b then update set c = d when not matched then insert (e) values (f)",
    {
      merge: {
        this: { alias: { this: { table: {} }, alias: { name: "x" } } },
        using: { table: {} },
        on: column("a"),
        whens: {
          whens: {
            expressions: [
              {
                when: {
                  matched: { boolean: { value: true } },
                  condition: column("b"),
                  then: { tuple: { expressions: [{ var: { this: "UPDATE" } }, { tuple: {} }] } },
                },
              },
              {
                when: {
                  then: {
                    tuple: {
                      expressions: [{ var: { this: "INSERT" } }, { tuple: {} }, { tuple: {} }],
                    },
                  },
                },
              },
            ],
          },
        },
      },
    },
  ],
  [
    "alter table t rename to u",
    {
      alter_table: {
        name: { name: { name: "t" } },
        actions: [{ RenameTable: { name: { name: "u" } } }],
      },
    },
  ],
  ["drop table t", { drop_table: { names: [{ name: { name: "t" } }] } }],
  ["drop view v", { drop_view: { name: { name: { name: "v" } } } }],
];

test.each(shapes)("%s", (sql, shape) => {
  expect(raw(sql)).toMatchObject(shape as object);
});

test("spans are in code points, the end behind the last", () => {
  const shape = { select: { expressions: [{}, { column: { span: { start: 12, end: 13 } } }] } };
  expect(raw("select '😀', a")).toMatchObject(shape);
});

test("guards are told by their names", () => {
  const error = (sql: string): string | null | undefined => parse(sql, Dialect.DuckDB).error;
  expect(error(`select ${"(".repeat(100)}1${")".repeat(100)}`)).toContain(
    "E_GUARD_PARSER_DEPTH_EXCEEDED",
  );
  expect(error(`select 1${"+1".repeat(2000)}`)).toContain("E_GUARD_AST_DEPTH_EXCEEDED");
});
