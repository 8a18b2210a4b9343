/** A message to the server. @see PostgreSQL, "Message Formats" of the protocol 3.0 */
function message(code: string, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  const head = Buffer.alloc(5);
  head.write(code, 0, "latin1");
  head.writeInt32BE(length, 1);
  return Buffer.concat([head, ...parts]);
}

const cstring = (text: string): Buffer => Buffer.from(`${text}\0`);

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Runs statements as text. */
export function simpleQuery(text: string): Buffer {
  return message("Q", cstring(text));
}

/** Prepares a statement without a name, and asks for its columns. */
export function prepare(text: string): Buffer {
  return Buffer.concat([
    message("P", cstring(""), cstring(text), int16(0)),
    message("D", cstring("S")),
    message("S"),
  ]);
}

/** Binds values, as text, to the prepared statement. @param formats - of each column: 0 is text, 1 binary */
export function bind(
  portal: string,
  values: readonly (string | null)[],
  formats: readonly number[],
): Buffer {
  const written = values.flatMap((value) => {
    if (value === null) return [int32(-1)];
    const bytes = Buffer.from(value);
    return [int32(bytes.length), bytes];
  });
  return message(
    "B",
    cstring(portal),
    cstring(""),
    int16(0),
    int16(values.length),
    ...written,
    int16(formats.length),
    ...formats.map(int16),
  );
}

/** Asks for the next rows of a portal. @param most - 0 is all */
export function execute(portal: string, most: number): Buffer {
  return message("E", cstring(portal), int32(most));
}

/** Ends a portal. */
export function closePortal(portal: string): Buffer {
  return message("C", cstring(`P${portal}`));
}

/** Ends a round of messages. */
export const sync: Buffer = message("S");

/** Data of `copy ... from stdin`, with its head. */
export function copyHead(length: number): Buffer {
  const head = Buffer.alloc(5);
  head.write("d", 0, "latin1");
  head.writeInt32BE(length + 4, 1);
  return head;
}

/** All data was sent. */
export const copyDone: Buffer = message("c");

/** No more data will come. */
export function copyFail(reason: string): Buffer {
  return message("f", cstring(reason));
}

/** Asks the server to stop what a connection does, on a connection of its own. */
export function cancelRequest(processId: number, secret: number): Buffer {
  return Buffer.concat([int32(16), int32(80_877_102), int32(processId), int32(secret)]);
}
