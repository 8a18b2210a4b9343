import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  alertOf,
  openIncident,
  runbook,
  toEmail,
  toPagerDuty,
  toSlack,
  type Alert,
  type Check,
  type CheckResult,
  type SlackMessage,
} from "../src/index.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 400 }),
  fc.constantFrom(
    "<!channel> & `x`",
    "a\r\nBcc: x@y.z",
    "ü".repeat(900),
    "```",
    "=?utf-8?B?eA==?=",
  ),
);
const anyAlert: fc.Arbitrary<Alert> = fc.record({
  title: text,
  key: text,
  action: fc.constantFrom("opened", "escalated", "acknowledged", "resolved"),
  severity: fc.constantFrom("low", "high", "critical"),
  at: fc.constant("2026-11-24T11:12:51Z"),
  table: text,
  facts: fc.array(fc.tuple(text, text), { maxLength: 14 }),
  sql: text,
  link: fc.constant("https://example.org/r"),
});

/** What Slack's reference of blocks allows. */
function slackFaults({ text: shown, blocks }: SlackMessage): readonly string[] {
  const faults = blocks.flatMap((block): readonly string[] => {
    if (block.type === "header") return block.text.text.length > 150 ? ["header"] : [];
    if (block.type === "context") return block.elements.length > 10 ? ["context"] : [];
    if (block.type === "actions") return block.elements.length > 25 ? ["actions"] : [];
    if ("text" in block) return block.text.text.length > 3000 ? ["section"] : [];
    return block.fields.length > 10 ||
      block.fields.some((field) => field.text.length > 2000 || field.text.length === 0)
      ? ["fields"]
      : [];
  });
  const mrkdwn = JSON.stringify(blocks.slice(1)) + shown;
  return [
    ...faults,
    ...(blocks.length > 50 ? ["blocks"] : []),
    ...(/<[!@#]/.test(mrkdwn) ? ["a mention"] : []),
  ];
}

test("messages stay within Slack's limits, and data never mention anybody", () => {
  fc.assert(
    fc.property(anyAlert, (alert) => {
      expect(slackFaults(toSlack(alert))).toEqual([]);
    }),
    budget(40, 120),
  );
});

test("events are PagerDuty's, one key for an incident, and only triggers say more", () => {
  fc.assert(
    fc.property(anyAlert, (alert) => {
      const {
        event_action: action,
        dedup_key: key,
        payload,
      } = toPagerDuty(alert, { routingKey: "R" });
      expect(key.length).toBeLessThanOrEqual(255);
      expect(payload === undefined).toBe(action !== "trigger");
      if (payload === undefined) return;
      expect(payload.summary.length).toBeLessThanOrEqual(1024);
      expect(["critical", "error", "warning", "info"]).toContain(payload.severity);
    }),
    budget(40, 120),
  );
});

test("a mail is ASCII in lines that end by CRLF, has each header once, and its text comes back", () => {
  fc.assert(
    fc.property(anyAlert, (alert) => {
      const mail = toEmail(alert, {
        from: "dq@example.org",
        to: ["a@example.org", "b@example.org"],
      });
      const [head = "", ...rest] = mail.split("\r\n\r\n");
      expect(mail).toMatch(/^[\x20-\x7e\r\n]*$/);
      expect(mail.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      expect(Math.max(...mail.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
      const names = head
        .split("\r\n")
        .filter((line) => !line.startsWith(" "))
        .map((line) => line.slice(0, line.indexOf(":")));
      expect(names.filter((name) => !["In-Reply-To", "References"].includes(name))).toEqual([
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Auto-Submitted",
      ]);
      const body = Buffer.from(rest.join("").replaceAll("\r\n", ""), "base64").toString("utf8");
      expect(body.startsWith(alert.title.replaceAll(/[\uD800-\uDFFF]/gu, "�"))).toBe(true);
      expect(head).toContain("Date: Tue, 24 Nov 2026 11:12:51 +0000");
    }),
    budget(40, 120),
  );
});

test("messages of one incident are one thread, and a false address is refused", () => {
  const head = {
    title: "t",
    key: "city@2026",
    severity: "low",
    at: "2026-01-01T00:00:00Z",
    table: "t",
    facts: [],
    sql: "",
  } as const;
  const to = { from: "dq@example.org", to: ["a@example.org"] };
  const [first, second] = [
    toEmail({ ...head, action: "opened" }, to),
    toEmail({ ...head, action: "resolved" }, to),
  ];
  const own = /Message-ID: (<[^>]+>)/.exec(first)?.[1];
  expect(own).toBeDefined();
  expect(second).toContain(`In-Reply-To: ${own}`);
  expect(second).not.toContain(`Message-ID: ${own}`);
  for (const wrong of ["a@b\r\nBcc: c@d", "a b@c", "a@b, c@d", "", "<a@b>"])
    expect(() =>
      toEmail({ ...head, action: "opened" }, { from: "dq@example.org", to: [wrong] }),
    ).toThrow(expect.objectContaining({ code: "DX_QUALITY_ADDRESS" }));
});

const check: Check = {
  id: "keys",
  table: "shop",
  dimension: "uniqueness",
  severity: "error",
  reason: "joins multiply",
  rule: { kind: "unique", columns: ["id"] },
  threshold: { of: "rows", failAbove: 0 },
};
const result: CheckResult = {
  id: "keys",
  outcome: "fail",
  observed: null,
  failed: 20,
  considered: 20,
  rows: 20,
  isVacuous: false,
  how: "scanned",
  sql: "select `x`",
};
const past = (
  at: string,
  more: Partial<CheckResult>,
): { suite: string; at: string; results: readonly CheckResult[] } => ({
  suite: "s",
  at,
  results: [{ ...result, ...more }],
});

test("an alert tells the figures of the last result, and what could not be evaluated says so", () => {
  const incident = openIncident({ check, result }, { at: "2026-01-02T00:00:00Z" });
  expect(alertOf({ incident, check, result })).toMatchObject({
    title: "keys on shop failed",
    action: "opened",
    facts: [
      ["rows that fail", "20"],
      ["rows considered", "20"],
      ["failed so often", "1"],
      ["since", "2026-01-02T00:00:00Z"],
      ["owner", "nobody"],
      ["why it matters", "joins multiply"],
    ],
  });
  const broken = alertOf({
    incident,
    check,
    result: { ...result, outcome: "error", error: "no such table" },
  });
  expect([broken.title, broken.facts[0]]).toEqual([
    "keys on shop could not be evaluated",
    ["could not be evaluated", "no such table"],
  ]);
});

test("a runbook is of the check's own figures and history", () => {
  const book = runbook({
    check,
    result,
    at: "3",
    history: [
      past("1", { outcome: "pass", failed: 0, rows: 10, considered: 10 }),
      past("2", { failed: 5, rows: 10, considered: 10 }),
    ],
  });
  expect(book).toContain("No two rows have the same id.");
  expect(book).toContain("fail: 20 of 20 rows fail (100 %; 0 % may). The table has 20 rows.");
  expect(book).toContain(
    "Of 2 earlier runs, 1 failed or warned. It has done so since 2. It last passed at 1.",
  );
  expect(book).toContain("a load may have come twice");
  expect(book).toContain("Nearly all rows have a twin");
  expect(book).toContain("```sql\nselect `x`\n```");
});

test("a runbook of what could not be evaluated tells nothing about the data", () => {
  const broken = { ...result, outcome: "error", failed: null, error: "no column <id>" } as const;
  const book = runbook({ check, result: broken, at: "1" });
  expect(book).toContain(
    "It could not be evaluated: no column &lt;id&gt;. That says nothing about the data.",
  );
  expect(book).toContain("It is the first run that is known.");
  expect(book).toContain("It has never run");
  expect(book).not.toContain("quarantine");
});
