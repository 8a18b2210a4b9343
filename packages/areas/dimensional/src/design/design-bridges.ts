import { DxError } from "@dx/core";
import type { Bridge, Decision, Dimension, FactTable } from "../model.ts";
import type {
  DesignReference,
  DesignRequirements,
  DesignSource,
  DesignTable,
} from "./design-input.ts";
import { meansTable, unknownName } from "./find-table.ts";
import { isNumber } from "./kinds.ts";
import { baseName, looksLikeAudit, plainName } from "./names.ts";

/** A table that links groups to members, several to several. */
export interface Link {
  /** The table. */
  readonly table: DesignTable;
  /** How it names groups: facts, or members of a dimension that facts refer to. */
  readonly group: DesignReference;
  /** How it names members. */
  readonly member: DesignReference;
  /** Its column of shares, if it has one. */
  readonly weight: string | null;
  /** Why it is one. */
  readonly by: Decision["by"];
}

/**
 * Finds link tables among those that look like facts: their key is two references, there is nothing else in them but a share, another fact is or
 * names the one side, and does not name the other. People may name others, or none.
 */
export function findLinks(
  { tables, references }: DesignSource,
  facts: readonly DesignTable[],
  requirements: DesignRequirements,
): readonly Link[] {
  const { bridges } = requirements;
  if (bridges === false) return [];
  for (const name of Object.keys(bridges ?? {}))
    if (!tables.some((one) => meansTable(name, one.name)))
      throw unknownName(
        name,
        tables.map((one) => one.name),
        "bridges",
      );
  const asked = (table: DesignTable): string | null | undefined =>
    Object.entries(bridges ?? {}).find(([name]) => meansTable(name, table.name))?.[1];
  const mayBe =
    bridges === undefined
      ? requirements.facts === undefined
        ? facts
        : []
      : tables.filter((one) => asked(one) !== undefined);
  const sidesOf = (table: DesignTable): readonly DesignReference[] =>
    references.filter(({ child, parent }) => child === table.name && parent !== table.name);
  const links = new Set(mayBe.filter((one) => isLink(one, sidesOf(one))).map(({ name }) => name));
  return mayBe.flatMap((table): readonly Link[] => {
    const isAsked = bridges !== undefined;
    const others = facts.filter(({ name }) => name !== table.name && !links.has(name));
    const sides = isAsked || links.has(table.name) ? sidesOf(table) : [];
    const found = bestPair(sides, others, references);
    if (found !== undefined)
      return [
        {
          table,
          group: found.group,
          member: found.member,
          weight: asked(table) ?? (isAsked ? null : weightOf(table, sides)),
          by: isAsked ? "person" : "data",
        },
      ];
    if (!isAsked) return [];
    throw new DxError("DX_DIMENSIONAL_DESIGN", `${table.name} can be no bridge`, {
      path: ["bridges", table.name],
      hint: "a bridge refers to a fact, or to what a fact refers to, and to a table that this fact does not name",
    });
  });
}

/** The side that most facts are or name, and the other one, which these do not name; not one that is a fact. */
function bestPair(
  sides: readonly DesignReference[],
  facts: readonly DesignTable[],
  references: readonly DesignReference[],
): Pick<Link, "group" | "member"> | undefined {
  const names = (fact: DesignTable, parent: string): boolean =>
    fact.name === parent ||
    references.some((one) => one.child === fact.name && one.parent === parent);
  const usersOf = ({ group, member }: Pick<Link, "group" | "member">): number =>
    facts.filter((fact) => names(fact, group.parent) && !names(fact, member.parent)).length;
  return sides
    .flatMap((group) => sides.filter((one) => one !== group).map((member) => ({ group, member })))
    .filter((pair) => usersOf(pair) > 0 && !facts.some(({ name }) => name === pair.member.parent))
    .toSorted((a, b) => usersOf(b) - usersOf(a))[0];
}

