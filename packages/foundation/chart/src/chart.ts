import type { Display } from "@dx/core";

/** A picture; shows itself in notebooks. Also a block of `@dx/report`. */
export interface Chart extends Display {
  /** Tells it from other values. */
  readonly kind: "chart";
  /** What it shows; drawn above it. */
  readonly title: string;
  /** Says in words what the picture says. */
  readonly description: string;
  /** A complete SVG document, light or dark as the reader prefers. */
  readonly svg: string;
  /** In CSS pixels. */
  readonly width: number;
  /** In CSS pixels. */
  readonly height: number;
}

/** What every chart takes. */
export interface ChartOptions {
  /** What it shows; drawn above it. */
  readonly title: string;
  /** Says in words what the picture says; without it, one is made of the data. */
  readonly description?: string;
  /** In CSS pixels, 320 to 4000; 880 if not given. */
  readonly width?: number;
}
