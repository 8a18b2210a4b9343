import { EngineError } from "../internal/engine-error.ts";

/** A column of a result as the server describes it. */
export interface Field {
  readonly name: string;
  /** The number of its type. */
  readonly type: number;
  /** The parameters of its type; -1 is none. */
  readonly modifier: number;
}

/** Reads `RowDescription`. @param at - behind the message's length */
export function readFields(bytes: Buffer, at: number): readonly Field[] {
  const fields: Field[] = [];
  let from = at + 2;
  for (let left = bytes.readUInt16BE(at); left > 0; left -= 1) {
    const end = bytes.indexOf(0, from);
    fields.push({
      name: bytes.toString("utf8", from, end),
      type: bytes.readUInt32BE(end + 7),
      modifier: bytes.readInt32BE(end + 13),
    });
    from = end + 19;
  }
  return fields;
}

/** Reads how many rows a statement changed, of `CommandComplete`; `null` if it does not say. */
export function readCount(bytes: Buffer, at: number): number | null {
  const tag = bytes.toString("latin1", at, bytes.indexOf(0, at));
  const [, count] = /^(?:INSERT \d+|UPDATE|DELETE|MERGE|COPY|SELECT) (\d+)$/.exec(tag) ?? [];
  return count === undefined ? null : Number(count);
}

const endings = new Set(["57P01", "57P02", "57P03", "57P05", "25P03"]);

/** Reads `ErrorResponse`. @param text - of the statement, in which the server counts code points */
export function readError(bytes: Buffer, at: number, text: string): EngineError {
  const fields: Record<string, string> = {};
  for (let from = at; bytes[from] !== 0;) {
    const end = bytes.indexOf(0, from);
    fields[bytes.toString("latin1", from, from + 1)] = bytes.toString("utf8", from + 1, end);
    from = end + 1;
  }
  const { M: message = "", C: state = "", P: position, H: hint, D: detail } = fields;
  const missing = missingName(state, message);
  return new EngineError(detail === undefined ? message : `${message}: ${detail}`, {
    ...(position === undefined ? {} : { offset: toOffset(text, Number(position) - 1) }),
    ...(hint === undefined ? {} : { hint }),
    ...(missing === undefined ? {} : { missing }),
    lost: state.startsWith("08") || endings.has(state),
    cancelled: state === "57014",
  });
}

function toOffset(text: string, points: number): number {
  let offset = 0;
  for (let left = points; left > 0; left -= 1)
    offset += (text.codePointAt(offset) ?? 0) > 0xff_ff ? 2 : 1;
  return offset;
}

function missingName(state: string, message: string): EngineError["about"]["missing"] {
  const kind = ({ "42P01": "table", "42703": "column" } as const)[state];
  const [, quoted, plain] = /"([^"]+)"|column (\S+)/.exec(message) ?? [];
  const name = quoted ?? plain;
  return kind === undefined || name === undefined ? undefined : { kind, name };
}
