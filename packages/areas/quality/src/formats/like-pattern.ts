/** The regular expression that a pattern of SQL's `like` means; a backslash takes the next character as it is. */
export function likePattern(like: string): string {
  const parts = like.match(/\\[\s\S]|[\s\S]/gu) ?? [];
  const each = parts.map((part) => {
    if (part === "%") return ".*";
    if (part === "_") return ".";
    const character = part.length > 1 ? part.slice(1) : part;
    return /[\\^$.*+?()[\]{}|]/.test(character) ? `\\${character}` : character;
  });
  return `^${each.join("")}$`;
}
