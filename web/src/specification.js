// What a chart draws: its Vega-Lite specification with what only the page knows put in, which is its width and the colours
// and type of the style sheet.

/** Values of the style sheet, and the names of those that were asked for. */
class Tokens {
  #style = getComputedStyle(document.documentElement);
  names = new Map();

  value(name) {
    const value = this.#style.getPropertyValue(name).trim();
    if (value && !this.names.has(value)) this.names.set(value, name);
    return value;
  }

  series(series) {
    return this.value(`--series-${series?.color ?? 1}`);
  }
}

const DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2], [1, 3], [10, 4], [3, 3]];

// Words that a specification uses for what only the page knows.
function resolved(value, payload, width, tokens) {
  if (typeof value === "string") {
    if (value === "$series") return payload.data.series.map((series) => series.label);
    if (value === "$colors") return payload.data.series.map((series) => tokens.series(series));
    if (value === "$dashes") return payload.data.series.map((_, position) => DASHES[position % DASHES.length]);
    if (value === "$color") return tokens.series(payload.data.series[0]);
    if (value.startsWith("$--")) return tokens.value(value.slice(1));
    // Room for the label of a bar; where there is none for three letters, there are no labels.
    if (value === "$band") return Math.max(Math.floor(band(payload, width)), 1);
    if (value === "$wide") return band(payload, width) >= 24;
    if (value === "$step") return payload.data.rows.every((row) => Number.isInteger(row.value)) ? 1 : 0.1;
    if (value.startsWith("$height:")) return Math.round(width * Number(value.slice(8)));
    if (value.startsWith("$most:")) return Math.min(Number(value.slice(6)), width - 40);
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => resolved(item, payload, width, tokens));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, payload, width, tokens)]));
  }
  return value;
}

function band(payload, width) {
  const bars = new Set(payload.data.rows.map((row) => row.x)).size;
  return (width - 48) / Math.max(bars, 1) - 4;
}

// Labels beside a drawing leave it the larger part, also on a phone.
const LABEL_PART = 0.36;
const LABEL_LIMIT = 320;

function config(tokens, width) {
  const ink = tokens.value("--ink");
  const soft = tokens.value("--ink-soft");
  const line = tokens.value("--line");
  const strong = tokens.value("--line-strong");
  return {
    background: "transparent",
    aria: false,
    font: getComputedStyle(document.body).fontFamily,
    padding: 0,
    view: { stroke: null },
    axis: {
      domain: false,
      grid: false,
      ticks: false,
      labelColor: soft,
      labelFontSize: 12,
      labelPadding: 6,
      labelOverlap: "greedy",
      titleColor: soft,
      titleFontSize: 12,
      titleFontWeight: 500,
    },
    axisY: {
      grid: true,
      gridColor: line,
      gridDash: [1, 0],
      tickCount: 5,
      titlePadding: 12,
      labelLimit: Math.min(Math.round(width * LABEL_PART), LABEL_LIMIT),
    },
    axisX: { domain: true, domainColor: strong, ticks: true, tickColor: strong, tickSize: 4 },
    // On a phone days would run into each other.
    axisTemporal: { labelSeparation: 6 },
    legend: {
      orient: "top",
      direction: "horizontal",
      title: null,
      titleColor: soft,
      titleFontWeight: 500,
      labelColor: ink,
      labelFontSize: 13,
      labelLimit: 240,
      symbolSize: 110,
      symbolStrokeWidth: 2.5,
      columnPadding: 18,
      rowPadding: 4,
      offset: 14,
    },
    rule: { stroke: soft },
    range: { category: [1, 2, 3, 4, 5, 6, 7, 8].map((color) => tokens.series({ color })) },
  };
}

/** All that is needed to draw a chart of this width, here or in the worker. */
export function specification(payload, width) {
  const tokens = new Tokens();
  const spec = resolved(payload.spec, payload, width, tokens);
  spec.datasets = { rows: payload.data.rows, tips: payload.data.tips, marks: payload.marks };
  // The worker sees no container: the width stands here, and fits as that of a container does.
  if (spec.width === "container") {
    const autosize = typeof spec.autosize === "string" ? { type: spec.autosize } : spec.autosize;
    spec.width = width;
    spec.autosize = { type: "fit-x", contains: "padding", ...autosize };
  }
  const settings = config(tokens, width);
  // Little room on a phone: the legend stands in two columns there, or in one if its words are long.
  if (width < 520) {
    const longest = Math.max(...payload.data.series.map((series) => series.label.length), 0);
    settings.legend.columns = longest > 18 ? 1 : 2;
    settings.legend.labelLimit = width - 40;
  }
  return { spec, config: settings, locale: payload.locale, names: tokens.names };
}

/** Colour that a saved picture stands on. */
export function ground() {
  return new Tokens().value("--surface");
}
