const special = /[&<>"'\r\p{Cc}\p{Cs}\p{Bidi_C}\p{NChar}]/gu;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\r": "&#13;",
  "\n": "\n",
  "\t": "\t",
};

/**
 * Writes any text so that it can stand in an element or a quoted attribute of HTML and XML, and shows
 * what it is: control characters as their pictures (`␀`), characters that reorder text as `⟨U+202E⟩`,
 * lone surrogates and code points that are no characters as `�`.
 * @example
 * ```ts
 * import { escapeMarkup } from "@dx/core";
 * if (escapeMarkup("</script>") !== "&lt;/script&gt;") throw new Error();
 * ```
 */
export function escapeMarkup(text: string): string {
  return text.replace(special, (character) => entities[character] ?? picture(character));
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  const reorders = /\p{Bidi_C}/u.test(character);
  return reorders ? `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩` : "\uFFFD";
}
