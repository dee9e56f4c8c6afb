// Draws the charts of a page: Vega-Lite specifications and rows stand as JSON beside each chart. Nothing is evaluated
// as code (Vega's interpreter), nothing is loaded from elsewhere, and colours and type come from the style sheet.
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import { offerSaving } from "./save.js";

const drawn = new Map();

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function seriesColor(series) {
  return token(`--series-${series?.color ?? 1}`);
}

const DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2], [1, 3], [10, 4], [3, 3]];

// Words that a specification uses for what only the page knows.
function resolved(value, payload) {
  if (typeof value === "string") {
    if (value === "$series") return payload.data.series.map((series) => series.label);
    if (value === "$colors") return payload.data.series.map(seriesColor);
    if (value === "$dashes") return payload.data.series.map((_, position) => DASHES[position % DASHES.length]);
    if (value === "$color") return seriesColor(payload.data.series[0]);
    if (value.startsWith("$--")) return token(value.slice(1));
    // Room for the label of a bar; where there is none for three letters, there are no labels.
    if (value === "$band") return Math.max(Math.floor(band(payload)), 1);
    if (value === "$wide") return band(payload) >= 24;
    if (value === "$step") return payload.data.rows.every((row) => Number.isInteger(row.value)) ? 1 : 0.1;
    if (value.startsWith("$height:")) return Math.round(payload.width * Number(value.slice(8)));
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => resolved(item, payload));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, payload)]));
  }
  return value;
}

function band(payload) {
  const bars = new Set(payload.data.rows.map((row) => row.x)).size;
  return (payload.width - 48) / Math.max(bars, 1) - 4;
}

function config() {
  const ink = token("--ink");
  const soft = token("--ink-soft");
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: "transparent",
    aria: false,
    font,
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
    axisY: { grid: true, gridColor: token("--line"), gridDash: [1, 0], tickCount: 5, titlePadding: 12 },
    axisX: { domain: true, domainColor: token("--line-strong"), ticks: true, tickColor: token("--line-strong"), tickSize: 4 },
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
    range: { category: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => token(`--series-${number}`)) },
  };
}

// A tip is built by the server, formatted in the page's language; here it only gets its elements.
function tipHtml(value, sanitize) {
  const tip = value?.tip ?? value;
  if (!tip || !Array.isArray(tip.lines)) return sanitize(value);
  const lines = tip.lines.map(([label, text]) => `<tr><td class="key">${sanitize(label)}</td><td class="value">${sanitize(text)}</td></tr>`);
  return `<h2>${sanitize(tip.heading)}</h2><table>${lines.join("")}</table>`;
}

async function render(chart) {
  const payload = JSON.parse(chart.querySelector("script[type='application/json']").textContent);
  const target = chart.querySelector(".drawing");
  payload.width = chart.clientWidth;
  const spec = resolved(payload.spec, payload);
  spec.datasets = { rows: payload.data.rows, tips: payload.data.tips, marks: payload.marks };
  // Little room on a phone: the legend stands in two columns there, or in one if its words are long.
  const settings = config();
  if (payload.width < 520) {
    const longest = Math.max(...payload.data.series.map((series) => series.label.length), 0);
    settings.legend.columns = longest > 18 ? 1 : 2;
    settings.legend.labelLimit = payload.width - 40;
  }
  const result = await embed(target, spec, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    logLevel: 1,
    ast: true,
    expr: expressionInterpreter,
    defaultStyle: false,
    tooltip: { formatTooltip: tipHtml, disableDefaultStyle: true, theme: "page" },
    config: settings,
    formatLocale: payload.locale.number,
    timeFormatLocale: payload.locale.time,
  });
  // The drawing as a whole has a name, the table its numbers; single marks would only be noise to screen readers.
  for (const svg of target.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
  drawn.set(chart, result);
  offerSaving(chart, result.view, token("--surface"));
}

export async function draw(chart) {
  chart.classList.add("waiting");
  try {
    await render(chart);
    chart.dataset.state = "drawn";
  } catch (error) {
    console.error(error);
    chart.dataset.state = "failed";
    chart.classList.add("undrawn");
    chart.querySelector(".failed-note")?.removeAttribute("hidden");
  } finally {
    chart.classList.remove("waiting");
  }
}

function redrawAll() {
  for (const [chart, result] of drawn) {
    result.finalize();
    drawn.delete(chart);
    if (chart.isConnected) render(chart);
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
matchMedia("print").addEventListener("change", redrawAll);
