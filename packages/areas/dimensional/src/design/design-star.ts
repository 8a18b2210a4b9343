import { DxError } from "@dx/core";
import { checkModel } from "../check-model.ts";
import type { Decision, Dimension, DimensionalModel, FactTable } from "../model.ts";
import { bestKeys } from "./best-keys.ts";
import { checkRequirements } from "./check-requirements.ts";
import { circleOf } from "./circle-of.ts";
import { classifyTables } from "./classify-tables.ts";
import { designBridge, findLinks, type DesignedBridge, type Link } from "./design-bridges.ts";
import { designDate } from "./design-date.ts";
import { designHeaders } from "./design-headers.ts";
import { designTime } from "./design-time.ts";
import { designDimension, type DesignedIn } from "./design-dimension.ts";
import { designFact, type Chosen } from "./design-fact.ts";
import type {
  DesignReference,
  DesignRequirements,
  DesignSource,
  DesignTable,
} from "./design-input.ts";
import { impliedReferences } from "./implied-references.ts";
import { findTable, meansTable } from "./find-table.ts";

/**
 * Designs a star: facts and their grain, the dimensions that they refer to in their roles, measures, a calendar, each decision with its
 * reason. What people ask for counts more than what is found. Whether a measure may be summed is said by `requirements`, else
 * `unknown`; `refuteAdditivity` lets data speak. The model is plain JSON: any decision can be changed in it.
 * @throws DxError `DX_DIMENSIONAL_DESIGN` if there is no fact, or one whose rows nothing tells apart; `DX_DIMENSIONAL_NAME` for a
 * name in the requirements that means nothing; `DX_DIMENSIONAL_DATE` if nothing says which days there are; what `checkModel` finds
 * @example
 * ```ts
 * import { designStar } from "@dx/dimensional";
 * const text = { kind: "text" } as const;
 * const int64 = { kind: "int64" } as const;
 * const model = designStar(
 *   {
 *     tables: [
 *       { name: "flights", keys: [{ columns: ["id"], by: "data" }], columns: [{ name: "id", type: int64 }, { name: "origin", type: text }, { name: "delay", type: int64 }] },
 *       { name: "airports", keys: [{ columns: ["iata"], by: "data" }], columns: [{ name: "iata", type: text }, { name: "city", type: text }] },
 *     ],
 *     references: [{ child: "flights", childColumns: ["origin"], parent: "airports", parentColumns: ["iata"], by: "person", reason: "the inputs say so" }],
 *   },
 *   { process: "flights" },
 * );
 * if (model.facts[0]?.keys[0]?.column !== "origin_key" || model.facts[0].measures[0]?.name !== "delay") throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 2, four-step dimensional design process
 */
export function designStar(
  described: DesignSource,
  requirements: DesignRequirements,
): DimensionalModel {
  const given = bestKeys(described);
  const { facts: found, decisions: classified } = classifyTables(given, requirements);
  const links = findLinks(given, found, requirements);
  const isLink = (name: string): boolean => links.some(({ table }) => table.name === name);
  const tables = found.filter(({ name }) => !isLink(name));
  if (tables.length === 0) throw noFact(given);
  checkRequirements(given, requirements);
  const names = tables.map(({ name }) => name);
  const source: DesignSource = {
    tables: given.tables,
    references: [...given.references, ...impliedReferences(given.references, names)],
  };
  const dimensions: Designed = new Map();
  const within = { requirements, source, facts: names };
  const designed = tables.map((table) => factOf(table, dimensions, within));
  const facts = designed.map(({ made }) => made);
  const headed = designHeaders(given, {
    facts: facts.map(({ fact }) => fact),
    versioned: versionedOf(dimensions),
    requirements,
  });
  const whole = headed.map(({ fact }) => fact);
  const bridges = links.map((link) => bridgeOf(link, dimensions, { ...within, made: whole }));
  const made = bridges.flatMap(({ bridge }) => (bridge === null ? [] : [bridge]));
  const all = [...dimensions.values()];
  const date = designDate(source, { facts: whole, requirements });
  const { time, decisions: aboutTime } = designTime(source, { facts: whole, requirements });
  const model: DimensionalModel = {
    name: requirements.process,
    facts: whole,
    dimensions: [
      ...all.map(({ dimension }) => dimension),
      ...facts.flatMap(({ junk }) => (junk === null ? [] : [junk])),
    ],
    date: date.date,
    ...(time === undefined ? {} : { time }),
    ...(made.length === 0 ? {} : { bridges: made }),
    decisions: [
      ...classified.filter(({ subject }) => !isLink(subject)),
      ...[...facts, ...headed].flatMap(({ decisions }) => decisions),
      ...all.flatMap(({ decisions }) => decisions),
      ...bridges.flatMap(({ decisions }) => decisions),
      ...date.decisions,
      ...aboutTime,
      ...designed.flatMap(({ leftOut }) => leftOut),
      ...unused(source, [
        ...names,
        ...links.map(({ table }) => table.name),
        ...all.map(({ dimension }) => dimension.source),
        ...all.flatMap(({ dimension: { outer = [] } }) => outer.map((one) => one.source)),
      ]),
    ],
  };
  return checkModel(model);
}

