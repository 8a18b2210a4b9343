import { relation, type Finding, type Rows } from "@dx/core";
import { identifier, joinSql, query, sql, type Query, type Sql } from "@dx/sql";
import { isDate, isNumber } from "../design/kinds.ts";
import { looksLikeAudit } from "../design/names.ts";
import { countOf } from "../discover/ask-inclusion.ts";
import { findingOf } from "./finding-of.ts";
import type { LintColumn, LintReference, LintTable } from "./read-star.ts";

const leastRows = 10;

/** Asks what speaks against a fact. */
export function askFact(
  fact: LintTable,
  star: readonly LintTable[],
  mostDimensions: number,
): Query<readonly Finding[]> {
  const { name, references, measures } = fact;
  const texts = textsOf(fact);
  const measured = measures.slice(0, 30);
  const parts = [
    sql`count(*) as n_rows`,
    ...references.map((one, at) => sql`${counted(isNull(one))} as ${identifier(`null_${at}`)}`),
    ...references.map(
      (one, at) => sql`${counted(isMissing(one, fact))} as ${identifier(`missing_${at}`)}`,
    ),
    ...measured.flatMap((measure, m) => {
      const empty = sql`${identifier(measure.name)} is null`;
      return [
        sql`${counted(empty)} as ${identifier(`empty_${m}`)}`,
        ...references.map((one, at) => {
          const both = sql`${empty} and (${isMissing(one, fact)})`;
          return sql`${counted(both)} as ${identifier(`both_${m}_${at}`)}`;
        }),
      ];
    }),
    ...texts.flatMap((one, at) => [
      sql`count(${identifier(one.name)}) as ${identifier(`texts_${at}`)}`,
      sql`count(distinct ${identifier(one.name)}) as ${identifier(`distinct_${at}`)}`,
      sql`max(length(${identifier(one.name)})) as ${identifier(`longest_${at}`)}`,
    ]),
  ];
  return query("fact", sql`select ${parts} from ${relation(name)}`, (rows) => {
    const n = (column: string): number => countOf(rows, column);
    return [
      ...nullKeys(fact, n),
      ...mixedGrains(fact, measured, n),
      ...describing(name, texts, n),
      ...shapeOf(fact, star, { rows, mostDimensions }),
    ];
  });
}

type Count = (column: string) => number;

function counted(condition: Sql): Sql {
  return sql`count(case when ${condition} then 1 end)`;
}

function isNull({ childColumns }: LintReference): Sql {
  return joinSql(
    childColumns.map((one) => sql`${identifier(one)} is null`),
    " or ",
  );
}

/** NULL, or the unknown member of a star that has some. */
function isMissing(reference: LintReference, { columns }: LintTable): Sql {
  const numbers = columns.filter(
    (one) => reference.childColumns.includes(one.name) && isNumber(one.type),
  );
  const negative = numbers.map((one) => sql`${identifier(one.name)} < 0`);
  return joinSql([isNull(reference), ...negative], " or ");
}

/** Texts that refer to nothing. */
function textsOf({ columns, references }: LintTable): readonly LintColumn[] {
  const used = new Set(references.flatMap((one) => one.childColumns));
  return columns.filter(
    (one) => one.type.kind === "text" && !used.has(one.name) && !looksLikeAudit(one.name),
  );
}

function nullKeys({ name, references }: LintTable, n: Count): readonly Finding[] {
  return references.flatMap(({ childColumns, parent }, at) => {
    const count = n(`null_${at}`);
    if (count === 0) return [];
    const columns = childColumns.join(", ");
    return [
      findingOf("null-foreign-key", {
        subject: `${name}.${columns}`,
        message: `${columns} of ${name} is NULL in ${count} of ${n("n_rows")} rows: a join with ${parent} loses them. Refer to its unknown member.`,
        count,
        example: { [columns]: null },
      }),
    ];
  });
}

