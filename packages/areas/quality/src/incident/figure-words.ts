import { parseName } from "@dx/core";
import type { Measure } from "../check.ts";

/** A name of the name grammar as people write it: without quotes. */
export function plainName(name: string): string {
  return parseName(name).text;
}

/** A number for people: whole ones in full, others with six digits, thousands apart. */
export function grouped(value: number): string {
  const text = String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
  if (text.includes("e")) return text;
  const [whole = "", rest] = text.split(".");
  const shown = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return rest === undefined ? shown : `${shown}.${rest}`;
}

/** A figure of a measure in its unit: shares in percent, ages in the largest unit that tells them. */
export function figureWords(measure: Measure, value: number): string {
  switch (measure.kind) {
    case "null-share":
    case "distinct-share":
      return `${grouped(Number((value * 100).toPrecision(6)))} %`;
    case "freshness-minutes":
      return ageWords(value);
    default:
      return grouped(value);
  }
}

function ageWords(minutes: number): string {
  if (Math.abs(minutes) >= 1440) return counted(minutes / 1440, "day");
  return Math.abs(minutes) >= 60 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
}

function counted(count: number, unit: string): string {
  return `${grouped(Number(count.toPrecision(3)))} ${unit}${count === 1 ? "" : "s"}`;
}