/** That there is no fact; where tables refer to each other in a circle, that is why. */
function noFact({ references }: DesignSource): DxError {
  const circle = circleOf(references);
  return circle === null
    ? new DxError("DX_DIMENSIONAL_DESIGN", "no table can be a fact", {
        path: ["facts"],
        hint: "a fact refers to other tables and has numbers or dates: give the references, or name the fact's table",
      })
    : new DxError(
        "DX_DIMENSIONAL_DESIGN",
        `no table can be a fact: ${circle.join(" refers to ")}, so each describes the other`,
        { path: ["facts"], hint: `name the facts: ${circle.slice(1).join(", ")}, or some of them` },
      );
}

type Designed = Map<
  string,
  { readonly dimension: Dimension; readonly decisions: readonly Decision[] }
>;

/** The fact of a table, and which of its references lead to no dimension. */
function factOf(
  table: DesignTable,
  dimensions: Designed,
  within: DesignedIn,
): { readonly made: ReturnType<typeof designFact>; readonly leftOut: readonly Decision[] } {
  const chosen: Chosen[] = [];
  const kept: string[] = [];
  const leftOut: Decision[] = [];
  for (const reference of within.source.references.filter(({ child }) => child === table.name)) {
    const why = whyNot(reference, within);
    if (why === null) {
      chosen.push({ reference, dimension: dimensionOf(reference, dimensions, within) });
      continue;
    }
    kept.push(...reference.childColumns);
    leftOut.push({
      subject: `${reference.child}.${reference.childColumns.join(", ")}`,
      about: "left out",
      decision: `no reference to ${reference.parent}`,
      ...why,
    });
  }
  return { made: designFact(table, { chosen, kept }, within.requirements), leftOut };
}

/** The names of dimensions of type 2. */
function versionedOf(designed: Designed): ReadonlySet<string> {
  const all = [...designed.values()].filter(({ dimension }) => dimension.scdType === 2);
  return new Set(all.map(({ dimension }) => dimension.name));
}

/** The dimension that a reference leads to, designed once. */
function dimensionOf(
  reference: DesignReference,
  designed: Designed,
  within: DesignedIn,
): Dimension {
  const parent = findTable(within.source.tables, reference.parent, "references");
  const id = `${parent.name}(${reference.parentColumns.join(", ")})`;
  const made = designed.get(id) ?? designDimension(parent, reference, within);
  designed.set(id, made);
  return made.dimension;
}

/** The bridge of a link; a dimension of its own stays only if there is one. */
function bridgeOf(
  link: Link,
  designed: Designed,
  within: DesignedIn & { readonly made: readonly FactTable[] },
): DesignedBridge {
  const why = whyNot(link.member, within);
  if (why !== null)
    return {
      bridge: null,
      decisions: [{ subject: link.table.name, about: "left out", decision: "no bridge", ...why }],
    };
  const before = new Set(designed.keys());
  const dimensions = [...designed.values()].map(({ dimension }) => dimension);
  const member = dimensionOf(link.member, designed, within);
  const found = designBridge(link, { facts: within.made, dimensions, member });
  for (const id of found.bridge === null ? designed.keys() : [])
    if (!before.has(id)) designed.delete(id);
  return found;
}

function whyNot(
  { parent, child }: DesignReference,
  {
    requirements,
    facts,
  }: { readonly requirements: DesignRequirements; readonly facts: readonly string[] },
): Pick<Decision, "by" | "reason"> | null {
  if (parent === child)
    return { by: "data", reason: "a fact that refers to itself: the reference is kept as it is" };
  if (facts.includes(parent))
    return { by: "data", reason: `${parent} is a fact itself: its number is kept, to count by` };
  const { dimensions = [] } = requirements;
  if (dimensions.length === 0 || dimensions.some((one) => meansTable(one, parent))) return null;
  return { by: "person", reason: "the inputs do not name this dimension" };
}

function unused({ tables }: DesignSource, used: readonly string[]): readonly Decision[] {
  return tables
    .filter(({ name }) => !used.includes(name))
    .map(({ name }) => ({
      subject: name,
      about: "left out",
      decision: "not in the star",
      by: "data",
      reason: "it is no fact, and no fact refers to it",
    }));
}
