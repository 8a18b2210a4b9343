import { Cron } from "croner";
import { z } from "zod";

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const clock = String.raw`(?: at (\d{1,2}):(\d{2}))?`;
const forms: readonly (readonly [RegExp, (...found: readonly string[]) => string | undefined])[] = [
  [/^hourly$/, () => "0 * * * *"],
  [/^every (\d+) minutes?$/, (n = "") => every(n, 60, (step) => `${step} * * * *`)],
  [/^every (\d+) hours?$/, (n = "") => every(n, 24, (step) => `0 ${step} * * *`)],
  [new RegExp(`^(?:daily|every day)${clock}$`), (h, m) => at(h, m, "* * *")],
  [new RegExp(`^(?:on )?weekdays${clock}$`), (h, m) => at(h, m, "* * 1-5")],
  [
    new RegExp(`^(?:weekly|every week)(?: on (${days.join("|")}))?${clock}$`),
    (day = "monday", h, m) => at(h, m, `* * ${days.indexOf(day)}`),
  ],
  [
    new RegExp(`^(?:monthly|every month)(?: on day (\\d{1,2}))?${clock}$`),
    (day = "1", h, m) => at(h, m, `${Number(day)} * *`),
  ],
];

/**
 * When something runs: a cron expression of five fields, or plain words, which become one:
 * `hourly`; `every 15 minutes`, `every 6 hours` (divisors of 60 and 24); `daily at 06:00`; `weekdays at 06:00`;
 * `weekly on monday at 06:00`; `monthly on day 1 at 06:00`. Without a time it is midnight, without a day
 * Monday or the first. The time zone is that of whatever runs it.
 */
export const schedule: z.ZodType<string> = z
  .string()
  .transform((text, context) => {
    const cron = toCron(text.trim().toLowerCase().replaceAll(/\s+/g, " "));
    if (cron !== undefined) return cron;
    context.addIssue({
      code: "custom",
      message: `${JSON.stringify(text)} is no schedule: ${grammar}`,
    });
    return z.NEVER;
  })
  .describe("a cron expression of five fields, or plain words: daily at 06:00");

const grammar =
  "write five cron fields, or hourly, every 15 minutes, every 6 hours, daily at 06:00, weekdays at 06:00, weekly on monday at 06:00, monthly on day 1 at 06:00";

function toCron(text: string): string | undefined {
  for (const [pattern, write] of forms) {
    const found = pattern.exec(text);
    if (found !== null) return toValid(write(...found.slice(1)));
  }
  return text.split(" ").length === 5 ? toValid(text) : undefined;
}

function toValid(cron: string | undefined): string | undefined {
  if (cron === undefined) return undefined;
  try {
    return new Cron(cron, { paused: true, mode: "5-part" }).nextRun() === null ? undefined : cron;
  } catch {
    return undefined;
  }
}

function every(count: string, of: number, write: (step: string) => string): string | undefined {
  const n = Number(count);
  if (n < 1 || of % n !== 0) return undefined;
  return write(n === 1 ? "*" : n === of ? "0" : `*/${n}`);
}

function at(hours = "0", minutes = "0", rest: string): string | undefined {
  return Number(hours) < 24 && Number(minutes) < 60
    ? `${Number(minutes)} ${Number(hours)} ${rest}`
    : undefined;
}
