const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const clock = String.raw`(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?`;
const zone = String.raw`(Z|[+-]\d{2}:?\d{2})?`;
const iso = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})${clock}\s*${zone}$`);
const byName = new RegExp(
  String.raw`^([A-Za-z]{3})[A-Za-z]* (\d{1,2}),? (\d{4})${clock}\s*${zone}$`,
);
const bySlash = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})${clock}\s*${zone}$`);

/**
 * A time as people write it, as ISO text: `2016-01-31 12:00`, `Jan 31 2016 12:00:00`, `1/31/2016` (the month first); `undefined` for
 * other text.
 */
export function readTime(text: string): string | undefined {
  const trimmed = text.trim();
  const found = iso.exec(trimmed);
  if (found !== null) return isoOf(found.slice(1));
  const [, name, day, year, time, offset] = byName.exec(trimmed) ?? [];
  if (name !== undefined) {
    const month = months.indexOf(name.toLowerCase()) + 1;
    return month === 0 ? undefined : isoOf([year, String(month), day, time, offset]);
  }
  const [, first, second, third, at, shift] = bySlash.exec(trimmed) ?? [];
  return first === undefined ? undefined : isoOf([third, first, second, at, shift]);
}

const two = (value: string): string => value.padStart(2, "0");

// oxlint-disable-next-line complexity -- each part has its range
function isoOf([year = "", month = "", day = "", time = "00:00:00", zoneText = ""]: readonly (
  | string
  | undefined
)[]): string | undefined {
  const [m, d] = [Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(Number(year), m, 0)).getUTCDate())
    return undefined;
  const [hour = "0", minute = "00", second = "00"] = time.split(":");
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 60) return undefined;
  const offset =
    zoneText === "" || zoneText === "Z"
      ? zoneText
      : `${zoneText.slice(0, 3)}:${zoneText.slice(-2)}`;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${offset}`;
}
