import type { Json } from "@dx/core";
import { lineageColumns } from "@dx/lineage";
import { loadParser } from "@dx/sql-parser";
import type { Command } from "../command.ts";
import { answerLines } from "../json-lines.ts";

/** `dx lineage columns`. */
export const columnsAction: Command["run"] = async (_, { terminal }) => {
  const parser = await loadParser();
  let hasFailed = false;
  const exit = await answerLines(
    (request): Json => {
      const answer = lineageColumns(parser, request);
      hasFailed ||= answer.error !== null;
      return JSON.parse(JSON.stringify(answer));
    },
    { terminal, input: process.stdin },
  );
  return hasFailed ? 2 : exit;
};
