import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const home = resolve(import.meta.dirname, "../../../../node_modules/.cache/sources");

/** The folder of the source distribution of a package, as `great_expectations==1.2.0`, which is fetched by pip at first use. */
export function fetchSource(requirement: string): string {
  const folder = join(home, requirement);
  const done = join(folder, "fetched");
  if (existsSync(done)) return join(folder, "source");
  mkdirSync(join(folder, "source"), { recursive: true });
  // what older packages need to tell pip their name
  const constraints = join(folder, "constraints.txt");
  writeFileSync(constraints, "setuptools<80\n");
  const [name = ""] = requirement.split("==");
  const args = ["-m", "pip", "download", "-q", "--no-deps", "--no-binary", name, requirement];
  const env = { ...process.env, PIP_CONSTRAINT: constraints };
  execFileSync("python3", [...args, "-d", folder], { env, stdio: "pipe" });
  const archive = readdirSync(folder).find((file) => file.endsWith(".tar.gz"));
  if (archive === undefined) throw new Error(`${requirement} has no source archive`);
  const into = ["-C", join(folder, "source"), "--strip-components=1"];
  execFileSync("tar", ["xzf", join(folder, archive), ...into], { stdio: "pipe" });
  writeFileSync(done, "");
  return join(folder, "source");
}
