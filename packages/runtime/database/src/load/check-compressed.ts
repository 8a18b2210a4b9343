/* oxlint-disable no-await-in-loop -- one piece after the other */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { DxError, isDxError, messageOf } from "@dx/core";

/**
 * Makes sure that a compressed file is whole: DuckDB reads one that is cut off as if it ended there. Of `.gz` the content
 * is read and its sum compared, of `.zst` the lengths of its parts; other files are left alone.
 * @throws DxError `DX_DATABASE_FILE`
 */
export async function checkCompressed(path: string): Promise<void> {
  const check = /\.gz$/i.test(path) ? checkGzip : /\.zst$/i.test(path) ? checkZstd : undefined;
  if (check === undefined) return;
  try {
    await check(path);
  } catch (cause) {
    const reason = isDxError(cause) ? cause.summary : messageOf(cause);
    const isCut = /unexpected end of file/i.test(reason);
    throw unreadable(`${path} cannot be read: ${isCut ? "it is cut off" : reason}`, {
      path,
      cause,
    });
  }
}

function unreadable(
  message: string,
  { path, cause }: { readonly path?: string; readonly cause?: unknown } = {},
): DxError {
  return new DxError("DX_DATABASE_FILE", message, {
    path: path === undefined ? [] : [path],
    hint: "nothing was loaded: get the file once more",
    cause,
  });
}

async function checkGzip(path: string): Promise<void> {
  const drop = new Writable({ highWaterMark: 1_048_576, write: (_, __, done) => done() });
  const chunkSize = 1_048_576;
  await pipeline(
    createReadStream(path, { highWaterMark: chunkSize }),
    createGunzip({ chunkSize }),
    drop,
  );
}

/**
 * Goes from block to block, by their lengths.
 * @see RFC 8878, "Zstandard Compression and the 'application/zstd' Media Type", 3.1
 */
async function checkZstd(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (at: number, length: number): Promise<Buffer> => {
      if (at + length > size) throw unreadable("it is cut off");
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, at);
      return buffer;
    };
    for (let at = 0; at < size || at === 0;) at = await afterFrame(at, read);
  } finally {
    await file.close();
  }
}

type ReadBytes = (at: number, length: number) => Promise<Buffer>;

async function afterFrame(from: number, read: ReadBytes): Promise<number> {
  const magic = (await read(from, 4)).readUInt32LE();
  if (magic >>> 4 === 0x1_84_d2_a5) {
    const end = from + 8 + (await read(from + 4, 4)).readUInt32LE();
    await read(end - 1, 1);
    return end;
  }
  if (magic !== 0xfd_2f_b5_28) throw unreadable("it is not compressed by zstd");
  const [descriptor = 0] = await read(from + 4, 1);
  let at = from + 5 + headerLength(descriptor);
  for (;;) {
    const header = (await read(at, 3)).readUIntLE(0, 3);
    const isRepeated = ((header >> 1) & 3) === 1;
    at += 3 + (isRepeated ? 1 : header >> 3);
    if ((header & 1) === 1) break;
  }
  if ((descriptor & 4) !== 0) at += 4;
  await read(at - 1, 1);
  return at;
}

/** How long the rest of a frame's header is: its window, dictionary, and size. */
function headerLength(descriptor: number): number {
  const isSingle = (descriptor & 0x20) !== 0;
  const sizes = [isSingle ? 1 : 0, 2, 4, 8];
  return (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0) + (sizes[descriptor >> 6] ?? 0);
}
