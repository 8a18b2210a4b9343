import { openDatabase } from "@dx/database";
for (const url of ["duckdb:", process.env.DX_POSTGRES_URL!]) {
  const db = await openDatabase(url);
  const text =
    url === "duckdb:"
      ? "select range as n, 'text ' || range as s from range(10000000)"
      : "select n, 'text ' || n as s from generate_series(1, 10000000) as n";
  let rows = 0,
    max = 0,
    first = 0,
    at1 = 0;
  const t = performance.now();
  for await (const b of db.stream(text)) {
    rows += b.count;
    const m = process.memoryUsage().rss / 2 ** 20;
    if (first === 0) first = m;
    if (rows < 1_500_000) at1 = Math.max(at1, m);
    max = Math.max(max, m);
  }
  console.log(
    url.slice(0, 8),
    rows,
    "first",
    first.toFixed(0),
    "max in first 1.5M",
    at1.toFixed(0),
    "max",
    max.toFixed(0),
    "MB",
    Math.round(performance.now() - t),
    "ms",
  );
  await db.close();
}
