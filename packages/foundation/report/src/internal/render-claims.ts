import { escapeMarkup } from "@dx/core";
import type { ClaimsBlock } from "../report.ts";
import { viewClaim, type ClaimView } from "./claim-view.ts";
import { element, textElement } from "./html.ts";
import type { Page } from "./page.ts";
import { renderCounterexample } from "./render-counterexample.ts";

/** In the order shown. */
const verdicts = ["fails", "unknown", "holds"] as const;
const words = { fails: "Fails", unknown: "Unknown", holds: "Holds" } as const;
const groups = [
  ["result", "About the result"],
  ["source", "About the source"],
] as const;

/** Shorter queries are repeated where several claims ask them. */
const shortQuery = 120;

/** Claims in groups, what asks for attention first, with a filter for the page's script. */
export function renderClaims({ claims }: ClaimsBlock, page: Page): string {
  if (claims.length === 0) return textElement("p", { class: "more" }, "no claims");
  const views = claims.map(viewClaim);
  const shared = shareQueries(views, page);
  const filled = groups.filter(([about]) => views.some((view) => view.about === about));
  const level = page.below();
  const lists = filled.map(([about, heading]) => {
    const members = verdicts.flatMap((verdict) =>
      views.filter((view) => view.about === about && view.verdict === verdict),
    );
    const items = members.map((view) => renderClaim(view, shared, page));
    const list = element("ul", { class: "list", role: "list" }, items);
    const isPlain = filled.length === 1 && about === "result";
    return isPlain ? list : element("div", {}, [textElement(`h${level}`, {}, heading), list]);
  });
  return element("div", { class: "claims" }, [
    renderFilter(views),
    ...lists,
    renderShared([...shared.values()]),
  ]);
}

function renderFilter(views: readonly ClaimView[]): string {
  const filled = verdicts.filter((one) => views.some(({ verdict }) => verdict === one));
  const buttons = filled.map((one) => {
    const { length } = views.filter(({ verdict }) => verdict === one);
    return button(one, words[one], length);
  });
  return element("div", { class: "filter", hidden: true }, [
    element("div", { role: "group", "aria-label": "Show claims by verdict" }, [
      button("", "All", views.length),
      ...buttons,
    ]),
    '<input type="search" aria-label="Search claims" placeholder="Search claims" spellcheck="false" autocomplete="off">',
    '<p role="status" aria-live="polite"></p>',
  ]);
}

function renderClaim(
  view: ClaimView,
  shared: ReadonlyMap<string, SharedQuery>,
  page: Page,
): string {
  const { id, statement, verdict, remarks, counterexample } = view;
  return element("li", { id: page.id("claim", id), "data-v": verdict }, [
    textElement("p", { class: "v" }, words[verdict]),
    element("div", {}, [
      textElement("p", { class: "s" }, statement),
      ...remarks.map((remark) => textElement("p", { class: "r" }, remark)),
      counterexample === undefined ? "" : renderCounterexample(counterexample),
      renderMeans(view, shared),
    ]),
  ]);
}

function renderMeans(
  { id, means, terms, queries }: ClaimView,
  shared: ReadonlyMap<string, SharedQuery>,
): string {
  const facts = terms.map(
    ([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`,
  );
  const asked = queries.map(([name, sql]) => {
    const query = shared.get(sql);
    if (query === undefined)
      return `<dt>${escapeMarkup(name)}</dt><dd><pre>${codeMarkup(sql)}</pre></dd>`;
    const link = textElement("a", { href: `#${query.id}` }, `query ${query.number}`);
    return `<dt>${escapeMarkup(name)}</dt><dd>${link}</dd>`;
  });
  const short = means.map((one) => ` · ${escapeMarkup(one)}`);
  return `<details><summary><code>${escapeMarkup(id)}</code>${short.join("")}</summary><dl>${facts.join("")}${asked.join("")}</dl></details>`;
}

function button(value: string, word: string, count: number): string {
  return element("button", { type: "button", value, "aria-pressed": String(value === "") }, [
    `${word} <b>${count}</b>`,
  ]);
}

/** A query that several claims ask, written once. */
interface SharedQuery {
  readonly sql: string;
  readonly id: string;
  readonly number: number;
  readonly uses: number;
}

function shareQueries(views: readonly ClaimView[], page: Page): ReadonlyMap<string, SharedQuery> {
  const uses = new Map<string, number>();
  for (const { queries } of views)
    for (const [, sql] of queries) uses.set(sql, (uses.get(sql) ?? 0) + 1);
  const several = [...uses].filter(([sql, count]) => count > 1 && sql.length > shortQuery);
  return new Map(
    several.map(([sql, count], index) => {
      const number = index + 1;
      return [sql, { sql, id: page.id("query", String(number)), number, uses: count }];
    }),
  );
}

function renderShared(queries: readonly SharedQuery[]): string {
  if (queries.length === 0) return "";
  const items = queries.map(({ sql, id, number, uses }) =>
    element("div", { id }, [
      `<p class="label">Query ${number}, asked ${uses} times</p><pre>${codeMarkup(sql)}</pre>`,
    ]),
  );
  return `<details class="box"><summary>Queries that several checks ask (${queries.length})</summary>${items.join("")}</details>`;
}

/** HTML drops a line break at the beginning of preformatted text. */
export function codeMarkup(code: string): string {
  return `${code.startsWith("\n") ? "\n" : ""}${escapeMarkup(code)}`;
}
