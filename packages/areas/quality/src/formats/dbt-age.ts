import { numberOf, textOf } from "./read-document.ts";

const minutes: Readonly<Record<string, number>> = {
  second: 1 / 60,
  minute: 1,
  hour: 60,
  day: 1440,
  week: 10_080,
};

/** So many of a part of dates in minutes; `undefined` of months and longer, which have no length. */
export function minutesOf(part: unknown, count: unknown): number | undefined {
  const [unit, number] = [minutes[textOf(part) ?? ""], numberOf(count)];
  return unit === undefined || number === undefined ? undefined : unit * number;
}
