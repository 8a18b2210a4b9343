/**
 * The known name that is most like an unknown one, for error hints; `undefined` if none is near: more
 * than 40 % of the letters differ, or all. Case does not count; of several, the first.
 * O(n m) in the lengths of the names, for each known one.
 * @see Wagner and Fischer, "The String-to-String Correction Problem" (1974)
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const one of known) {
    const distance = editDistance(name.toLowerCase(), one.toLowerCase());
    if (best === undefined || distance < best.distance) best = { name: one, distance };
  }
  if (best === undefined) return undefined;
  const length = Math.max(name.length, best.name.length);
  const most = Math.max(1, Math.floor(length * 0.4));
  return best.distance <= most && best.distance < length ? best.name : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
