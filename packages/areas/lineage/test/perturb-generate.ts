import type { Random } from "@dx/core";
import type { Schema } from "@dx/sql-parser";

/** Something that gives rows, with its numbers and texts. */
interface Relation {
  readonly sql: string;
  readonly numbers: readonly string[];
  readonly texts: readonly string[];
}

/** Tables for generated statements. */
export const plain: Schema = {
  t: { a: "integer", b: "integer", s: "varchar" },
  u: { a: "integer", c: "integer", s: "varchar" },
};

const tables: readonly Relation[] = [
  { sql: "t", numbers: ["a", "b"], texts: ["s"] },
  { sql: "u", numbers: ["a", "c"], texts: ["s"] },
];

/** A random query over `plain`, nested up to a depth. */
export function randomQuery(random: Random, depth = 2): string {
  return select(random, depth).sql;
}

const qualified = (alias: string, names: readonly string[]): readonly string[] =>
  names.map((name) => `${alias}.${name}`);

function source(random: Random, depth: number, alias: string): Relation {
  const inner =
    depth === 0 || random.integer(0, 2) === 0 ? random.pick(tables) : select(random, depth - 1);
  const text = inner.sql.includes(" ") ? `(${inner.sql})` : inner.sql;
  return {
    sql: `${text} as ${alias}`,
    numbers: qualified(alias, inner.numbers),
    texts: qualified(alias, inner.texts),
  };
}

function from(random: Random, depth: number): Relation {
  const left = source(random, depth, `l${depth}`);
  if (random.integer(0, 1) === 0) return left;
  const right = source(random, depth, `r${depth}`);
  const kind = random.pick(["join", "left join", "full join", "join"]);
  const on = `${random.pick(left.numbers)} = ${random.pick(right.numbers)}`;
  return {
    sql: `${left.sql} ${kind} ${right.sql} on ${on}`,
    numbers: [...left.numbers, ...right.numbers],
    texts: [...left.texts, ...right.texts],
  };
}

function number(random: Random, { numbers, texts }: Relation): string {
  const one = random.pick(numbers);
  const other = random.pick(numbers);
  const text = random.pick(texts);
  return random.pick([
    one,
    `${one} + ${other}`,
    `coalesce(${one}, ${other})`,
    `case when ${one} > 2 then ${other} end`,
    `length(${text})`,
    `${one} * 2`,
  ]);
}

function condition(random: Random, relation: Relation): string {
  const one = random.pick(relation.numbers);
  const text = random.pick(relation.texts);
  return random.pick([
    `${one} > 1`,
    `${one} in (select c from u)`,
    `${text} <> 'b'`,
    `exists (select 1 from t as e where e.a = ${one})`,
    `${one} is not null`,
  ]);
}

function select(random: Random, depth: number): Relation {
  const relation = from(random, depth);
  const where = random.integer(0, 1) === 0 ? "" : ` where ${condition(random, relation)}`;
  const text = random.pick(relation.texts);
  const names = { numbers: ["x", "y"], texts: ["z"] };
  const first = number(random, relation);
  switch (random.integer(0, 4)) {
    case 0: {
      const total = `sum(${number(random, relation)})::integer`;
      return {
        ...names,
        sql: `select ${total} as x, max(${first}) as y, ${text} as z from ${relation.sql}${where} group by ${text}`,
      };
    }
    case 1: {
      const rank = `count(*) over (partition by ${text} order by ${first})::integer`;
      return {
        ...names,
        sql: `select ${rank} as x, ${first} as y, ${text} as z from ${relation.sql}${where}`,
      };
    }
    case 2: {
      const other = number(random, relation);
      return {
        ...names,
        sql: `select ${first} as x, ${other} as y, ${text} as z from ${relation.sql}${where} union all select a, c, s from u`,
      };
    }
    case 3:
      return {
        ...names,
        sql: `with q as (select ${first} as x, ${text} as z from ${relation.sql}${where}) select x, x + 1 as y, upper(z) as z from q`,
      };
    default:
      return {
        ...names,
        sql: `select distinct ${first} as x, ${number(random, relation)} as y, ${text} as z from ${relation.sql}${where}`,
      };
  }
}
