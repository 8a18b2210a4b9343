import { makeSchema, type ColumnRule, type MadeSchema, type TableRule } from "./make-schema.ts";
import {
  code,
  day,
  flag,
  int,
  list,
  money,
  moment,
  person,
  pick,
  ref,
  serial,
  words,
} from "./rules.ts";

/** A value of one leg, the same one for all columns of a row. */
const legOf = (column: string): ColumnRule => ({
  type: column === "carrier" ? "text" : column === "flight_no" ? "int32" : "date",
  make: ({ index, rowsOf }) => {
    const legs = rowsOf("flight_leg");
    return legs[(index * 104_729) % legs.length]?.[column] ?? null;
  },
});

const rules: Readonly<Record<string, TableRule>> = {
  country: {
    rows: 20,
    columns: {
      iso: list(..."DE FR US GB IT ES NL BE AT CH PL SE NO DK FI PT IE GR CZ HU".split(" ")),
      name: words,
    },
  },
  airport: {
    rows: 90,
    columns: {
      iata: code("AAA"),
      name: words,
      country_iso: { ...ref("country.iso"), type: "text" },
      elevation_ft: int(0, 6000),
      timezone: pick("UTC", "CET", "EST"),
    },
    unique: ["iata"],
  },
  carriers: {
    rows: 12,
    columns: {
      code: list(..."LH AF BA UA DL AA KL LX OS SK IB TP".split(" ")),
      name: words,
      alliance: pick("Star", "Sky", "One"),
    },
  },
  aircraft_type: {
    rows: 18,
    columns: {
      type_code: code("A99#"),
      maker: pick("Airbus", "Boeing", "Embraer"),
      seats: int(50, 400),
    },
  },
  aircraft: {
    rows: 140,
    columns: {
      tail_no: code("D-A#"),
      type_code: ref("aircraft_type.type_code"),
      owner: ref("carriers.code"),
      built: int(1990, 2022),
    },
  },
  crew: {
    rows: 200,
    columns: {
      crew_id: serial(),
      name: person,
      base: { ...ref("airport.iata"), type: "text" },
      rank: pick("captain", "first officer", "attendant"),
      hired: day(2000, 20),
    },
  },
  flight_leg: {
    rows: 900,
    columns: {
      carrier: { ...ref("carriers.code"), type: "text" },
      flight_no: int(1, 400),
      flight_date: day(2022, 1),
      origin: { ...ref("airport.iata", { skew: 1.5 }), type: "text" },
      dest: { ...ref("airport.iata", { skew: 1.5 }), type: "text" },
      tail_no: { ...ref("aircraft.tail_no"), type: "text" },
      dep_delay: int(-10, 180),
      distance: int(100, 9000),
    },
    unique: ["carrier", "flight_no", "flight_date"],
  },
  crew_assignment: {
    rows: 1400,
    columns: {
      carrier: legOf("carrier"),
      flight_no: legOf("flight_no"),
      flight_date: legOf("flight_date"),
      crew_id: ref("crew.crew_id"),
      duty: pick("fly", "standby"),
    },
    references: [
      {
        columns: ["carrier", "flight_no", "flight_date"],
        parent: "flight_leg",
        parentColumns: ["carrier", "flight_no", "flight_date"],
      },
    ],
  },
  passengers: {
    rows: 700,
    columns: {
      passenger_id: serial(1),
      name: person,
      passport_no: code("C9999#"),
      nationality: { ...ref("country.iso", { skew: 2 }), type: "text" },
    },
  },
  bookings: {
    rows: 800,
    columns: {
      pnr: code("AA#A9"),
      booked_by: ref("passengers.passenger_id"),
      booked_at: moment(2021, 1),
      total: money(50, 3000),
      currency: pick("EUR", "USD"),
    },
  },
  tickets: {
    rows: 1300,
    columns: {
      ticket_no: code("220-#9999"),
      pnr: { ...ref("bookings.pnr"), type: "text" },
      passenger_id: ref("passengers.passenger_id"),
      carrier: legOf("carrier"),
      flight_no: legOf("flight_no"),
      flight_date: legOf("flight_date"),
      seat: code("99A"),
      fare: money(20, 900),
    },
    references: [
      {
        columns: ["carrier", "flight_no", "flight_date"],
        parent: "flight_leg",
        parentColumns: ["carrier", "flight_no", "flight_date"],
      },
    ],
  },
  maintenance: {
    rows: 300,
    columns: {
      job_id: serial(5000),
      tail_no: { ...ref("aircraft.tail_no"), type: "text" },
      station: { ...ref("airport.iata"), type: "text" },
      opened: day(2022, 1),
      hours: int(1, 90),
      done: flag,
    },
  },
};

/** An airline: codes as keys, legs by carrier, number and day, airports in roles without their name. */
export function makeAirline(seed: number): MadeSchema {
  return makeSchema("airline", seed, rules);
}
