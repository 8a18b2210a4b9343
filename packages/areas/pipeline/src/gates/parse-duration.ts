import { DxError } from "@dx/core";

const units: Readonly<Record<string, bigint>> = {
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
  day: 86_400_000_000n,
  week: 604_800_000_000n,
};

/**
 * Reads a span of time as `24 hours`, `30 minutes`, `7 days`, `1 hour`; gives microseconds.
 * @throws DxError `DX_PIPELINE_DURATION`
 */
export function parseDuration(text: string): bigint {
  const [, count, unit] = /^\s*(\d{1,6})\s*(second|minute|hour|day|week)s?\s*$/i.exec(text) ?? [];
  const size = unit === undefined ? undefined : units[unit.toLowerCase()];
  if (count !== undefined && size !== undefined) return BigInt(count) * size;
  throw new DxError("DX_PIPELINE_DURATION", `${JSON.stringify(text)} is no span of time`, {
    hint: "write 24 hours, 30 minutes, 7 days or 2 weeks",
  });
}
