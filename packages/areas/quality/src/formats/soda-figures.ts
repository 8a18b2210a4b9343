/** Soda's words for figures of a column that dx measures too. */
export const sodaMeasures: Readonly<Record<string, "mean" | "sum" | "min" | "max" | "stddev">> = {
  avg: "mean",
  sum: "sum",
  min: "min",
  max: "max",
  stddev: "stddev",
  stddev_samp: "stddev",
};

/** Soda's words for figures that dx asks as aggregates in SQL. */
export const sodaExpressions: Readonly<Record<string, (column: string) => string>> = {
  avg_length: (column) => `avg(length(${column}))`,
  min_length: (column) => `min(length(${column}))`,
  max_length: (column) => `max(length(${column}))`,
  stddev_pop: (column) => `stddev_pop(${column})`,
  variance: (column) => `var_samp(${column})`,
  var_samp: (column) => `var_samp(${column})`,
  var_pop: (column) => `var_pop(${column})`,
};
