// Builds web/dist: one style sheet, the scripts, the world map, and a manifest that maps each plain name to its name with
// content hash, under which it may be cached for ever.
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

// Compressed once and well here, instead of quickly at every answer.
async function write(file, content) {
  await writeFile(join(dist, file), content);
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } };
  await writeFile(join(dist, `${file}.br`), await promisify(brotliCompress)(content, options));
  console.log(`dist/${file}`);
}

async function put(name, content) {
  manifest[name] = hashed(name, content);
  await write(manifest[name], content);
}

const common = {
  bundle: true,
  minify: true,
  write: false,
  target: ["es2022", "chrome110", "firefox115", "safari16"],
  legalComments: "none",
  logLevel: "warning",
};

// The dark colours stand once in the source, for those who chose them. Here they are repeated for those whose system asks for dark and who
// did not choose light: style sheets have no way to say both at once.
const darkBySystem = {
  name: "dark-by-system",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]tokens\.css$/ }, async ({ path }) => {
      const chosen = await readFile(path, "utf8");
      const [, colors] = chosen.match(/:root\[data-theme="dark"\]\s*(\{[^{}]*\})/) ?? [];
      if (!colors) throw new Error(`${path} has no dark colours`);
      const asked = `@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) ${colors} }`;
      return { contents: `${chosen}\n${asked}\n`, loader: "css" };
    });
  },
};

async function style(entry, name) {
  const result = await build({ ...common, entryPoints: [join(here, "src", entry)], plugins: [darkBySystem] });
  await put(name, result.outputFiles[0].contents);
}

// What several scripts share becomes a file of its own. Only the scripts named here have plain names: the others are found by
// the import statements of these, with their hashes.
async function scripts(entries) {
  const result = await build({
    ...common,
    entryPoints: entries.map((entry) => join(here, "src", entry)),
    absWorkingDir: here,
    outdir: dist,
    format: "esm",
    splitting: true,
    metafile: true,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    alias: { "vega-canvas": join(here, "src", "canvas.js") },
  });
  for (const { path, contents } of result.outputFiles) await write(basename(path), contents);
  for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    const name = entries.find((entry) => entryPoint === `src/${entry}`);
    if (name) manifest[name] = basename(path);
  }
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await put("world.json", JSON.stringify(await worldMap(here)));
await put("olivine.svg", await readFile(join(here, "src", "olivine.svg")));
await style("style/index.css", "style.css");
// The page's script is small and on every page; the charts' script is fetched only where a chart is, and starts the worker.
await scripts(["page.js"]);
await scripts(["charts.js", "worker.js"]);
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
