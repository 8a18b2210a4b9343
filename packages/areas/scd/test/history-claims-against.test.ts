import { createRandom } from "@dx/core";
import { joinPlans, planTable, sql, type Plan, type Sql } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import { claimBothWays, forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { historyClaimsAgainst, type ChangeSource } from "../src/index.ts";
import { historyRows, snapshotRows, spec, type Version } from "./history.ts";
import { historyOf, logRows, randomEvents, type Event } from "./reference.ts";
import { planWide, wide, wideSpec } from "./wide-history.ts";

const before: readonly Version[] = [
  [1n, "Bonn", 1n, 5n],
  [1n, "Ulm", 5n, null],
  [2n, null, 2n, 4n],
  [2n, null, 6n, null],
  [3n, "Kiel", 3n, null],
];
const after: readonly Version[] = [
  [1n, "Bonn", 1n, 5n],
  [1n, "Ulm", 5n, 10n],
  [1n, "Trier", 10n, null],
  [2n, null, 2n, 4n],
  [2n, null, 6n, null],
  [3n, "Kiel", 3n, 10n],
];
const snapshot: ChangeSource = { kind: "snapshot", table: "today", at: 10n };
const good = joinPlans(
  planTable("before_load", historyRows(before)),
  planTable("history", historyRows(after)),
  planTable("replayed", historyRows(after)),
  planTable(
    "today",
    snapshotRows([
      [1n, "Trier"],
      [2n, null],
    ]),
  ),
);
const claims = historyClaimsAgainst("before_load", "history", {
  spec,
  changes: snapshot,
  replayed: "replayed",
});
const micros = (n: number): Sql => sql`cast(${`1970-01-01 00:00:00.00000${n}`} as timestamp)`;
const damages: Readonly<Record<string, { by: Sql; shows?: Record<string, string | null> }>> = {
  "nothing-rewritten": {
    by: sql`update history set city = 'X' where id = 1 and city = 'Bonn'`,
    shows: { id: "1", valid_from: "1970-01-01 00:00:00.000001" },
  },
  "no-version-lost": {
    by: sql`delete from history where id = 2 and valid_to is null`,
    shows: { id: "2", valid_from: "1970-01-01 00:00:00.000006" },
  },
  "new-is-explained": {
    by: sql`insert into history values (4, 'Jena', ${micros(7)}, null)`,
    shows: { id: "4", first_change: "1970-01-01 00:00:00.000010" },
  },
  "gaps-explained": {
    by: sql`delete from history where city = 'Trier'`,
    shows: { id: "1", valid_to: "1970-01-01 00:00:00.000010" },
  },
  replay: { by: sql`update replayed set city = 'Y' where city = 'Trier'` },
};
for (const claim of claims) {
  const name = claim.id.replace("scd.load.", "");
  const damage = damages[name];
  test(`${name} has a damage`, () => expect(damage).toBeDefined());
  if (damage === undefined) continue;
  claimBothWays(claim, {
    good,
    damage: damage.by,
    counterexample: damage.shows ?? {},
    beside: claims.filter(({ id }) => id !== claim.id && id !== "scd.load.replay"),
  });
}

const find = (id: string, ...given: Parameters<typeof historyClaimsAgainst>) =>
  historyClaimsAgainst(...given).find((one) => one.id === `scd.load.${id}`) as never;

claimBothWays(find("nothing-rewritten", "before_load", "history", { spec, changes: snapshot }), {
  good,
  damage: sql`update history set valid_to = ${micros(7)} where city = 'Ulm'`,
  counterexample: { id: "1", new_end: "1970-01-01 00:00:00.000007" },
});

claimBothWays(find("nothing-rewritten", "before_load", "history", { spec, changes: snapshot }), {
  good,
  damage: sql`update history set valid_to = cast('1970-01-01 00:00:00.000012' as timestamp) where id = 2 and valid_from = ${micros(2)}`,
  counterexample: { id: "2", new_end: "1970-01-01 00:00:00.000012" },
});

claimBothWays(
  find("surrogates-kept", "before_load", wide, { spec: wideSpec(), changes: snapshot }),
  {
    good: joinPlans(planWide(), [
      [{ purpose: "copy", sql: sql`create table before_load as select * from dim_shop` }],
    ]),
    damage: sql`update dim_shop set shop_key = case shop_key when 1 then 7 else 1 end where shop_key in (1, 6)`,
    counterexample: { country: "DE", shop: "1", old_surrogate: "1", new_surrogate: "1" },
  },
);

const log: ChangeSource = {
  kind: "log",
  table: "staged",
  sequence: "changed_at",
  operation: "op",
  deletes: ["D"],
};
const planAll = (known: readonly Event[], late: readonly Event[]): Plan => {
  const tables = {
    before_load: historyRows(historyOf(known)),
    history: historyRows(historyOf([...known, ...late])),
    earlier: logRows(known),
    staged: logRows(late),
  };
  const plans = Object.entries(tables).map(([name, rows]) =>
    joinPlans(
      [[{ purpose: "make room", sql: sql`drop table if exists ${{ kind: "relation", name }}` }]],
      planTable(name, rows),
    ),
  );
  return joinPlans(...plans);
};

forEachDatabase(
  "hold on what any order of arrival makes, late changes included",
  async ({ db }) => {
    const options = { spec, changes: log, earlier: [{ ...log, table: "earlier" }] };
    for (let seed = 1; seed <= budget(6, 10).numRuns; seed += 1) {
      const events = randomEvents(createRandom(seed), 20);
      const known = events.filter((_, index) => index % 3 !== 0);
      const late = events.filter((_, index) => index % 3 === 0);
      // oxlint-disable-next-line no-await-in-loop -- the same tables are made again and again
      await db.apply(planAll(known, late));
      // oxlint-disable-next-line no-await-in-loop -- as above
      const evidence = await db.check(historyClaimsAgainst("before_load", "history", options));
      expect([seed, evidence.map(({ verdict }) => verdict)]).toEqual([
        seed,
        evidence.map(() => "holds"),
      ]);
    }
  },
);

forEachDatabase(
  "find a version that was dropped or invented, in random histories",
  async ({ db }) => {
    for (let seed = 1; seed <= budget(3, 4).numRuns; seed += 1) {
      const events = randomEvents(createRandom(seed), 20);
      const late: readonly Event[] = [{ id: 1n, at: 20n, city: "Jena" }];
      // oxlint-disable-next-line no-await-in-loop -- the same tables are made again and again
      await db.apply([
        ...planAll(events, late),
        [{ purpose: "damage", sql: sql`delete from history where id = 2 and valid_to is null` }],
        [{ purpose: "damage", sql: sql`delete from before_load where id = 3` }],
      ]);
      const open = historyOf(events).some(([id, , , to]) => id === 2n && to === null);
      // oxlint-disable-next-line no-await-in-loop -- as above
      const evidence = await db.check(
        historyClaimsAgainst("before_load", "history", { spec, changes: log }),
      );
      const verdicts = Object.fromEntries(evidence.map(({ id, verdict }) => [id, verdict]));
      expect([seed, verdicts]).toMatchObject([
        seed,
        {
          "scd.load.no-version-lost": open ? "fails" : "holds",
          "scd.load.new-is-explained": "fails",
        },
      ]);
    }
  },
);

forEachDatabase("snapshots of several times explain gaps, a delta never does", async ({ db }) => {
  const rows = snapshotRows([
    [1n, "Trier"],
    [2n, null],
  ]);
  await db.apply([
    ...good,
    ...planTable("days", rows),
    [
      { purpose: "date", sql: sql`alter table days add column taken_at timestamp` },
      { purpose: "date", sql: sql`update days set taken_at = ${micros(1)}` },
      {
        purpose: "second",
        sql: sql`insert into days select id, city, cast('1970-01-01 00:00:00.000010' as timestamp) from days`,
      },
    ],
  ]);
  const gaps = async (changes: ChangeSource, earlier: readonly ChangeSource[] = []) => {
    const [evidence] = await db.check([
      find("gaps-explained", "before_load", "history", { spec, changes, earlier }),
    ]);
    return evidence?.verdict;
  };
  const days = { kind: "snapshots", table: "days", at: "taken_at" } as const;
  const delta = { kind: "delta", table: "days", sequence: "taken_at" } as const;
  expect(await gaps({ ...days, times: [1n, 10n] })).toBe("holds");
  expect(await gaps({ ...days, times: [1n] })).toBe("fails");
  expect(await gaps({ ...days, times: [] })).toBe("fails");
  expect(await gaps(delta)).toBe("fails");
  expect(await gaps(delta, [snapshot])).toBe("holds");
});