/** A measure that is missing just where a dimension is, in some rows but not in all: those rows are of a coarser grain. */
function mixedGrains(
  { name, references }: LintTable,
  measures: readonly LintColumn[],
  n: Count,
): readonly Finding[] {
  const all = n("n_rows");
  return references.flatMap(({ childColumns }, at) => {
    const missing = n(`missing_${at}`);
    if (missing < 2 || missing > all - 2) return [];
    const ended = measures.filter(
      (_, m) => n(`empty_${m}`) === missing && n(`both_${m}_${at}`) === missing,
    );
    if (ended.length === 0) return [];
    const columns = childColumns.join(", ");
    const names = ended.map((one) => one.name).join(", ");
    return [
      findingOf("mixed-grain", {
        subject: `${name}.${columns}`,
        message: `${missing} of ${all} rows of ${name} have no ${columns}, and just these have no ${names}: rows of two grains are in one table. Make a fact of each.`,
        count: missing,
        example: { dimension: columns, measures: ended.map((one) => one.name) },
      }),
    ];
  });
}

function describing(name: string, texts: readonly LintColumn[], n: Count): readonly Finding[] {
  return texts.flatMap((one, at) => {
    const [rows, distinct, longest] = [n(`texts_${at}`), n(`distinct_${at}`), n(`longest_${at}`)];
    const repeats = rows >= leastRows && distinct * 10 <= rows;
    if (!repeats && longest <= 100) return [];
    const why = repeats
      ? `has ${distinct} values in ${rows} rows: it describes. Put it into a dimension, alone or with others (junk)`
      : `has texts of up to ${longest} characters: nobody groups by them. Put them into a dimension of their own`;
    return [
      findingOf("text-in-fact", {
        subject: `${name}.${one.name}`,
        message: `${one.name} of ${name} ${why}.`,
        count: rows,
        example: { values: distinct, longest },
      }),
    ];
  });
}

function shapeOf(
  { name, references, columns }: LintTable,
  star: readonly LintTable[],
  { rows, mostDimensions }: { readonly rows: Rows; readonly mostDimensions: number },
): readonly Finding[] {
  const count = countOf(rows, "n_rows");
  const tableOf = (table: string): LintTable | undefined => star.find((one) => one.name === table);
  const dates = columns.filter((one) => isDate(one.type) && !looksLikeAudit(one.name));
  const hasCalendar = references.some(({ parent }) => tableOf(parent)?.role === "calendar");
  const raw = dates.map((one) => one.name).join(", ");
  const smart = references.filter(({ parent, parentColumns }) => {
    const table = tableOf(parent);
    const kind = table?.columns.find((one) => one.name === parentColumns[0])?.type.kind;
    const isWhole = kind === "int32" || kind === "int64" || kind === "decimal";
    return table?.role === "dimension" && (parentColumns.length > 1 || !isWhole);
  });
  return [
    ...(hasCalendar
      ? []
      : [
          findingOf("fact-without-date", {
            subject: name,
            message: `${name} refers to no calendar${raw === "" ? ", and has no date" : `: ${raw} knows no holidays, weeks or fiscal years`}. Give it the key of a date dimension.`,
            count,
            example: { dates: dates.map((one) => one.name) },
          }),
        ]),
    ...smart.map(({ childColumns, parent, parentColumns }) =>
      findingOf("smart-key", {
        subject: `${name}.${childColumns.join(", ")}`,
        message: `${name} refers to ${parent} by ${parentColumns.join(", ")}, a key of the source: it cannot have versions, and changes when the source does. Give ${parent} a surrogate key.`,
        count,
        example: { key: parentColumns },
      }),
    ),
    ...(references.length <= mostDimensions
      ? []
      : [
          findingOf("centipede-fact", {
            subject: name,
            message: `${name} refers to ${references.length} dimensions, more than ${mostDimensions}. Join those that depend on each other into one, and flags into a junk dimension.`,
            count,
            example: { references: references.length },
          }),
        ]),
  ];
}
