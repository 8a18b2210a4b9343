/** The id of a claim of a star; what does not belong into ids becomes a hyphen. */
export function claimId(...parts: readonly string[]): string {
  const clean = parts.map((part) => part.replaceAll('"', "").replaceAll(/[^\p{L}\p{N}_-]+/gu, "-"));
  return ["star", ...clean].join(".");
}
