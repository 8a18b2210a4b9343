import { DxError, messageOf } from "@dx/core";

/** An error of opening an address, without the address's password; its cause, which may hold it, is left out. */
export function hideSecrets(error: unknown, url: string): DxError {
  const secrets = secretsOf(url);
  const hide = (text: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  if (error instanceof DxError) {
    const { hint, path } = error;
    const rest = hint === undefined ? { path } : { path, hint: hide(hint) };
    return new DxError(error.code, hide(error.summary), rest);
  }
  const reason = messageOf(error);
  return new DxError("DX_DATABASE_CONNECT", `the database was not opened: ${hide(reason)}`, {
    hint: "look at the address",
  });
}

/** What of an address is secret, as it is written and as it is meant; the longest first. */
function secretsOf(url: string): readonly string[] {
  const [, user = ""] = /^[a-z]+:\/\/([^/?#]*)@/i.exec(url) ?? [];
  const written = user.includes(":") ? user.slice(user.indexOf(":") + 1) : "";
  const asOption = [...url.matchAll(/[?&](?:password|sslpassword|sslkey)=([^&#]*)/gi)].map(
    ([, value = ""]) => value,
  );
  const all = [written, ...asOption].flatMap((one) => [one, decode(one)]);
  return [...new Set(all)].filter((one) => one !== "").toSorted((a, b) => b.length - a.length);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
