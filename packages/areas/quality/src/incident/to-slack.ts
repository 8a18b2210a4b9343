import type { Alert } from "./alert.ts";
import { clip } from "./clip.ts";

/** Text of a block. */
export interface SlackText {
  readonly type: "plain_text" | "mrkdwn";
  readonly text: string;
}

/** The blocks that alerts use. */
export type SlackBlock =
  | { readonly type: "header"; readonly text: SlackText }
  | { readonly type: "section"; readonly text: SlackText }
  | { readonly type: "section"; readonly fields: readonly SlackText[] }
  | { readonly type: "context"; readonly elements: readonly SlackText[] }
  | {
      readonly type: "actions";
      readonly elements: readonly {
        readonly type: "button";
        readonly text: SlackText;
        readonly url: string;
      }[];
    };

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
