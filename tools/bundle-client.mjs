// Bundles the script and the style of a package's pages, src/client/main.ts and page.css, into
// src/generated/client.ts, with the hashes that a content policy names. `--check` writes nothing, and
// fails if that file is not what it would write. Run from the package's folder.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const output = "src/generated/client.ts";
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

function bundle(entry) {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: entry.endsWith(".ts") ? "es2022" : "esnext",
    charset: "utf8",
    legalComments: "none",
  });
  const text = outputFiles[0].text.trim();
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${entry} would end its element`);
  return text;
}

function constant(name, says, text) {
  const literal = text.replace(/[\\`]|\$\{/g, String.raw`\$&`);
  const hash = createHash("sha256").update(text).digest("base64");
  return `
/** ${says} */
export const ${name}: string = \`${literal}\`;

/** For a content policy. */
export const ${name}Hash: string = "sha256-${hash}";
`;
}

const script = bundle("src/client/main.ts");
const style = bundle("src/client/page.css");
const content = `// Written by \`npm run generate\` from src/client; do not edit.
${constant("script", "The script of a page.", script)}${constant("style", "The style of a page.", style)}`;

const present = existsSync(output) ? readFileSync(output, "utf8") : "";
if (!process.argv.includes("--check")) {
  writeFileSync(output, content);
  const all = Buffer.from(script + style);
  console.log(`${output}: ${kilobytes(all.length)}, gzipped ${kilobytes(gzipSync(all).length)}`);
} else if (present !== content) {
  console.error(`${output} is stale: run npm run generate`);
  process.exitCode = 1;
}