/** Whether a table relates two others and says nothing of its own. */
function isLink(table: DesignTable, sides: readonly DesignReference[]): boolean {
  const own = sides.flatMap(({ childColumns }) => childColumns);
  const weight = weightOf(table, sides);
  const others = table.columns.filter(
    ({ name }) => !own.includes(name) && name !== weight && !looksLikeAudit(name),
  );
  const isKey = table.keys.some(
    ({ columns }) => columns.length === own.length && columns.every((one) => own.includes(one)),
  );
  return (
    sides.length === 2 &&
    new Set(sides.map(({ parent }) => parent)).size === 2 &&
    isKey &&
    others.length === 0
  );
}

function weightOf({ columns }: DesignTable, sides: readonly DesignReference[]): string | null {
  const own = new Set(sides.flatMap(({ childColumns }) => childColumns));
  const found = columns.find(
    ({ name, type }) =>
      isNumber(type) &&
      !own.has(name) &&
      /(^|_)(weight|share|percent|percentage|pct|ratio|allocation|portion|fraction|split)(_|$)/.test(
        plainName(name),
      ),
  );
  return found?.name ?? null;
}

/** A bridge, or why there is none. */
export interface DesignedBridge {
  /** The bridge. */
  readonly bridge: Bridge | null;
  /** Why. */
  readonly decisions: readonly Decision[];
}

/** What there is beside a bridge. */
interface Beside {
  readonly facts: readonly FactTable[];
  readonly dimensions: readonly Dimension[];
  /** That of the members. */
  readonly member: Dimension;
}

/** A bridge of a link, or why there is none. */
export function designBridge(link: Link, beside: Beside): DesignedBridge {
  const { table, group, member, weight } = link;
  const fact = beside.facts.find(({ source }) => source === group.parent);
  const through = fact === undefined ? throughOf(group, beside.dimensions) : undefined;
  const columns =
    fact === undefined ? through?.businessKey : [...fact.grain.key, ...fact.degenerate];
  const named = group.parentColumns.flatMap(
    (one) => columns?.filter(({ source }) => source === one) ?? [],
  );
  const versioned = [beside.member, through].find((one) => one?.scdType === 2);
  const why =
    versioned === undefined
      ? `no fact has ${group.parentColumns.join(", ")} of ${group.parent}`
      : `${versioned.name} is of type 2: a bridge would have to say since when`;
  if (named.length < group.parentColumns.length || versioned !== undefined)
    return {
      bridge: null,
      decisions: [
        { subject: table.name, about: "left out", decision: "no bridge", by: "data", reason: why },
      ],
    };
  const bridge: Bridge = {
    name: `brg_${baseName(table.name)}`,
    source: table.name,
    group: group.childColumns.map((source, at) => ({
      name: named[at]?.name ?? source,
      source,
      type: table.columns.find(({ name }) => name === source)?.type ?? { kind: "text" },
    })),
    ...(through === undefined ? {} : { through: through.name }),
    dimension: beside.member.name,
    member: member.childColumns,
    ...(weight === null ? {} : { weight }),
  };
  return { bridge, decisions: explain(link, bridge.name) };
}

/** The dimension whose members are the groups. */
function throughOf(
  { parent, parentColumns }: DesignReference,
  dimensions: readonly Dimension[],
): Dimension | undefined {
  return dimensions.find(
    ({ source, kind, businessKey }) =>
      kind !== "junk" &&
      source === parent &&
      businessKey.map((one) => one.source).join() === parentColumns.join(),
  );
}

function explain({ table, group, member, weight, by }: Link, subject: string): readonly Decision[] {
  const share = weight === null ? "" : " and a share";
  return [
    {
      subject,
      about: "bridge",
      decision: `several of ${member.parent} for each of ${group.parent}, by ${table.name}`,
      by,
      reason:
        by === "person"
          ? "the inputs say so"
          : `${table.name} has nothing but references to both${share}: joined to facts, it would count them several times`,
    },
    {
      subject,
      about: "weight",
      decision: weight ?? "the same for each member of a group",
      by: by === "person" ? "person" : "names",
      reason:
        by === "person"
          ? "the inputs say so"
          : weight === null
            ? "nothing says how much each has"
            : "by its name it is a share",
    },
  ];
}
