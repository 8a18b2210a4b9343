export { timeline } from "./timeline.ts";
export { bars } from "./bars.ts";
export { lines } from "./lines.ts";
export { diagram } from "./diagram.ts";
export { chartStyle } from "./internal/colours.ts";
export { formatNumber } from "./format-number.ts";

export type { Chart, ChartOptions } from "./chart.ts";
export type { TimelineLane, TimelineSpan } from "./timeline.ts";
export type { BarItem, BarsOptions } from "./bars.ts";
export type { LinePoint, LineSeries, LinesOptions } from "./lines.ts";
export type { DiagramEdge, DiagramField, DiagramGraph, DiagramNode } from "./diagram.ts";
