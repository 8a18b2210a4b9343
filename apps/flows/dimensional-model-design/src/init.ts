import { shortestName, type Database } from "@dx/database";
import { DxError, formatRelation, type Json, type Relation } from "@dx/core";
import {
  baseName,
  designStar,
  type Decision,
  type DesignSource,
  type DimensionalModel,
} from "@dx/dimensional";
import type { InitTools, ProposedInput } from "@dx/runner";
import { letDataSpeak } from "./let-data-speak.ts";
import { describe } from "./tasks/describe-sources.ts";

/**
 * Proposes a complete star for the tables of a database: keys and references that it declares or that its data show, facts,
 * dimensions, measures. Whether measures may be summed stays unknown: that is for people.
 */
export async function init({ databases, table }: InitTools): Promise<readonly ProposedInput[]> {
  const { source } = databases;
  if (source === undefined)
    throw new DxError("DX_FLOW_INIT", "no source is named", {
      hint: "add --db source=env:DATABASE_URL",
    });
  const { model, tables, references } = await proposeStar(source, table);
  const certain = references.every(({ by }) => by === "catalogue");
  return [
    {
      path: ["businessProcess"],
      value: model.name,
      reason: "by the names of the facts",
      certain: false,
    },
    {
      path: ["sourceData", "tables"],
      value: tables.map(({ name }) => ({ name, schema: {} })),
      reason: "all tables of the database",
      certain: true,
    },
    {
      path: ["sourceData", "relationships"],
      value: references.flatMap(({ child, childColumns, parent, parentColumns }) =>
        childColumns.length === 1
          ? [
              {
                from: `${child}.${childColumns.join("")}`,
                to: `${parent}.${parentColumns.join("")}`,
              },
            ]
          : [],
      ),
      reason: certain
        ? "the database declares them"
        : references
            .map(
              ({ child, childColumns, reason }) => `${child}.${childColumns.join(", ")}: ${reason}`,
            )
            .join(" | ") || "none was found",
      certain,
    },
    ...requirements(model),
    {
      path: ["targetWarehouse"],
      value: source.dialect,
      reason: "whose SQL the source takes",
      certain: false,
    },
    {
      path: ["model"],
      value: toJson(model),
      reason:
        "the whole star, with the reason of every decision in it; without it, the fields above are designed by",
      certain: false,
    },
  ];
}

/** A star that is proposed, and what it is of. */
export interface ProposedStar extends DesignSource {
  /** The star. */
  readonly model: DimensionalModel;
}

/**
 * Designs a star of a database's tables; see `init`. Nothing is written.
 * @param table - a schema or a table, if not all are wanted
 */
export async function proposeStar(
  source: Database,
  table: string | undefined,
): Promise<ProposedStar> {
  const names: string[] = [];
  for (const one of chosen(await source.tables(), table))
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    names.push(formatRelation(await shortestName(source, one)));
  const staged = names.map((name) => ({ name, place: name, rowNumber: null, isTable: true }));
  const { tables, references } = await describe(source, staged, async ({ name }) =>
    source.describe(name),
  );
  const designed = designStar({ tables, references }, { process: "star" });
  const process = designed.facts
    .map((fact) => baseName(fact.source).replaceAll("_", " "))
    .join(", ");
  const model = await letDataSpeak({ ...designed, name: process }, source, {});
  return { model, tables, references };
}

/** The tables that are looked at: all, those of a schema, or one. */
function chosen(tables: readonly Relation[], wanted: string | undefined): readonly Relation[] {
  const found = tables.filter(
    (one) =>
      wanted === undefined ||
      [one.name, one.schema, formatRelation(one)].some((name) => name === wanted),
  );
  if (found.length > 0) return found;
  const known = tables.map(formatRelation).slice(0, 20);
  const what =
    wanted === undefined ? "the source has no table" : `there is no table or schema ${wanted}`;
  throw new DxError("DX_FLOW_INIT", what, { hint: `there are ${known.join(", ") || "none"}` });
}

function requirements({
  facts,
  dimensions,
  date,
  time,
  decisions,
}: DimensionalModel): readonly ProposedInput[] {
  const why = (about: string): string =>
    decisions
      .filter((one: Decision) => one.about === about)
      .map(({ subject, decision, reason }) => `${subject}: ${decision}, since ${reason}`)
      .join(" | ");
  const [only, ...others] = facts;
  return [
    {
      path: ["modelingRequirements", "grainLevel"],
      value: others.length === 0 ? (only?.grain.sentence ?? "") : "",
      reason: why("grain"),
      certain: false,
    },
    {
      path: ["modelingRequirements", "dimensions"],
      value: [
        ...dimensions.map(({ name }) => name),
        ...(date === null ? [] : ["date"]),
        ...(time === undefined ? [] : ["time"]),
      ],
      reason: why("dimension"),
      certain: false,
    },
    {
      path: ["modelingRequirements", "measures"],
      value: facts.flatMap(({ source, measures }) =>
        measures.map((one) => `${source}.${one.source}`),
      ),
      reason: "numbers that are no keys; say in `additivity` over what each may be summed",
      certain: false,
    },
    {
      path: ["modelingRequirements", "scdTypes"],
      value: Object.fromEntries(dimensions.map(({ name, scdType }) => [name, scdType])),
      reason: "new values stand; 2 keeps versions",
      certain: false,
    },
  ];
}

function toJson(model: DimensionalModel): Json {
  const json: Json = JSON.parse(JSON.stringify(model));
  return json;
}
