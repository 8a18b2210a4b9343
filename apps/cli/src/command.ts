import type { Flow } from "@dx/runner";
import type { Terminal } from "./terminal/terminal.ts";

/** 0 nothing fails, 1 a claim fails, 2 wrong use or inputs, 3 the run broke, 4 it waits for a person. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** An option of a command. */
export interface Option {
  /** What it takes; a switch takes nothing. */
  readonly type: "string" | "boolean";
  /** One letter. */
  readonly short?: string;
  /** Whether it may be given several times. */
  readonly multiple?: boolean;
  /** What stands for its value in the help. */
  readonly value?: string;
  /** What it does. */
  readonly help: string;
}

/** A command line, checked against a command. */
export interface Given {
  /** What stands without a name, in order. */
  readonly positionals: readonly string[];
  /** The text of an option; the last one counts. */
  text(name: string): string | undefined;
  /** All texts of an option. */
  texts(name: string): readonly string[];
  /** Whether a switch is given. */
  has(name: string): boolean;
}

/** The flows that there are, by name; each is loaded when it is asked for. */
export type Flows = Readonly<Record<string, () => Promise<{ readonly flow: Flow }>>>;

/** What a command has around it. */
interface Around {
  /** Where it says what it does. */
  readonly terminal: Terminal;
  /** What it can run. */
  readonly flows: Flows;
}

/** A command of `dx`. */
export interface Command {
  /** After `dx`, as `run <flow>`; what is in angle brackets must be given, what is in square ones may. */
  readonly usage: string;
  /** What it does, in some sentences. */
  readonly description: string;
  /** Command lines that work. */
  readonly examples: readonly string[];
  /** By their long names; `--json` and `--help` are there always. */
  readonly options: Readonly<Record<string, Option>>;
  /** Does it. */
  run(given: Given, around: Around): Promise<ExitCode>;
}

/** A command in the list of them; its code is loaded when it is asked for. */
export interface ListedCommand {
  /** One line. */
  readonly summary: string;
  /** Loads it. */
  load(): Promise<{ readonly command: Command }>;
}
