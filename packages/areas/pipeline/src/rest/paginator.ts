/** All is in one answer. */
export interface SinglePage {
  /** Tells it from other ways. */
  readonly kind: "single";
}

/** By how many records came before: ends at an empty page, since servers may give fewer than they are asked for. */
export interface OffsetPages {
  /** Tells it from other ways. */
  readonly kind: "offset";
  /** How many records a page is asked for. */
  readonly limit: number;
  /** Names of the parameters; `offset` and `limit` without a word. */
  readonly parameters?: {
    /** Of how many records came before. */
    readonly offset: string;
    /** Of how many are asked for. */
    readonly limit: string;
  };
  /** Where the body says how many records there are in all: no page is asked for after them. */
  readonly total?: readonly string[];
}

/** By the number of the page: ends at an empty one. */
export interface NumberedPages {
  /** Tells it from other ways. */
  readonly kind: "page-number";
  /** The name of the parameter; `page` without a word. */
  readonly parameter?: string;
  /** The number of the first page; 1 without a word. */
  readonly first?: number;
  /** Where the body says what the number of the last page is: none is asked for after it. */
  readonly last?: readonly string[];
}

/** By a text in the answer that is sent back: ends where it is missing, NULL or empty. */
export interface CursorPages {
  /** Tells it from other ways. */
  readonly kind: "cursor";
  /** Where it is in the body. */
  readonly path: readonly string[];
  /** The name of the parameter that sends it back. */
  readonly parameter: string;
}

/** By the address in the header `Link` that has the relation `next`. */
export interface LinkedPages {
  /** Tells it from other ways. */
  readonly kind: "link-header";
}

/** By an address in the body: ends where it is missing, NULL or empty. */
export interface BodyLinkedPages {
  /** Tells it from other ways. */
  readonly kind: "json-link";
  /** Where it is in the body. */
  readonly path: readonly string[];
}

/** How an API gives its records page by page. */
export type Paginator =
  | SinglePage
  | OffsetPages
  | NumberedPages
  | CursorPages
  | LinkedPages
  | BodyLinkedPages;

/** A page that was read. */
export interface ReadPage {
  /** Where it was. */
  readonly url: string;
  /** Its JSON. */
  readonly body: unknown;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** How many records it has. */
  readonly records: number;
}
