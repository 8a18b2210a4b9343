const zero = /[\p{M}\p{Cf}]/u;
const narrow = /[ijlItfr.,:;'"`|!()[\]{} \-/\\]/;
const wide = /[mwMW@%—…]/;
const upper = /[A-Z0-9_$#&=+<>~?]/;

/** The width of a text in a usual sans-serif face, estimated. Errs on the wide side. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width * fontSize;
}

/** The width of the widest of texts. */
export function widest(texts: readonly string[], fontSize: number): number {
  return texts.reduce((most, text) => Math.max(most, textWidth(text, fontSize)), 0);
}

function widthOf(character: string): number {
  if (narrow.test(character)) return 0.36;
  if (wide.test(character)) return 0.92;
  if (upper.test(character)) return 0.68;
  if (character <= "\u024F") return 0.58;
  return zero.test(character) ? 0 : character < "\u1100" ? 0.66 : 1.05;
}

/** The text, or as much of its beginning as fits, and an ellipsis; empty if not even that fits. */
export function fit(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let kept = "";
  let left = width / fontSize - widthOf("…");
  for (const character of text) {
    left -= widthOf(character);
    if (left < 0) break;
    kept += character;
  }
  return kept === "" ? "" : `${kept.trimEnd()}…`;
}
