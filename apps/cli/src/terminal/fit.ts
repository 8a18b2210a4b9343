const most = 8192;

/**
 * A value as JSON of at most 8 KB: first its long texts are cut, then its lists, whose lengths stand in
 * `leftOff`.
 */
export function fit(value: object): string {
  for (const textLength of [Infinity, 1000, 400, 150])
    for (const listLength of textLength === 150 ? [Infinity, 50, 20, 8, 3, 1, 0] : [Infinity]) {
      const text = JSON.stringify(cut(value, textLength, listLength));
      if (Buffer.byteLength(text) < most) return text;
    }
  return JSON.stringify({ leftOff: "the answer does not fit into 8 KB: read the run's folder" });
}

function cut(value: object, textLength: number, listLength: number): unknown {
  const leftOff: Record<string, number> = {};
  const shorten = (item: unknown, name: string): unknown => {
    if (typeof item === "string" && item.length > textLength)
      return `${item.slice(0, textLength)}... (${item.length} characters)`;
    if (Array.isArray(item)) {
      if (item.length > listLength) leftOff[name] = item.length - listLength;
      return item.slice(0, listLength).map((one) => shorten(one, name));
    }
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, one]) => [
        key,
        shorten(one, name === "" ? key : `${name}.${key}`),
      ]),
    );
  };
  const short = shorten(value, "");
  return Object.keys(leftOff).length === 0 ? short : Object.assign({}, short, { leftOff });
}
