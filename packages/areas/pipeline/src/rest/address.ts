/** What dx uses of an address on the web; every platform has it, and the build knows none. */
interface Address {
  readonly href: string;
  readonly origin: string;
  readonly pathname: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly searchParams: {
    get(name: string): string | null;
    set(name: string, value: string): void;
    [Symbol.iterator](): IterableIterator<[string, string]>;
  };
}

declare const URL: new (url: string, base?: string) => Address;

/**
 * Reads an address, relative to another one if that is given.
 * @throws TypeError if it is none
 */
export function readAddress(url: string, base?: string): Address {
  return base === undefined ? new URL(url) : new URL(url, base);
}

/** An address with a parameter set. */
export function withParameter(url: string, name: string, value: string): string {
  const changed = readAddress(url);
  changed.searchParams.set(name, value);
  return changed.href;
}

/** An address without its query, where keys may be. */
export function bareAddress(url: string): string {
  const { origin, pathname } = readAddress(url);
  return `${origin}${pathname}`;
}
