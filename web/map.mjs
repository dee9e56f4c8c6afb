// The world map of the geography page: Natural Earth countries at 1:50 million, simplified until no line on a wide
// desk changes by more than a pixel, without Antarctica, which has no learners and takes a quarter of the height.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { presimplify, quantile, simplify } from "topojson-simplify";
import { feature, quantize } from "topojson-client";

const ANTARCTICA = "010";

export async function worldMap(here) {
  const source = join(here, "node_modules", "world-atlas", "countries-50m.json");
  const topology = JSON.parse(await readFile(source, "utf8"));
  const weighted = presimplify(topology);
  const simplified = quantize(simplify(weighted, quantile(weighted, 0.2)), 1e4);
  const shapes = simplified.objects.countries.geometries
    .filter((shape) => shape.id !== ANTARCTICA && shape.type !== null)
    .map(({ type, arcs, id }) => ({ type, arcs, id }));
  const map = { ...simplified, objects: { countries: { type: "GeometryCollection", geometries: shapes } } };
  if (feature(map, map.objects.countries).features.length < 200) throw new Error("countries were lost");
  return map;
}
