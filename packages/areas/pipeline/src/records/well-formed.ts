/** A text with a mark in place of each half of a character, for hashes; databases refuse such text. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}
