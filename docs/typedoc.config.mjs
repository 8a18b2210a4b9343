// The reference: one module for each entry point of each package that is published.
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Converter, ReflectionKind } from "typedoc";

const packages = join(import.meta.dirname, "../packages");
const specifiers = new Map(
  globSync("*/*/package.json", { cwd: packages })
    .toSorted()
    .flatMap((path) => {
      const manifest = JSON.parse(readFileSync(join(packages, path), "utf8"));
      if (manifest.private) return [];
      return Object.entries(manifest.exports)
        .filter(([, target]) => target["@dx/source"] !== undefined)
        .map(([key, target]) => [
          join(packages, dirname(path), target["@dx/source"]),
          manifest.name + key.slice(1),
        ]);
    }),
);

/** `@dx/database` of `@dx/database/duckdb`. */
function packageOf(specifier) {
  return specifier.split("/").slice(0, 2).join("/");
}

/** Where a plugin of this folder is: TypeDoc looks beside itself. */
function placeOf(plugin) {
  return fileURLToPath(import.meta.resolve(plugin));
}

/** Calls each module as it is imported. */
function nameModules(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.Module)) return;
    const file = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.getSourceFile();
    reflection.name = specifiers.get(file?.fileName) ?? reflection.name;
  });
}

export default {
  entryPoints: [...specifiers.keys()],
  tsconfig: join(packages, "tsconfig.json"),
  plugin: [...["typedoc-plugin-markdown", "typedoc-vitepress-theme"].map(placeOf), nameModules],
  out: "api",
  docsRoot: ".",
  readme: "none",
  disableSources: true,
  validation: { notDocumented: true },
  packagesRequiringDocumentation: [...new Set([...specifiers.values()].map(packageOf))],
  treatValidationWarningsAsErrors: true,
  logLevel: "Warn",
};
