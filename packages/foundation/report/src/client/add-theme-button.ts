const key = "dx-report-theme";

/** Storage may be missing, forbidden or full; then the choice lasts as long as the page. */
function remember(theme: string): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // nothing is lost but the choice
  }
}

function recall(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Lets the reader change between light and dark. */
export function addThemeButton(): void {
  const button = document.querySelector<HTMLButtonElement>("button.theme");
  if (button === null) return;
  const root = document.documentElement;
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  const isDark = (): boolean =>
    root.dataset["theme"] === undefined ? prefers.matches : root.dataset["theme"] === "dark";
  const show = (): void => button.setAttribute("aria-pressed", String(isDark()));
  const saved = recall();
  if (saved === "dark" || saved === "light") root.dataset["theme"] = saved;
  button.hidden = false;
  show();
  prefers.addEventListener("change", show);
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    root.dataset["theme"] = theme;
    remember(theme);
    show();
  });
}
