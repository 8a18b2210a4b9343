import type { Json } from "@dx/core";
import { readAddress } from "./address.ts";

type Fields = Readonly<Record<string, Json>>;

/**
 * The body that asks for a page: what its address has besides that of the API is in it.
 * @param page - the page's address
 * @param given - the API's address, what each body has, and whether what tells pages apart are numbers
 */
export function pageBody(
  page: string,
  {
    url,
    body,
    numbers,
  }: { readonly url: string; readonly body: Fields; readonly numbers: boolean },
): string {
  const own = readAddress(url).searchParams;
  let fields = body;
  for (const [name, text] of readAddress(page).searchParams) {
    if (own.get(name) === text) continue;
    const value = numbers && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    fields = withField(fields, name.split("."), value);
  }
  return JSON.stringify(fields);
}

function withField(fields: Fields, [first = "", ...rest]: readonly string[], value: Json): Fields {
  if (rest.length === 0) return { ...fields, [first]: value };
  const inner = fields[first];
  const isObject = typeof inner === "object" && inner !== null && !Array.isArray(inner);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object of JSON
  return { ...fields, [first]: withField(isObject ? (inner as Fields) : {}, rest, value) };
}
