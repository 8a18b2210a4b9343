import { escapeMarkup } from "@dx/core";

/** A heading that the list of contents shows. */
export interface Section {
  /** Where it is. */
  readonly id: string;
  /** What it says, as markup. */
  readonly markup: string;
}

/** What blocks must know of each other while a page is written. */
export interface Page {
  /** How many rows of a table are shown, if it does not say. */
  readonly tableRows: number;
  /** An id that no other element has. */
  readonly id: (prefix: string, name: string) => string;
  /** Notes a heading and gives its level: at most one below the last one. */
  readonly heading: (wanted: number) => number;
  /** Headings of sections, so far. */
  readonly sections: Section[];
  /** The level of a heading inside of the current section. */
  readonly below: () => number;
}

/** Begins a page. */
export function createPage(tableRows: number): Page {
  const used = new Set<string>();
  let level = 1;
  return {
    tableRows,
    sections: [],
    id: (prefix, name) => {
      const slug = escapeMarkup(name)
        .replace(/[^\p{L}\p{N}._-]+/gu, "-")
        .slice(0, 80);
      const base = `${prefix}-${slug}`;
      let id = base;
      for (let number = 2; used.has(id); number += 1) id = `${base}-${number}`;
      used.add(id);
      return id;
    },
    heading: (wanted) => {
      level = Math.min(wanted, level + 1);
      return level;
    },
    below: () => Math.min(level + 1, 6),
  };
}
