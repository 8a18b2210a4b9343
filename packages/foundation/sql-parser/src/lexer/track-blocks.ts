import type { ParserDialect } from "../dialect/parser-dialect.ts";
import type { Token } from "./tokenize.ts";

/** Knows whether a semicolon would be inside of a block. */
export interface BlockTracker {
  /** Sees the next token of a statement that is neither space nor comment. */
  see(token: Token, text: string): void;
  /** Whether a block is open. */
  isOpen(): boolean;
  /** Whether there was one. */
  hadBlock(): boolean;
}

const heads = /^(?:create|alter|begin|declare|if|while|else|for|loop|repeat|call|do)$/i;
const transaction = /^(?:transaction|tran|work|isolation|read|deferred|immediate|exclusive|not)$/i;
const closers = /^(?:if|loop|while|for|repeat)$/i;
const routines = /^(?:procedure|function|trigger|package)$/i;

/**
 * Follows `begin ... end` of one statement, `case ... end` in it included. `begin` alone, or before
 * `transaction`, opens no block. In Oracle and Snowflake, `declare`, and in Oracle a routine, wait for theirs.
 */
export function createBlockTracker(dialect: ParserDialect): BlockTracker {
  let depth = 0;
  let had = false;
  let head = "";
  let before = "";
  let closed = 0;
  let isWaiting = false;
  let isUndecided = false;
  const open = (): void => {
    depth += 1;
    had = true;
    isWaiting = false;
  };
  const seeWord = (text: string): void => {
    if (/^begin$/i.test(text) && heads.test(head)) {
      if (head === text && before === "") isUndecided = true;
      else open();
    } else if (/^case$/i.test(text) && !/^end$/i.test(before) && (depth > 0 || heads.test(head)))
      depth += 1;
    else if (/^end$/i.test(before) && closers.test(text)) depth += closed;
    closed = /^end$/i.test(text) && depth > 0 ? 1 : 0;
    depth -= closed;
    if (waits(text, head, dialect)) isWaiting = true;
  };
  return {
    see: (token, text) => {
      if (head === "") head = text;
      if (isUndecided) {
        isUndecided = false;
        if (text !== ";" && !transaction.test(text)) open();
      }
      if (token.kind === "word") seeWord(text);
      before = text;
    },
    isOpen: () => depth > 0 || isWaiting,
    hadBlock: () => had,
  };
}

function waits(text: string, head: string, dialect: ParserDialect): boolean {
  if (dialect !== "oracle" && dialect !== "snowflake") return false;
  if (/^declare$/i.test(head)) return text === head;
  return dialect === "oracle" && /^create$/i.test(head) && routines.test(text);
}
