import type { StarExpression } from "./expression.ts";
import type { SelectQuery } from "./query.ts";

/** A `select` of nothing. */
export const emptySelect: SelectQuery = {
  kind: "select",
  with: null,
  items: [],
  from: [],
  where: null,
  groupBy: [],
  groupByAll: false,
  having: null,
  qualify: null,
  distinct: false,
  distinctOn: [],
  orderBy: [],
  limited: false,
  into: null,
};

/** `*` of all tables. */
export const emptyStar: Omit<StarExpression, "kind"> = {
  qualifier: [],
  except: [],
  replace: [],
  rename: [],
  pattern: null,
  isGuess: false,
  span: null,
};
