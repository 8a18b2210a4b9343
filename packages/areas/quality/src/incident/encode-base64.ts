const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Text in UTF-8 as base64. @see RFC 4648 */
export function encodeBase64(text: string): string {
  const bytes = utf8(text);
  let encoded = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two, three] = bytes.slice(at, at + 3);
    const group = (one << 16) | ((two ?? 0) << 8) | (three ?? 0);
    const digit = (shift: number): string => digits.charAt((group >> shift) & 63);
    encoded +=
      digit(18) +
      digit(12) +
      (two === undefined ? "=" : digit(6)) +
      (three === undefined ? "=" : digit(0));
  }
  return encoded;
}

function utf8(text: string): readonly number[] {
  const encoded = encodeURIComponent(text.replaceAll(/[\uD800-\uDFFF]/gu, "\uFFFD"));
  return [...encoded.matchAll(/%([0-9A-F]{2})|(.)/g)].map(([, hex, plain = ""]) =>
    hex === undefined ? plain.charCodeAt(0) : Number.parseInt(hex, 16),
  );
}
