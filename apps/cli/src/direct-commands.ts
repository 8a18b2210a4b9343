import type { ListedCommand } from "./command.ts";

/**
 * Commands of areas and of what they stand on, with JSON lines out, so that other languages can call them: an area
 * adds `scd: { summary: "...", load: async () => import("./commands/scd.ts") }`, whose `command` answers each line of
 * its input by `answerLines` of `json-lines.ts`.
 */
export const directCommands: Readonly<Record<string, ListedCommand>> = {
  diff: {
    summary: "compares two tables, in one database or in two, or files",
    load: async () => import("./commands/diff.ts"),
  },
  load: {
    summary: "loads a table, a query or a file into another database, exactly once",
    load: async () => import("./commands/load.ts"),
  },
  model: {
    summary: "finds the keys of tables, and which of their columns name rows of others",
    load: async () => import("./commands/model.ts"),
  },
  obt: {
    summary: "makes one big table of a star, shows its grain, and what it is worth",
    load: async () => import("./commands/obt.ts"),
  },
  quality: {
    summary: "suggests, runs, explains and converts checks of data, and compares contracts",
    load: async () => import("./commands/quality.ts"),
  },
  lineage: {
    summary: "tells where columns come from, and what a change breaks, by SQL alone",
    load: async () => import("./commands/lineage.ts"),
  },
  scd: {
    summary: "makes histories of changes, JSON lines in and out",
    load: async () => import("./commands/scd.ts"),
  },
};
