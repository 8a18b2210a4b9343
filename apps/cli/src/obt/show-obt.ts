import { dialects, formatRelation, nearest, relation, summarize, type Dialect } from "@dx/core";
import { describeIfThere, type Database } from "@dx/database";
import { measureObt } from "@dx/flow-obt-creation";
import {
  describeColumns,
  judgeObt,
  nameColumns,
  obtClaims,
  obtComment,
  planObt,
  type ObtJudgement,
  type ProposedObt,
} from "@dx/obt";
import { formatPlan } from "@dx/sql";
import type { ExitCode } from "../command.ts";
import { use } from "../parse-given.ts";
import { lastLine, showClaim, toFailure } from "../run/show-result.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What is done with a wide table, and where. */
export interface ObtShown extends ProposedObt {
  /** Where the star is. */
  readonly database: Database;
  /** The wide table's name. */
  readonly into: string;
  /** Of which platform SQL is shown. */
  readonly dialect: string | undefined;
  /** How often questions are asked. */
  readonly rounds: number;
  /** Stops it. */
  readonly signal: AbortSignal;
  /** Where it is shown. */
  readonly terminal: Terminal;
}

/** Says what each column is, and the statements that make the table; nothing is written. */
export async function showObtPlan(shown: ObtShown): Promise<ExitCode> {
  const { spec, decisions, into, terminal } = shown;
  const sql = formatPlan(planObt(into, spec), dialectOf(shown)).trimEnd();
  const columns = describeColumns(spec);
  terminal.answer({
    exit: 0,
    table: into,
    grain: nameColumns(spec).grain,
    decisions,
    columns,
    sql,
  });
  if (terminal.json) return 0;
  tellDecisions(shown);
  for (const { name, from, description } of columns)
    terminal.note(`  ${name}: ${from}. ${description}`);
  terminal.say(sql);
  return 0;
}

/** Makes the table in one transaction, and checks what must be true of it. */
export async function showObtBuild(shown: ObtShown): Promise<ExitCode> {
  const { database, spec, decisions, into, signal, terminal } = shown;
  await refuseStranger(shown);
  if (!terminal.json) tellDecisions(shown);
  const [changed] = await database.apply(planObt(into, spec), { signal });
  const claims = await database.check(obtClaims(into, spec));
  const summary = summarize(claims);
  const isBroken = claims.some((one) => one.verdict === "unknown" && one.because === "error");
  const isWrong = claims.some((one) => one.verdict === "fails" && one.about === "result");
  const exit = isBroken ? 3 : isWrong ? 1 : 0;
  terminal.answer({
    exit,
    table: into,
    rows: changed?.[1] ?? null,
    grain: nameColumns(spec).grain,
    summary,
    failures: claims.filter(({ verdict }) => verdict === "fails").map(toFailure),
    unknown: claims.flatMap((one) =>
      one.verdict === "unknown" ? [{ id: one.id, because: one.because, reason: one.reason }] : [],
    ),
    decisions,
  });
  for (const one of claims) terminal.say(showClaim(one));
  terminal.say(lastLine({ summary, claims }));
  return exit;
}

/** Makes the table, asks everyday questions of it and of the star, and undoes it: what it would be worth. */
export async function showObtWorth(shown: ObtShown): Promise<ExitCode> {
  const { database, spec, decisions, rounds, terminal } = shown;
  const judged = await measureUndone(database, shown);
  const { rows, judgement } = judged;
  terminal.answer({ exit: 0, rows, rounds, ...judgement, decisions });
  if (terminal.json) return 0;
  tellDecisions({ ...shown, spec });
  for (const { title, starMs, wideMs } of judgement.questions)
    terminal.say(`${title}: ${starMs.toFixed(2)} ms on the star, ${wideMs.toFixed(2)} ms on it`);
  terminal.say(`${judgement.advice} Medians of ${rounds} rounds, of ${rows} rows; it was undone.`);
  return 0;
}

interface Undone {
  readonly rows: number;
  readonly judgement: ObtJudgement;
}

async function measureUndone(
  database: Database,
  { spec, into, rounds, signal }: ObtShown,
): Promise<Undone> {
  const own = relation(into);
  const table = formatRelation({ ...own, name: `dx_measured_${own.name.replaceAll(/\W/g, "_")}` });
  const undo = new Error("undone");
  let undone: Undone | undefined;
  try {
    await database.transaction(async (inside) => {
      const begin = performance.now();
      await inside.apply(planObt(table, spec), { signal });
      const buildMs = performance.now() - begin;
      const measured = await measureObt(inside, spec, { table, rounds });
      if (measured.questions.length === 0)
        throw use(
          "there are no everyday questions of such a table",
          "measure a detailed table without filters, with a measure that is summed",
        );
      undone = { rows: measured.rows, judgement: judgeObt({ ...measured, buildMs }) };
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  if (undone === undefined) throw undo;
  return undone;
}

async function refuseStranger({ database, into }: ObtShown): Promise<void> {
  const earlier = await describeIfThere(database, into);
  if (earlier === undefined || earlier.comment?.startsWith(obtComment) === true) return;
  throw use(
    `${into} is there, and was not made by dx`,
    "give the wide table another name by --into, or remove the one that is there",
  );
}

function tellDecisions({ spec, decisions, into, terminal }: ObtShown): void {
  terminal.note(`${into}: one row for each ${nameColumns(spec).grain.join(", ")}`);
  for (const one of decisions) terminal.note(`  ${one}`);
}

function dialectOf({ dialect, database }: ObtShown): Dialect {
  const name = dialect ?? database.dialect;
  const found = dialects.find((one) => one === name);
  if (found !== undefined) return found;
  const near = nearest(name, dialects);
  throw use(
    `no platform is called ${name}`,
    near === undefined ? `write --dialect ${dialects.join(", or ")}` : `did you mean ${near}?`,
  );
}
