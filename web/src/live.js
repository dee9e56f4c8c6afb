// Draws a chart that answers the pointer and can be saved. Nothing is evaluated as code (Vega's interpreter).
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

// A tip is built by the server, formatted in the page's language; here it only gets its elements.
function tipHtml(value, sanitize) {
  const tip = value?.tip ?? value;
  if (!tip || !Array.isArray(tip.lines)) return sanitize(value);
  const lines = tip.lines.map(([label, text]) => `<tr><td class="key">${sanitize(label)}</td><td class="value">${sanitize(text)}</td></tr>`);
  return `<h2>${sanitize(tip.heading)}</h2><table>${lines.join("")}</table>`;
}

/** Draws into an element of its own, which takes its place once it is complete. */
export async function drawLive({ spec, config, locale }) {
  const element = document.createElement("div");
  const { view, finalize } = await embed(element, spec, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    logLevel: 1,
    ast: true,
    expr: expressionInterpreter,
    defaultStyle: false,
    tooltip: { formatTooltip: tipHtml, disableDefaultStyle: true, theme: "page" },
    config,
    formatLocale: locale.number,
    timeFormatLocale: locale.time,
  });
  return { element, view, finalize };
}
