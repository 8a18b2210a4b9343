import type { MoveProgress, MoveResult } from "@dx/pipeline";
import type { Terminal } from "../terminal/terminal.ts";

const digits = new Intl.NumberFormat("en-US");

/** How many rows and bytes, and how many rows a second. */
function amount(
  { rows, bytes }: { readonly rows: number; readonly bytes: number | null },
  seconds: number,
): string {
  const size = bytes === null ? "" : `, ${digits.format(Math.round(bytes / 1e5) / 10)} MB`;
  const speed = seconds > 0 ? `, ${digits.format(Math.round(rows / seconds))} rows/s` : "";
  return `${digits.format(rows)} rows${size}${speed}`;
}

/** Tells how far a load is, on a line that is written anew. */
export function showMove(terminal: Terminal, startMs: number): (progress: MoveProgress) => void {
  let lastMs = 0;
  return (progress) => {
    const nowMs = performance.now();
    if (!terminal.canRewrite || nowMs - lastMs < 80) return;
    lastMs = nowMs;
    terminal.rewrite(amount(progress, (nowMs - startMs) / 1000));
  };
}

/** Says what a load did, for people and as JSON. */
export function showMoved(
  terminal: Terminal,
  { status, record, changed, rejected, lists }: MoveResult,
  seconds: number,
): void {
  const { table, loadId, mode, read, inserted, updated, deleted, bytes } = record;
  const rowsPerSecond = status === "loaded" && seconds > 0 ? Math.round(read / seconds) : null;
  const counts = { read, inserted, updated, deleted, rejected: rejected.length };
  terminal.answer({
    exit: 0,
    status,
    table,
    mode,
    loadId,
    ...counts,
    bytes,
    seconds,
    rowsPerSecond,
    changed,
    lists: lists.map(
      ({
        record: { table: name, read: rows, inserted: news, updated: changes, deleted: gone },
      }) => ({
        table: name,
        read: rows,
        inserted: news,
        updated: changes,
        deleted: gone,
      }),
    ),
  });
  if (status === "already-loaded") {
    terminal.say(`${table}: the load ${loadId} was done before; nothing was done`);
    return;
  }
  terminal.say(
    `${table}: ${amount({ rows: read, bytes }, seconds)}: ${inserted} inserted, ${updated} updated, ${deleted} deleted`,
  );
  for (const { record: list } of lists)
    terminal.say(
      `${list.table}: ${digits.format(list.read)} rows: ${list.inserted} inserted, ${list.updated} updated, ${list.deleted} deleted`,
    );
  if (changed.length > 0) terminal.say(`columns that came or grew: ${changed.join(", ")}`);
  if (rejected.length > 0)
    terminal.say(
      `${rejected.length} values are in _dx_quarantine, as ${JSON.stringify(rejected[0])}`,
    );
}
