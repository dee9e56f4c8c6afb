// What every page does beyond HTML: swap tables in place, apply display settings at once, fetch the charts' script
// where there is a chart. Without it everything still works by links and buttons.
import htmx from "htmx.org";

htmx.config.includeIndicatorCSS = false;
htmx.config.defaultTimeout = 30000;

const charts = document.body.dataset.charts;

async function drawCharts(root) {
  const waiting = root.querySelectorAll(".chart[data-chart]:not([data-drawn])");
  if (waiting.length === 0 || !charts) return;
  const { draw } = await import(charts);
  for (const chart of waiting) {
    chart.dataset.drawn = "yes";
    draw(chart);
  }
}

// A settings panel closes when one clicks beside it or presses Escape.
document.addEventListener("click", (event) => {
  for (const panel of document.querySelectorAll("details.panel[open]")) {
    if (!panel.contains(event.target)) panel.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of document.querySelectorAll("details.panel[open]")) {
    panel.open = false;
    panel.querySelector("summary").focus();
  }
});

// After a table was sorted or paged in place, the focus stays on what did it, which may be no link any more; where that is gone, as the way
// to the next page is on the last one, it stays with the table.
let focusAfterSwap = null;
document.addEventListener("htmx:before:request", (event) => {
  const link = event.target?.closest?.("[data-focus]");
  focusAfterSwap = link ? { name: link.dataset.focus, table: link.closest(".table-region")?.id } : null;
});
document.addEventListener("htmx:after:swap", () => {
  if (focusAfterSwap) {
    const { name, table } = focusAfterSwap;
    const same = document.querySelector(`[data-focus="${CSS.escape(name)}"]`);
    (same ?? document.getElementById(table)?.querySelector(".table-scroll"))?.focus();
  }
  focusAfterSwap = null;
  drawCharts(document);
});

// What is no page with the table, such as the sign-in page once a sign-in has ended, stands for itself: it is gone to, as the link does
// without scripts.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.raw.ok && !ctx.response.raw.redirected) return;
  event.preventDefault();
  location.assign(ctx.request.action);
});

// Browsers give up requests of a page that is being left, which is no failure. A download leaves nothing.
let isLeaving = false;
addEventListener("beforeunload", () => {
  isLeaving = true;
  setTimeout(() => (isLeaving = false), 2000);
});
document.addEventListener("htmx:error", (event) => {
  const address = event.detail.ctx?.request.action;
  if (address && !isLeaving) location.assign(address);
});

// Links into the old lists kept their state behind a number sign, where servers do not see it.
function fromOldAddress() {
  const state = decoded(location.hash.slice(1));
  const below = { courses: "", course_learners_roster: "details/" }[document.body.dataset.page];
  if (below === undefined || state === "") return;
  if (state.startsWith("?")) location.replace(location.pathname + location.hash.slice(1));
  else if (below !== "" && !document.getElementById(state)) {
    location.replace(`${location.pathname}${below}?${new URLSearchParams({ username: state })}`);
  }
}

/** A text without its percent signs; as it is where they mean nothing. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// Words and numbers are seen first: what charts need would share the line with them. In the background nothing is painted.
function afterPainting(work) {
  if (document.hidden) work();
  else requestAnimationFrame(() => setTimeout(work));
}

fromOldAddress();
afterPainting(() => drawCharts(document));
