// Builds web/dist: one style sheet, two scripts (the page's and the charts'), the world map, and a manifest that
// maps each plain name to its name with content hash, under which it may be cached for ever.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { build } from "esbuild";
import { worldMap } from "./map.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const manifest = {};

function hashed(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const extension = extname(name);
  return `${basename(name, extension)}-${digest}${extension}`;
}

async function put(name, content) {
  const file = hashed(name, content);
  await writeFile(join(dist, file), content);
  // Compressed once and well here, instead of quickly at every answer.
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } };
  await writeFile(join(dist, `${file}.br`), await promisify(brotliCompress)(content, options));
  manifest[name] = file;
}

async function bundle(entry, name, options = {}) {
  const result = await build({
    entryPoints: [join(here, "src", entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: ["es2022", "chrome110", "firefox115", "safari16"],
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  await put(name, result.outputFiles[0].contents);
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await put("world.json", JSON.stringify(await worldMap(here)));
await put("olivine.svg", await readFile(join(here, "src", "olivine.svg")));
await bundle("style/index.css", "style.css");
await bundle("charts.js", "charts.js");
// The page's script is small and on every page; the charts' script is fetched only where a chart is.
await bundle("page.js", "page.js");
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
console.log(Object.values(manifest).map((file) => `dist/${file}`).join("\n"));
