import { makeAirline } from "./airline.ts";
import { makeBanking } from "./banking.ts";
import { makeHospital } from "./hospital.ts";
import { makeLogistics } from "./logistics.ts";
import type { MadeSchema } from "./make-schema.ts";
import { makeMusic } from "./music.ts";
import { makeRetail } from "./retail.ts";
import { makeSaas } from "./saas.ts";
import { makeSchool } from "./school.ts";

/** The schemas whose figures the weights were fitted to. */
export const tuned: readonly ((seed: number) => MadeSchema)[] = [
  makeRetail,
  makeBanking,
  makeSaas,
  makeLogistics,
];

/** Those that were kept aside. */
export const aside: readonly ((seed: number) => MadeSchema)[] = [
  makeHospital,
  makeAirline,
  makeSchool,
  makeMusic,
];

/** Schemas that everybody knows, by the names of their files in `public`; the weights and words were looked at with these. */
export const publicTuned: readonly string[] =
  "northwind sakila university imdb oracle_hr stack berka employees adventureworks".split(" ");

/** Those that were kept aside. */
export const publicAside: readonly string[] =
  "classicmodels formula1 musicbrainz olist mimic world wwi awdw forum".split(" ");

/** Written after all weights and words, and judged once. */
export const publicUnseen: readonly string[] = "hotel erp clinic".split(" ");
