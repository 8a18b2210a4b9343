import type { ForeignKeyCandidate } from "./foreign-key-candidate.ts";

/** Whether a reference is accepted and a plain join follows it: of all rows, and between columns of one type. */
export function isJoinable({ accepted, when, compared }: ForeignKeyCandidate): boolean {
  return accepted && when === undefined && compared === undefined;
}
