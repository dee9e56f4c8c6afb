// Draws charts beside the page's thread, one after the other, and answers with the text of an SVG. Nothing is evaluated as
// code (Vega's interpreter).
import { Error as ERRORS, View, formatLocale, logger, parse, timeFormatLocale } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";

async function drawn({ spec, config, locale }) {
  const errors = logger(ERRORS);
  formatLocale(locale.number);
  timeFormatLocale(locale.time);
  const runtime = parse(compile(spec, { config, logger: errors }).spec, {}, { ast: true });
  const view = new View(runtime, { renderer: "none", expr: expressionInterpreter, logger: errors });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

// Colours become the style sheet's own, so that a drawing follows the theme and paper without being drawn again. Ids must not
// be those of a drawing of the page's thread, which counts from the start as well. The policy of the pages forbids style
// attributes: the page sets them.
function fitted(svg, names) {
  const attribute = (whole, name, value) => {
    if (name === "style") return ` data-style="${value}"`;
    if (name === "id") return ` id="still-${value}"`;
    if (value.startsWith("url(#")) return ` ${name}="url(#still-${value.slice(5)}"`;
    const token = ["fill", "stroke", "stop-color"].includes(name) ? names.get(value) : undefined;
    return token ? ` ${name}="var(${token})"` : whole;
  };
  // Vega writes quotes and brackets in values as entities, so these can only be marks of the tags themselves.
  return svg.replace(/<[^<>]+>/g, (tag) => tag.replace(/ ([a-z-]+)="([^"]*)"/g, attribute));
}

onmessage = async ({ data: task }) => {
  try {
    postMessage({ svg: fitted(await drawn(task), task.names) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
