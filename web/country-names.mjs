// Writes the names of countries in a language as Fluent messages, from the Unicode data that Node carries:
//   node country-names.mjs ar > ../crates/olivine-web/locales/ar/countries.ftl
// English needs none: there the names are those of the data API.
import { readFileSync } from "node:fs";

const language = process.argv[2];
if (!language) {
  console.error("which language? for example: node country-names.mjs ar");
  process.exit(2);
}
const table = new URL("../crates/olivine-api/data/countries.tsv", import.meta.url);
const codes = readFileSync(table, "utf8").trim().split("\n").slice(1).map((line) => line.split("\t")[0]);
const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
console.log("# Names of countries and regions, from Unicode CLDR. Made by web/country-names.mjs.");
for (const code of codes) {
  const name = names.of(code);
  if (name) console.log(`country-${code} = ${name}`);
}
