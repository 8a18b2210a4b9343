import type { ListedCommand } from "./command.ts";

/**
 * One command for each area, with JSON lines in and out, so that other languages can call it: an area adds
 * `scd: { summary: "...", load: async () => import("./commands/scd.ts") }`, whose `command` answers each line of its
 * input by `answerLines` of `json-lines.ts`.
 */
export const directCommands: Readonly<Record<string, ListedCommand>> = {};
