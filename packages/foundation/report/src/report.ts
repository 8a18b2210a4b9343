import type { Evidence, Rows, TextValue } from "@dx/core";

/** The heading of a section. */
export interface HeadingBlock {
  /** Tells it from other blocks. */
  readonly kind: "heading";
  /** What it says. */
  readonly text: string;
  /** 2 for a section, which is the default, 3 for a part of one. */
  readonly level?: 2 | 3;
}

/** Plain text. An empty line begins a new paragraph; what is in backticks is shown as code. Markup is shown, not followed. */
export interface TextBlock {
  /** Tells it from other blocks. */
  readonly kind: "text";
  /** What it says. */
  readonly text: string;
}

/** Claims and what became of them: failures first, then what is unknown. */
export interface ClaimsBlock {
  /** Tells it from other blocks. */
  readonly kind: "claims";
  /** In any order. */
  readonly claims: readonly Evidence[];
}

/** A value of a table that is not `Rows`; `undefined` is shown as NULL. */
export type Cell = null | undefined | boolean | number | bigint | string | TextValue;

/** A table. */
export interface TableBlock {
  /** Tells it from other blocks. */
  readonly kind: "table";
  /** What it shows. */
  readonly caption: string;
  /** Typed rows, or objects whose keys are the columns, in the order in which they first come. */
  readonly rows: Rows | readonly Readonly<Record<string, Cell>>[];
  /** Show at most so many rows, and say how many more there are; if not given, as many as the page's options say. */
  readonly limit?: number;
}

/** Code, or any text whose spaces and line breaks matter. */
export interface CodeBlock {
  /** Tells it from other blocks. */
  readonly kind: "code";
  /** As it is. */
  readonly code: string;
  /** Shown above it, as `sql`. */
  readonly language?: string;
  /** What it is, as a file's name. */
  readonly title?: string;
}

/** A picture: what the functions of `@dx/chart` return, or the same read from JSON. */
export interface ChartBlock {
  /** Tells it from other blocks. */
  readonly kind: "chart";
  /** What it shows. */
  readonly title: string;
  /** Says in words what the picture says. */
  readonly description: string;
  /** As `@dx/chart` drew it; anything else is refused. */
  readonly svg: string;
}

/** A figure that matters. */
export interface Fact {
  /** What it is. */
  readonly name: string;
  /** `null` is shown as "not measured". */
  readonly value: string | number | bigint | null;
  /** Written behind the value. */
  readonly unit?: string;
  /** What else is to be said of it. */
  readonly note?: string;
}

/** Key figures side by side. */
export interface FactsBlock {
  /** Tells it from other blocks. */
  readonly kind: "facts";
  /** In the order shown. */
  readonly facts: readonly Fact[];
}

/** An artefact in the page's folder. */
export interface FileItem {
  /** Relative to the page, its folders divided by `/`. */
  readonly path: string;
  /** Its size. */
  readonly bytes?: number;
  /** What it is. */
  readonly note?: string;
}

/** Links to artefacts. */
export interface FilesBlock {
  /** Tells it from other blocks. */
  readonly kind: "files";
  /** In the order shown. */
  readonly files: readonly FileItem[];
}

/** Blocks that are shown on demand; in print, always. */
export interface DetailsBlock {
  /** Tells it from other blocks. */
  readonly kind: "details";
  /** What is inside. */
  readonly summary: string;
  /** What is shown. */
  readonly blocks: readonly Block[];
  /** Whether they are shown from the start. */
  readonly open?: boolean;
}

/** A part of a report. */
export type Block =
  | HeadingBlock
  | TextBlock
  | ClaimsBlock
  | TableBlock
  | CodeBlock
  | ChartBlock
  | FactsBlock
  | FilesBlock
  | DetailsBlock;

/** What a page says. */
export interface Report {
  /** Its heading. */
  readonly title: string;
  /** Below the title: of what, when, by whom. */
  readonly subtitle?: string;
  /** From above to below. */
  readonly blocks: readonly Block[];
}
