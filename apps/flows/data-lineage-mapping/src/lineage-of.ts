import { LineageBuilder, type Lineage, type LineageTables } from "@dx/lineage";
import { loadParser } from "@dx/sql-parser";
import { sourcesOf } from "./rehearsal.ts";
import type { Read } from "./systems.ts";

let made: Promise<LineageBuilder> | undefined;

/** Remembers what the tasks of a run read one after the other, and what the run before had read. */
export async function builder(): Promise<LineageBuilder> {
  made ??= loadParser().then((parser) => new LineageBuilder(parser));
  return made;
}

/** The lineage of the systems. */
export async function lineageOf(read: Read, sources: LineageTables): Promise<Lineage> {
  return (await builder()).build(sourcesOf(read, sources));
}
