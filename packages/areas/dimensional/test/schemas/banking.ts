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

const rules: Readonly<Record<string, TableRule>> = {
  currency: {
    rows: 8,
    columns: {
      ccy_code: list(..."EUR USD GBP CHF JPY SEK NOK PLN".split(" ")),
      descr: words,
      decimals: int(0, 3),
    },
  },
  branch: {
    rows: 25,
    columns: {
      branch_cd: code("BR#"),
      branch_nm: words,
      region: pick("north", "south", "west"),
      opened: day(1980, 30),
    },
  },
  party: {
    rows: 500,
    columns: {
      party_id: serial(70_001),
      party_type: pick("P", "C"),
      home_branch_cd: ref("branch.branch_cd"),
      since_dt: day(1990, 30),
    },
  },
  person: {
    rows: 380,
    columns: {
      party_id: ref("party.party_id", { once: true }),
      full_nm: person,
      birth_dt: day(1940, 60),
      tax_no: code("T999999#"),
    },
  },
  company: {
    rows: 120,
    columns: {
      party_id: {
        type: "int64",
        references: "party.party_id",
        make: ({ index }) => BigInt(70_001 + 380 + index),
      },
      legal_nm: words,
      ceo_party_id: ref("person.party_id", { nulls: 0.3 }),
      employees: int(1, 5000),
    },
  },
  staff: {
    rows: 90,
    columns: {
      staff_no: serial(501),
      staff_nm: person,
      branch_cd: ref("branch.branch_cd"),
      supervisor_no: ref("staff.staff_no", { nulls: 0.2 }),
      grade: int(1, 9),
    },
  },
  acct_type: {
    rows: 6,
    columns: { type_cd: list("CHK", "SAV", "LON", "CRD", "INV", "PEN"), descr: words },
  },
  account: {
    rows: 700,
    columns: {
      acct_id: serial(100_001, 7),
      iban: code("DE99#99999"),
      type_cd: ref("acct_type.type_cd"),
      branch_cd: ref("branch.branch_cd"),
      ccy_code: ref("currency.ccy_code", { skew: 3 }),
      opened_dt: day(2000, 22),
      overdraft_limit: money(0, 5000),
      closed: flag,
    },
  },
  acct_holder: {
    rows: 900,
    columns: {
      acct_id: ref("account.acct_id"),
      party_id: ref("party.party_id"),
      holder_role: pick("owner", "joint", "proxy"),
    },
    unique: ["acct_id", "party_id"],
  },
  card: {
    rows: 420,
    columns: {
      card_id: serial(1),
      card_no: code("4999#9999999"),
      acct_id: ref("account.acct_id"),
      holder_party_id: ref("person.party_id"),
      expiry_year: int(2023, 2029),
    },
  },
  merchant_category: { rows: 30, columns: { mcc: code("5#"), descr: words } },
  merchant: {
    rows: 120,
    columns: { merchant_id: serial(1), merchant_nm: words, mcc: ref("merchant_category.mcc") },
  },
  txn: {
    rows: 2500,
    columns: {
      txn_id: serial(1),
      acct_id: ref("account.acct_id", { skew: 1.6 }),
      card_id: ref("card.card_id", { nulls: 0.4 }),
      merchant_id: ref("merchant.merchant_id", { nulls: 0.45 }),
      counter_acct_id: ref("account.acct_id", { nulls: 0.7 }),
      ccy_code: ref("currency.ccy_code", { skew: 3 }),
      amount: money(-900, 900),
      booked_at: moment(2022, 2),
    },
  },
  loan: {
    rows: 140,
    columns: {
      loan_id: serial(9001),
      acct_id: ref("account.acct_id"),
      borrower_id: ref("party.party_id"),
      officer_no: ref("staff.staff_no"),
      principal: money(1000, 90_000),
      term_months: int(6, 360),
    },
  },
  loan_payment: {
    rows: 900,
    columns: {
      loan_id: ref("loan.loan_id"),
      payment_no: int(1, 60),
      due_dt: day(2021, 3),
      paid_amt: money(50, 900),
    },
    unique: ["loan_id", "payment_no"],
  },
};

/** A bank: abbreviated names, parties that are persons or companies, numbers that do not start at 1. */
export function makeBanking(seed: number): MadeSchema {
  return makeSchema("banking", seed, rules);
}
