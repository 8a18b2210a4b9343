export { webReader } from "./web-reader.ts";
export { readRecordFile } from "./read-record-file.ts";

export type { WebAnswer, WebReader, WebReaderOptions, WebRequest } from "./web-reader.ts";
export type { ReadRecordFileOptions } from "./read-record-file.ts";
