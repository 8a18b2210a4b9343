/**
 * The regular expression of the texts that a format of `strftime` reads, as Python's `strptime` does: a leading zero may be missing, names of
 * months and days are English in any case, and a day is one of its month, and of its year where that has four digits.
 * @returns `undefined` for a directive that is not read: those of weeks, of the locale, and time zones by name
 * @see Python, "datetime", "strftime() and strptime() Format Codes"
 */
export function strftimePattern(format: string): string | undefined {
  const parts = partsOf(format);
  if (parts === undefined) return undefined;
  const has = (...codes: readonly string[]): boolean => parts.some((part) => codes.includes(part));
  if (!has("%d") || !has("%m", "%b", "%B")) return whole(parts, {});
  const kinds: readonly (readonly [months: readonly number[], days: string, leap: boolean])[] = [
    [[1, 3, 5, 7, 8, 10, 12], "(?:3[01]|[12][0-9]|0?[1-9])", false],
    [[4, 6, 9, 11], "(?:30|[12][0-9]|0?[1-9])", false],
    [[2], "(?:2[0-8]|1[0-9]|0?[1-9])", false],
    [[2], "29", true],
  ];
  const year = has("%Y") ? leapYears : undefined;
  return kinds
    .map(([months, days, leap]) =>
      whole(parts, {
        "%d": days,
        "%m": `(?:${months.map((month) => (month > 9 ? String(month) : `0?${month}`)).join("|")})`,
        "%b": anyOf(months.map((month) => (monthNames[month - 1] ?? "").slice(0, 3))),
        "%B": anyOf(months.map((month) => monthNames[month - 1] ?? "")),
        ...(leap && year !== undefined ? { "%Y": year } : {}),
      }),
    )
    .join("|");
}

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const leapYears = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";

const directives: Readonly<Record<string, string>> = {
  "%Y": "[0-9]{4}",
  "%y": "[0-9]{2}",
  "%m": "(?:1[0-2]|0?[1-9])",
  "%d": "(?:3[01]|[12][0-9]|0?[1-9])",
  "%H": "(?:2[0-3]|[01][0-9]|[0-9])",
  "%I": "(?:1[0-2]|0?[1-9])",
  "%M": "(?:[0-5][0-9]|[0-9])",
  "%S": "(?:6[01]|[0-5][0-9]|[0-9])",
  "%f": "[0-9]{1,6}",
  "%j": "(?:36[0-6]|3[0-5][0-9]|[12][0-9]{2}|0?[1-9][0-9]|0{0,2}[1-9])",
  "%p": anyOf(["AM", "PM"]),
  "%z": "(?:Z|[-+][0-9]{2}:?[0-5][0-9](?::?[0-5][0-9](?:[.][0-9]{1,6})?)?)",
  "%b": anyOf(monthNames.map((name) => name.slice(0, 3))),
  "%B": anyOf(monthNames),
  "%a": anyOf(dayNames.map((name) => name.slice(0, 3))),
  "%A": anyOf(dayNames),
  "%%": "%",
};
const longer: Readonly<Record<string, string>> = {
  "%F": "%Y-%m-%d",
  "%T": "%H:%M:%S",
  "%R": "%H:%M",
};

function partsOf(format: string): readonly string[] | undefined {
  const written = format.replaceAll(/%[FTR]/g, (code) => longer[code] ?? code);
  const parts = written.match(/%.?|\s+|[^%\s]/gsu) ?? [];
  return parts.every((part) => !part.startsWith("%") || directives[part] !== undefined)
    ? parts
    : undefined;
}

function whole(parts: readonly string[], instead: Readonly<Record<string, string>>): string {
  const each = parts.map((part) => {
    if (part.startsWith("%")) return instead[part] ?? directives[part] ?? part;
    return /^\s/.test(part) ? "[ \\t]+" : literal(part);
  });
  return `^${each.join("")}$`;
}

function literal(character: string): string {
  return /[\w]/.test(character) || /[^\x20-\x7e]/.test(character) ? character : `\\${character}`;
}

function anyOf(words: readonly string[]): string {
  const each = words.map((word) =>
    Array.from(word)
      .map((letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`)
      .join(""),
  );
  return `(?:${each.join("|")})`;
}

const clock = `(?:[T ]${directives["%H"] ?? ""}(?::[0-5][0-9]){1,2}(?:[.,][0-9]{1,9})?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[-+][0-9]{2}:?(?:[0-9]{2})?))?)?`;
const monthWord = anyOf([...monthNames, ...monthNames.map((name) => name.slice(0, 3))]);
const dayWord = `(?:(?:${anyOf([...dayNames, ...dayNames.map((name) => name.slice(0, 3))])}),? )?`;
const dayNumber = "(?:3[01]|[12][0-9]|0?[1-9])";

/** The usual ways to write dates, with or without a time: by numbers, year first or last, and by the English names of months. */
export const usualTimes: string = [
  `[0-9]{4}[-/. ](?:1[0-2]|0?[1-9])[-/. ]${dayNumber}`,
  `[0-9]{4}(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])`,
  `[0-9]{4}-(?:1[0-2]|0?[1-9])`,
  `${dayNumber}[-/.]${dayNumber}[-/.](?:[0-9]{4}|[0-9]{2})`,
  `${dayWord}${monthWord}[.]? ${dayNumber}(?:st|nd|rd|th)?,? [0-9]{4}`,
  `${dayWord}${dayNumber}(?:st|nd|rd|th)?[ -]${monthWord}[.,]?[ -][0-9]{4}`,
]
  .map((date) => `^${date}${clock}$`)
  .join("|");
