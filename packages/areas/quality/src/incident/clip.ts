/** Text of at most so many UTF-16 units, cut between characters; what is cut ends in an ellipsis. Line breaks become spaces if it is one line. */
export function clip(text: string, most: number, isOneLine = true): string {
  const line = isOneLine ? text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim() : text;
  if (line.length <= most) return line;
  let kept = "";
  for (const character of line) {
    if (kept.length + character.length > most - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
