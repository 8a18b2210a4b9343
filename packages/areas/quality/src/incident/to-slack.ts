import type { Alert } from "./alert.ts";
import { clip } from "./clip.ts";

/** Text of a block. */
export interface SlackText {
  /** Whether it is shown as it is, or formatted. */
  readonly type: "plain_text" | "mrkdwn";
  /** The text. */
  readonly text: string;
}

/** A title. */
export interface SlackHeader {
  /** Tells it from other blocks. */
  readonly type: "header";
  /** Plain text of at most 150 characters. */
  readonly text: SlackText;
}

/** A paragraph. */
export interface SlackSection {
  /** Tells it from other blocks. */
  readonly type: "section";
  /** Of at most 3000 characters. */
  readonly text: SlackText;
}

/** Short texts in two columns. */
export interface SlackFields {
  /** Tells it from other blocks. */
  readonly type: "section";
  /** At most ten, each of at most 2000 characters. */
  readonly fields: readonly SlackText[];
}

/** Small print. */
export interface SlackContext {
  /** Tells it from other blocks. */
  readonly type: "context";
  /** At most ten. */
  readonly elements: readonly SlackText[];
}

/** A button that opens a page. */
export interface SlackButton {
  /** Tells it from other elements. */
  readonly type: "button";
  /** What is on it. */
  readonly text: SlackText;
  /** The page. */
  readonly url: string;
}

/** Buttons. */
export interface SlackActions {
  /** Tells it from other blocks. */
  readonly type: "actions";
  /** At most twenty-five. */
  readonly elements: readonly SlackButton[];
}

/** The blocks that alerts use. */
export type SlackBlock = SlackHeader | SlackSection | SlackFields | SlackContext | SlackActions;

/** What is posted to an incoming webhook, or to `chat.postMessage` with its channel. */
export interface SlackMessage {
  /** What notifications show. */
  readonly text: string;
  /** The message. */
  readonly blocks: readonly SlackBlock[];
}

/**
 * An alert in Slack's Block Kit, within its limits; what comes from data is escaped, so that nothing in it is taken for a mention or a link.
 * @see Slack, "Reference: blocks"; "Formatting text for app surfaces"
 */
export function toSlack({ title, severity, at, facts, sql, link }: Alert): SlackMessage {
  const fields = facts.slice(0, 10).map(([name, value]): SlackText => ({
    type: "mrkdwn",
    text: `*${escapeSlack(clip(name, 100))}*\n${escapeSlack(clip(value, 300))}`,
  }));
  const code = escapeSlack(clip(sql, 1000, false)).replaceAll("```", "ˋˋˋ");
  return {
    text: escapeSlack(clip(title, 300)),
    blocks: [
      { type: "header", text: { type: "plain_text", text: clip(title, 150) } },
      ...(fields.length === 0 ? [] : [{ type: "section", fields } as const]),
      ...(sql === ""
        ? []
        : [{ type: "section", text: { type: "mrkdwn", text: `\`\`\`${code}\`\`\`` } } as const]),
      ...(link === undefined
        ? []
        : [
            {
              type: "actions",
              elements: [
                { type: "button", text: { type: "plain_text", text: "Runbook" }, url: link },
              ],
            } as const,
          ]),
      { type: "context", elements: [{ type: "mrkdwn", text: escapeSlack(`${severity} · ${at}`) }] },
    ],
  };
}

function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
