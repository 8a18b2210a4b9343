import type { LineageSource } from "../src/index.ts";

/** In each layer. */
const perLayer = 100;

/**
 * Scripts that make so many tables, in layers: each reads two tables of the layer before, joins them, and computes every second
 * column from both.
 */
export function* manyScripts(tableCount: number, columnCount: number): Iterable<LineageSource> {
  const places = Array.from({ length: columnCount }, (_, at) => at);
  const columns = Object.fromEntries(
    places.map((at) => [`column_${at}`, at % 2 === 0 ? "int" : "varchar"]),
  );
  const names = Array.from({ length: tableCount }, (_, at) => `schema_${at % 20}.table_${at}`);
  const schema = Object.fromEntries(names.slice(0, perLayer).map((name) => [name, columns]));
  yield { kind: "tables", dialect: "duckdb", schema };
  for (let at = perLayer; at < tableCount; at += 1) {
    const before = (Math.floor(at / perLayer) - 1) * perLayer;
    const [first, second] = [before + ((at * 7) % perLayer), before + ((at * 13 + 5) % perLayer)];
    const list = places.map((one) =>
      one % 2 === 0 ? `a.column_${one} + b.column_${one} as column_${one}` : `a.column_${one}`,
    );
    const sql = `create table ${names[at] ?? ""} as select ${list.join(", ")} from ${names[first] ?? ""} a join ${names[second] ?? ""} b on a.column_0 = b.column_0`;
    yield { kind: "script", name: `${at}.sql`, dialect: "duckdb", sql };
  }
}
