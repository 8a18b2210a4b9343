/** Vitest global setup of mutation runs: tests with Postgres are skipped. */
export default function setup(project) {
  project.provide("postgres", { missing: "not in a mutation run" });
}
