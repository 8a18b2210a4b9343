/** Lets the reader choose claims by verdict and words; says how many are shown. */
export function addFilter(claims: HTMLElement): void {
  const filter = claims.querySelector<HTMLElement>(".filter");
  const search = filter?.querySelector("input");
  const status = filter?.querySelector('[role="status"]');
  if (filter === null || !search || !status) return;
  const buttons = [...filter.querySelectorAll("button")];
  const items = [...claims.querySelectorAll<HTMLElement>(".list > li")];
  const texts = items.map((item) => item.textContent.toLowerCase());
  let verdict = "";
  const update = (): void => {
    const words = search.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const [index, item] of items.entries()) {
      const text = texts[index] ?? "";
      const isWanted = verdict === "" || item.dataset["v"] === verdict;
      item.hidden = !isWanted || !words.every((word) => text.includes(word));
      if (!item.hidden) shown += 1;
    }
    for (const button of buttons)
      button.setAttribute("aria-pressed", String(button.value === verdict));
    status.textContent = `${shown} of ${items.length} shown`;
  };
  for (const button of buttons)
    button.addEventListener("click", () => {
      verdict = button.value;
      update();
    });
  search.addEventListener("input", update);
  filter.hidden = false;
  update();
}
