import { performance } from "node:perf_hooks";
import type { Plan, Statement } from "@dx/sql";
import type { ApplyOptions } from "./database.ts";
import type { Driver } from "./driver.ts";
import { limitOf } from "./internal/limit.ts";
import { translateError } from "./internal/translate-error.ts";
import { render } from "./render.ts";
import { within, type Session } from "./session.ts";

interface Step {
  readonly text: string;
  readonly statement: Statement;
  readonly path: readonly [group: number, index: number];
}

/** Carries out a plan, each group in a transaction. */
export async function carryOut(
  { driver, session }: { readonly driver: Driver; readonly session: Session },
  plan: Plan,
  options: ApplyOptions = {},
): Promise<readonly (readonly (number | null)[])[]> {
  const limit = limitOf(options);
  const { parameters } = options;
  const groups = plan.map((statements, group) =>
    statements.map((statement, index): Step => {
      const { text } = render(statement.sql, driver.dialect, { literals: "inline", parameters });
      return { text, statement, path: [group, index] };
    }),
  );
  const done: (readonly (number | null)[])[] = [];
  for (const steps of groups)
    done.push(
      // oxlint-disable-next-line no-await-in-loop -- groups are in order
      await within(session, { mode: "write", limit }, async ({ execute }) =>
        inOrder(steps, execute, options),
      ),
    );
  return done;
}

async function inOrder(
  steps: readonly Step[],
  execute: (text: string) => Promise<number | null>,
  { onStatement, signal }: ApplyOptions,
): Promise<readonly (number | null)[]> {
  const counts: (number | null)[] = [];
  for (const { text, statement, path } of steps) {
    const began = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- statements are in order
    const changed = await execute(text).catch((error: unknown) => {
      const hint = `it was to ${statement.purpose}; its group is undone`;
      throw translateError(error, { code: "DX_DATABASE_STATEMENT", text, path, hint });
    });
    counts.push(changed);
    const [group, index] = path;
    const milliseconds = performance.now() - began;
    onStatement?.({ group, index, purpose: statement.purpose, changed, milliseconds });
    if (signal?.aborted === true) break;
  }
  return counts;
}
