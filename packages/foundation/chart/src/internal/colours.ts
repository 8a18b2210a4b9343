/** Names of custom properties, with their values on light and on dark ground. Series colours can be told apart with every common colour blindness. */
const properties = {
  surface: ["#ffffff", "#161b22"],
  ink: ["#1c2128", "#e6edf3"],
  muted: ["#57606a", "#9aa6b2"],
  rule: ["#d5dbe1", "#343c46"],
  panel: ["#f3f5f8", "#1f262e"],
  1: ["#0067a8", "#58b2ea"],
  2: ["#b84a00", "#f29552"],
  3: ["#00755a", "#41c79e"],
  4: ["#97428a", "#e295cc"],
  5: ["#7a6100", "#e0bf4b"],
  6: ["#58636e", "#a9b5c0"],
} as const;

type ColourName = keyof typeof properties;

/** A colour that the surrounding page may set, by `--dx-<name>`. */
export function colour(name: ColourName): string {
  return `var(--dx-${name},${properties[name][0]})`;
}

const series = [1, 2, 3, 4, 5, 6] as const;

/** The colour of the n-th series, from 0, round and round. */
export function seriesColour(index: number): string {
  return colour(series[index % series.length] ?? 1);
}

const dark = Object.entries(properties).map(([name, values]) => `--dx-${name}:${values[1]}`);

/** The style element of every chart; a page that sets the colours itself takes it out. */
export const chartStyle: string = `<style>@media (prefers-color-scheme:dark){:root{${dark.join(";")}}}</style>`;
