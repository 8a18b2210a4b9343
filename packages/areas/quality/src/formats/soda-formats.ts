/**
 * The regular expression of a named format of Soda, in what engines share; `undefined` if there is none of this name.
 * @see Soda, "List of valid formats" (SodaCL)
 */
export function sodaFormat(name: string): string | undefined {
  return formats.get(name.trim().toLowerCase().replaceAll("_", " "));
}

const spaces = " *";
const whole = (inner: string): string => `^${spaces}${inner}${spaces}$`;
const digits = "[0-9]+";
const points: Readonly<Record<string, string>> = { "": "[.,]", " point": "[.]", " comma": "," };

/** A number with decimals, or without. */
function decimal(point: string, digit = "[0-9]"): string {
  return `(?:${digit}+(?:${point}${digit}+)?|${point}${digit}+)`;
}

type Format = readonly [name: string, pattern: string];

/** Numbers of any sign, those that are not negative, and those that are not positive. */
function signed(
  name: string,
  [number, zero]: readonly [string, string],
  unit = "",
): readonly Format[] {
  const end = unit === "" ? "" : `${spaces}${unit}`;
  return [
    [name, whole(`[-+]?${spaces}${number}${end}`)],
    [`positive ${name}`, whole(`[+]?${spaces}${number}${end}`)],
    [`negative ${name}`, whole(`(?:-${spaces}${number}|${zero})${end}`)],
  ];
}

const numbers = Object.entries(points).flatMap(([suffix, point]): readonly Format[] => {
  const forms = [decimal(point), decimal(point, "0")] as const;
  const percentages = signed(`percentage${suffix}`, forms, "%");
  return signed(`decimal${suffix}`, forms).concat(percentages);
});

const currency = "(?:[A-Z]{3}|[a-z]{3})";
const money = (thousands: string, point: string): string =>
  whole(`[-+]?${spaces}[0-9]{1,3}(?:${thousands}[0-9]{3})*(?:${point}[0-9]+)?${spaces}${currency}`);

const day = "(?:0?[1-9]|[12][0-9]|3[01])";
const month = "(?:0?[1-9]|1[012])";
const year = "(?:[12][0-9])?[0-9]{2}";
const between = "[-./]";
const hour24 = "(?:0?[0-9]|1[0-9]|2[0-3])";
const hour12 = "(?:0?[0-9]|1[0-2])";
const minute = "[0-5]?[0-9]";
const second = "[0-5]?[0-9](?:[.,][0-9]+)?";
const two = "[0-5][0-9]";
const monthAndDay = "(?:0[1-9]|1[012])-?(?:0[1-9]|[12][0-9]|3[01])";
const isoDate = `[12][0-9]{3}-?(?:${monthAndDay}|W[0-5][0-9](?:-?[1-7])?|[0-3][0-9]{2})`;
const isoTime = `(?:[ T]${hour24}(?::?${two}(?::?${two}(?:[.,][0-9]+)?)?)?(?:[-+]${hour24}:?${two}|Z)?)?`;
const hex = (count: number): string => `[0-9a-fA-F]{${count}}`;
const octets = "[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}";
const letter = "[a-zA-ZÀ-ÿĀ-ſƀ-ȳ0-9._%+-]";

/** Eight groups, or fewer around a gap. */
function addresses(): string {
  const group = "[0-9a-fA-F]{1,4}";
  const gaps = Array.from({ length: 8 }, (_, before) => {
    const rest = 7 - before;
    const left = before === 0 ? ":" : `(?:${group}:){${before}}`;
    const right = rest === 0 ? ":" : `(?::${group}){1,${rest}}`;
    return before === 0 ? `:(?:(?::${group}){1,7}|:)` : `${left}(?:${right}|:)`;
  });
  return `^(?:(?:${group}:){7}${group}|${gaps.join("|")}|::(?:ffff:(?:0{1,4}:)?)?${octets})$`;
}

const formats: ReadonlyMap<string, string> = new Map<string, string>([
  ...signed("integer", [digits, "0+"]),
  ...numbers,
  ["money", whole(`[-+]?${spaces}${decimal("[.,]")}${spaces}${currency}`)],
  ["money point", money(",", "[.]")],
  ["money comma", money("[.]", ",")],
  ["boolean", "^(?:[Tt]rue|[Ff]alse|TRUE|FALSE|[01])$"],
  ["date us", whole(`${month}${between}${day}${between}${year}`)],
  ["date eu", whole(`${day}${between}${month}${between}${year}`)],
  ["date inverse", whole(`${year}${between}${month}${between}${day}`)],
  ["date iso 8601", whole(isoDate + isoTime)],
  ["time 24h", whole(`${hour24}:${minute}(?::${second})?`)],
  ["time 24h nosec", whole(`${hour24}:${minute}`)],
  ["time 12h", whole(`${hour12}:${minute}(?::${second})?`)],
  ["time 12h nosec", whole(`${hour12}:${minute}`)],
  ["timestamp 24h", whole(`${hour24}:${minute}:${second}`)],
  ["timestamp 12h", whole(`${hour12}:${minute}:${second}`)],
  ["uuid", `^${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}$`],
  ["ip address", `^${octets}$`],
  ["ipv4 address", `^${octets}$`],
  ["ipv6 address", addresses()],
  ["email", `^${letter}+@${letter}+[.][A-Za-z]{2,4}$`],
  [
    "phone number",
    String.raw`^(?:(?:[+][0-9]{1,2}\s)?[(]?[0-9]{3}[)]?[\s.-])?[0-9]{3}[\s.-][0-9]{4}$`,
  ],
  ["credit card number", "^(?:[0-9]{14,19}|(?:[0-9]{4}-){3}[0-9]{4}|(?:[0-9]{4} ){3}[0-9]{4})$"],
]);
