/** Opens what is collapsed while the page is printed. */
export function openForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

/** Opens what a link points into; not every browser does. */
export function openTarget(): void {
  addEventListener("hashchange", open);
  if (location.hash !== "") open();
}

function open(): void {
  const target = document.getElementById(decode(location.hash.slice(1)));
  if (target === null) return;
  let around = target.closest("details");
  while (around !== null) {
    around.open = true;
    around = around.parentElement?.closest("details") ?? null;
  }
  target.scrollIntoView();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
