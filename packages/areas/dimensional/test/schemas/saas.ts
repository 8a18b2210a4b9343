import { makeSchema, type MadeSchema, type TableRule } from "./make-schema.ts";
import {
  code,
  day,
  flag,
  int,
  list,
  moment,
  money,
  person,
  pick,
  ref,
  serial,
  words,
} from "./rules.ts";

const text = { type: "text" } as const;
const rules: Readonly<Record<string, TableRule>> = {
  regions: {
    rows: 14,
    columns: {
      code: list(
        ..."eu-1 eu-2 us-1 us-2 us-3 ap-1 ap-2 sa-1 af-1 me-1 ca-1 uk-1 in-1 jp-1".split(" "),
      ),
      name: words,
    },
  },
  plans: {
    rows: 9,
    columns: {
      id: serial(),
      slug: list(..."free solo team pro scale edu npo gov ent".split(" ")),
      monthly_price: money(0, 900),
      seat_limit: int(1, 500),
    },
  },
  organizations: {
    rows: 160,
    columns: {
      id: serial(),
      name: words,
      home: { ...ref("regions.code"), ...text },
      plan: { ...ref("plans.slug"), ...text },
      created_at: moment(2019, 4),
    },
  },
  users: {
    rows: 420,
    columns: {
      id: serial(),
      org_id: ref("organizations.id"),
      email: code("u#@x.example"),
      full_name: person,
      invited_by: ref("users.id", { nulls: 0.5 }),
      login_count: int(0, 300),
    },
  },
  teams: {
    rows: 140,
    columns: {
      id: serial(),
      org_id: ref("organizations.id"),
      lead_user_id: ref("users.id"),
      title: words,
    },
  },
  memberships: {
    rows: 600,
    columns: {
      team_id: ref("teams.id"),
      user_id: ref("users.id"),
      role: pick("owner", "editor", "viewer"),
    },
    unique: ["team_id", "user_id"],
  },
  projects: {
    rows: 260,
    columns: {
      id: serial(),
      team_id: ref("teams.id"),
      author_id: ref("users.id"),
      parent_id: ref("projects.id", { nulls: 0.6 }),
      archived: flag,
      points: int(1, 200),
    },
  },
  tasks: {
    rows: 1400,
    columns: {
      id: serial(),
      project_id: ref("projects.id", { skew: 1.4 }),
      assignee_id: ref("users.id", { nulls: 0.2 }),
      reporter_id: ref("users.id"),
      position: int(1, 60),
      estimate_hours: int(1, 40),
      due_on: day(2023, 1),
    },
  },
  comments: {
    rows: 1600,
    columns: {
      id: serial(),
      task_id: ref("tasks.id"),
      user_id: ref("users.id"),
      reply_to_id: ref("comments.id", { nulls: 0.7 }),
      body: words,
    },
  },
  subscriptions: {
    rows: 150,
    columns: {
      id: serial(),
      organization_id: ref("organizations.id", { once: true }),
      plan_id: ref("plans.id"),
      seats: int(1, 90),
      started: day(2020, 3),
    },
  },
  invoices: {
    rows: 900,
    columns: {
      number: code("INV-#"),
      subscription_id: ref("subscriptions.id"),
      amount: money(5, 900),
      issued: day(2021, 3),
    },
  },
  payments: {
    rows: 820,
    columns: {
      id: serial(),
      invoice: { ...ref("invoices.number"), ...text },
      paid: money(5, 900),
      method: pick("card", "sepa"),
    },
  },
};

/** A software service: `id` everywhere, codes without the word, roles of users. */
export function makeSaas(seed: number): MadeSchema {
  return makeSchema("saas", seed, rules);
}
