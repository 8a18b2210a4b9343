import { DxError, type Finding, type TableSchema } from "@dx/core";
import { inquire, together, type Inquiry, type Query } from "@dx/sql";
import { askDimension } from "./ask-dimension.ts";
import { askFact } from "./ask-fact.ts";
import { askRepeatedKeys } from "./ask-repeated-keys.ts";
import { codeOf } from "./finding-of.ts";
import { lintRules } from "./lint-rules.ts";
import { readStar, type LintReference } from "./read-star.ts";

/** How a star is looked at. */
export interface LintModelOptions {
  /** References that no table declares, as `foreignKeys` finds them. */
  readonly references?: readonly LintReference[];
  /** How many dimensions a fact may refer to; 20 without it. */
  readonly mostDimensions?: number;
}

/**
 * Looks at a star that is there for breaches of the ten rules of {@link lintRules}; those that make answers wrong first.
 *
 * What is a fact, a dimension or a calendar is told by names (`fct_`, `dim_`, `date`), else by references: what others refer to is a
 * dimension, what refers to others and has numbers, or refers to two, a fact. Tables that are neither are left alone, and so are those called
 * bridges. The same reference in two roles is two. `count` is of rows: without a value, of keys that come twice, else of all.
 * A rule that goes by how values are spread (`text-in-fact`, `measure-in-dimension`) says nothing below ten rows.
 * @throws DxError `DX_DIMENSIONAL_OPTIONS` if `mostDimensions` is no whole number from 1
 * @example
 * ```ts
 * import { lintModel } from "@dx/dimensional";
 * if (lintModel([]).name !== "lintModel") throw new Error();
 * // with a database: await db.run(lintModel([await db.describe("fct_sale"), await db.describe("dim_shop")]))
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 2
 */
export function lintModel(
  tables: readonly TableSchema[],
  { references = [], mostDimensions = 20 }: LintModelOptions = {},
): Inquiry<readonly Finding[]> {
  if (!Number.isInteger(mostDimensions) || mostDimensions < 1)
    throw new DxError("DX_DIMENSIONAL_OPTIONS", `mostDimensions is ${mostDimensions}`, {
      path: ["mostDimensions"],
      hint: "give a whole number from 1",
    });
  const star = readStar(tables, references);
  const facts = star.filter(({ role }) => role === "fact");
  const asked: readonly Query<readonly Finding[]>[] = [
    ...facts.map((fact) => askFact(fact, star, mostDimensions)),
    ...star
      .filter(({ role }) => role === "dimension")
      .map((dimension) => askDimension(dimension, star)),
    ...askRepeatedKeys(facts),
  ];
  const order = lintRules.map(({ id }) => codeOf(id));
  return inquire("lintModel", function* () {
    const found = yield* together("lintModel", asked, (answers) => answers.flat());
    return found.toSorted(
      (a, b) => order.indexOf(a.code) - order.indexOf(b.code) || (a.subject < b.subject ? -1 : 1),
    );
  });
}
