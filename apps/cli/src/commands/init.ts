import { messageOf } from "@dx/core";
import { writeFileSync } from "node:fs";
import { openAddresses, readAddresses, type Flow, type ProposedInput } from "@dx/runner";
import { Document, isMap, isScalar, type Node } from "yaml";
import type { Command } from "../command.ts";
import { findFlow } from "../find-flow.ts";
import { use } from "../parse-given.ts";
import { hush } from "../terminal/hush.ts";

export const command: Command = {
  usage: "init <flow>",
  description: `Proposes a flow's inputs by what is in a live database. Each value says what speaks for it; guesses are
marked, and are yours to check.`,
  examples: [
    "dx init scd-implementation --db source=env:DATABASE_URL",
    "dx init scd-implementation --db source=duckdb:shop.duckdb --table customer -o inputs.yaml",
  ],
  options: {
    db: { type: "string", multiple: true, value: "[NAME=]URL", help: "the database to look at" },
    table: { type: "string", value: "NAME", help: "the table to begin with" },
    output: {
      type: "string",
      short: "o",
      value: "FILE",
      help: "writes them there, if no file is there yet",
    },
  },
  run: async (given, { terminal: shown, flows }) => {
    const flow = await findFlow(given.positionals[0] ?? "", flows);
    if (flow.init === undefined)
      throw use(
        `${flow.name} cannot propose inputs`,
        `begin with its example: ${flow.examples[0] ?? "dx describe says what it takes"}`,
      );
    const propose = flow.init.bind(flow);
    const addressed = given.texts("db");
    if (addressed.length === 0)
      throw use("--db is missing", "name a database, as --db source=env:DATABASE_URL");
    const addresses = readAddresses(addressed, { env: process.env });
    return hush(addresses.secrets, shown, async (terminal, { redactAll }) => {
      const opened = await openAddresses(addresses, { missing: "refused", readOnly: true });
      const table = given.text("table");
      const proposed = await propose({
        databases: opened.databases,
        ...(table === undefined ? {} : { table }),
      }).finally(async () => opened.close());
      const { text, inputs } = write(flow, redactAll(proposed));
      terminal.answer({ exit: 0, inputs, proposed, faults: faultsOf(flow, inputs) });
      const file = given.text("output");
      if (file === undefined) terminal.say(text.trimEnd());
      else {
        save(file, text);
        terminal.say(
          `${file} is written: check its guesses, then: dx run ${flow.name} -i ${file} --plan`,
        );
      }
      return 0;
    });
  },
};

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: "wx" });
  } catch (error) {
    const reason = messageOf(error);
    throw use(`${file} cannot be written: ${reason}`, "name a file that is not there yet");
  }
}

/** The inputs as YAML, each value under what speaks for it. */
function write(
  flow: Flow,
  proposed: readonly ProposedInput[],
): { readonly text: string; readonly inputs: unknown } {
  const document = new Document({});
  for (const { path, value } of proposed) document.setIn(path, document.createNode(value));
  for (const { path, reason, certain } of proposed) {
    const key = keyAt(document, path);
    if (key !== undefined)
      key.commentBefore = [key.commentBefore, certain ? ` ${reason}` : ` GUESS: ${reason}`]
        .filter((line) => line !== undefined && line !== null)
        .join("\n");
  }
  const inputs: unknown = document.toJS();
  const faults = faultsOf(flow, inputs);
  document.commentBefore = [
    ` Inputs of ${flow.name}, proposed by dx init.`,
    ...faults.map((fault) => ` TO DO: ${fault}`),
  ].join("\n");
  return { text: String(document), inputs };
}

/** What a comment is written above: the field's name, or the item of a list. */
function keyAt(document: Document, path: ProposedInput["path"]): Node | undefined {
  const parent = path.length < 2 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) =>
      isScalar(key) ? key.value === last : key === last,
    );
    if (pair === undefined) return undefined;
    if (!isScalar(pair.key)) pair.key = document.createNode(pair.key);
    return isScalar(pair.key) ? pair.key : undefined;
  }
  const item = document.getIn(path, true);
  return isScalar(item) || isMap(item) ? item : undefined;
}

function faultsOf(flow: Flow, inputs: unknown): readonly string[] {
  const result = flow.inputs.safeParse(inputs);
  if (result.success) return [];
  return result.error.issues.map(
    ({ path, message }) => `${path.map(String).join(".")}: ${message}`,
  );
}
