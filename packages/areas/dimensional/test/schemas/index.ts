import { makeAirline } from "./airline.ts";
import { makeBanking } from "./banking.ts";
import { makeHospital } from "./hospital.ts";
import type { MadeSchema } from "./make-schema.ts";
import { makeRetail } from "./retail.ts";

/** The schemas whose figures the weights were fitted to. */
export const tuned: readonly ((seed: number) => MadeSchema)[] = [makeRetail, makeBanking];

/** Those that were kept aside. */
export const aside: readonly ((seed: number) => MadeSchema)[] = [makeHospital, makeAirline];
