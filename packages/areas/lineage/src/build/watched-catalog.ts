import type { Catalog, CatalogColumn } from "@dx/sql-parser";

/** What of a catalogue was asked for. */
export interface Watched {
  /** The tables, with the answers. */
  readonly asked: ReadonlyMap<string, readonly CatalogColumn[] | undefined>;
  /** Whether all tables were gone through. */
  readonly isWhole: boolean;
}

/** A catalogue that answers as the given one does, and what it was asked for until now. */
export function watchCatalog(catalog: Catalog): {
  readonly watching: Catalog;
  readonly watched: Watched;
} {
  const watching = new WatchingCatalog(catalog);
  return { watching, watched: watching };
}

/** A `Map`, since that is what tells a catalogue from a schema. */
class WatchingCatalog extends Map<string, readonly CatalogColumn[]> implements Watched {
  readonly asked = new Map<string, readonly CatalogColumn[] | undefined>();
  isWhole = false;
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    super();
    this.#catalog = catalog;
  }

  override get(table: string): readonly CatalogColumn[] | undefined {
    const columns = this.#catalog.get(table);
    this.asked.set(table, columns);
    return columns;
  }

  override has(table: string): boolean {
    return this.get(table) !== undefined;
  }

  override get size(): number {
    return this.#whole().size;
  }

  override keys(): MapIterator<string> {
    return this.#whole().keys();
  }

  override values(): MapIterator<readonly CatalogColumn[]> {
    return this.#whole().values();
  }

  override entries(): MapIterator<[string, readonly CatalogColumn[]]> {
    return this.#whole().entries();
  }

  override [Symbol.iterator](): MapIterator<[string, readonly CatalogColumn[]]> {
    return this.entries();
  }

  override forEach(
    each: (
      columns: readonly CatalogColumn[],
      table: string,
      map: Map<string, readonly CatalogColumn[]>,
    ) => void,
  ): void {
    for (const [table, columns] of this.entries()) each(columns, table, this);
  }

  #whole(): Catalog {
    this.isWhole = true;
    return this.#catalog;
  }
}
