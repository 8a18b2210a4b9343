import { DxError, formatTimestamp, toMicros } from "@dx/core";
import type { Alert } from "./alert.ts";
import { clip } from "./clip.ts";
import { encodeBase64 } from "./encode-base64.ts";

/** From whom to whom. */
export interface EmailOptions {
  /** One address, as `quality@example.org`. */
  readonly from: string;
  /** Addresses. */
  readonly to: readonly string[];
}

const address = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253})$/;

/**
 * An alert as a message: headers in ASCII, each line at most 998 characters and ended by CRLF, text in UTF-8 as base64. All messages of an incident refer to its first, so that they
 * are shown together.
 * @throws DxError `DX_QUALITY_ADDRESS` for what is no plain address
 * @see RFC 5322; RFC 2045, 2047 (encoded words), 6532
 */
export function toEmail(alert: Alert, { from, to }: EmailOptions): string {
  for (const one of [from, ...to])
    if (!address.test(one))
      throw new DxError("DX_QUALITY_ADDRESS", `not a plain address: ${JSON.stringify(one)}`, {
        hint: "write name@host",
      });
  if (to.length === 0)
    throw new DxError("DX_QUALITY_ADDRESS", "there is nobody to write to", { path: ["to"] });
  const host = from.slice(from.lastIndexOf("@") + 1);
  const thread = `<${idOf(alert.key)}@${host}>`;
  const isFirst = alert.action === "opened";
  const own = isFirst ? thread : `<${idOf(`${alert.key}|${alert.action}|${alert.at}`)}@${host}>`;
  const text = [
    alert.title,
    "",
    ...alert.facts.map(([name, value]) => `${name}: ${value}`),
    "",
    alert.sql,
    ...(alert.link === undefined ? [] : ["", alert.link]),
  ].join("\r\n");
  const headers = [
    `From: ${from}`,
    `To: ${to.join(",\r\n ")}`,
    `Subject: ${encodeWords(clip(`[${alert.severity}] ${alert.title}`, 200))}`,
    `Date: ${formatMailDate(alert.at)}`,
    `Message-ID: ${own}`,
    ...(isFirst ? [] : [`In-Reply-To: ${thread}`, `References: ${thread}`]),
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "Auto-Submitted: auto-generated",
  ];
  const body = encodeBase64(text).match(/.{1,76}/g) ?? [];
  return `${headers.join("\r\n")}\r\n\r\n${body.join("\r\n")}\r\n`;
}

/** Text of a header: as it is if it is plain, else in encoded words of at most 75 characters. */
function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && text.length <= 68 && !text.includes("=?")) return text;
  const words: string[] = [];
  let part = "";
  for (const character of text) {
    if (encodeBase64(part + character).length > 60) {
      words.push(part);
      part = "";
    }
    part += character;
  }
  return [...words, part].map((word) => `=?utf-8?B?${encodeBase64(word)}?=`).join("\r\n ");
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const microsPerDay = 86_400_000_000n;

function formatMailDate(at: string): string {
  const micros = toMicros(at);
  const [, year, month, day, time] =
    /^(\d+)-(\d\d)-(\d\d)[ T](\d\d:\d\d:\d\d)/.exec(formatTimestamp(micros)) ?? [];
  if (year === undefined)
    throw new DxError("DX_QUALITY_ADDRESS", `no mail can be of ${at}`, { path: ["at"] });
  const week = 7n * microsPerDay;
  const inWeek = (((micros + 4n * microsPerDay) % week) + week) % week;
  const weekday = days[Number(inWeek / microsPerDay)];
  return `${weekday}, ${day} ${months[Number(month) - 1]} ${year} ${time} +0000`;
}

/** What stands before the `@` of an id: letters and digits only, different for different keys. */
function idOf(key: string): string {
  const hex = encodeBase64(key).replaceAll(/[^A-Za-z0-9]/g, (sign) => `-${sign.charCodeAt(0)}`);
  return hex.length <= 200 ? hex : `${hex.slice(0, 150)}-${hashOf(key)}`;
}

function hashOf(text: string): string {
  let [one, other] = [0x81_1c_9d_c5, 0];
  for (let at = 0; at < text.length; at += 1) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01_00_01_93);
    other = (Math.imul(other, 31) + text.charCodeAt(at)) | 0;
  }
  return `${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}`;
}
