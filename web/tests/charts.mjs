// Charts in the hand: drawn beside the page's thread, live once somebody turns to them, saved, redrawn, and when they cannot be.
import { readFile } from "node:fs/promises";
import { PATIENCE } from "./checks.mjs";

/** What a report's first chart does from the first drawing on. */
export async function useCharts(browser, site, checks) {
  const report = `${site.base}${site.reports[0]}`;
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${site.base}/display/?language=en&theme=auto&next=/courses/`);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const isLive = () => asked.some((path) => path.includes("/live-"));

  await open(page, report);
  checks.same("a worker draws", page.workers().length, 1);
  checks.that("what answers the pointer waits for one", !isLive(), asked.join("\n"));
  const figure = page.locator("figure:has(.chart)").first();
  const svg = figure.locator(".drawing svg");
  const before = await svg.boundingBox();
  await svg.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await svg.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
  await page.locator("#vg-tooltip-element.visible").waitFor({ timeout: PATIENCE })
    .catch(() => checks.fail("a resting pointer is answered", "there is no tip"));
  checks.that("what answers it was fetched", isLive());
  const after = await svg.boundingBox();
  checks.same("nothing moves when the chart comes to life", [after.width, after.height], [before.width, before.height]);
  checks.same("there is one drawing, which screen readers pass over", await svg.evaluateAll((all) => all.map((one) => one.getAttribute("aria-hidden"))), ["true"]);

  await page.reload();
  await drawn(page);
  for (const [kind, beginning] of [["svg", "<svg"], ["png", "\u0089PNG"]]) {
    const download = page.waitForEvent("download", { timeout: PATIENCE });
    await figure.locator(`button[data-save=${kind}]`).click();
    const file = await download.catch(() => null);
    const content = file ? await readFile(await file.path(), "latin1") : "";
    checks.that(`a chart is saved as ${kind}`, file?.suggestedFilename().endsWith(`.${kind}`) && content.startsWith(beginning), content.slice(0, 80));
    checks.that(`colours of the ${kind} are its own`, !content.includes("var("));
  }

  const ink = () => svg.locator("text").first().evaluate((text) => getComputedStyle(text).fill);
  const light = await ink();
  await svg.evaluate((one) => (one.dataset.isOld = "yes"));
  await page.emulateMedia({ colorScheme: "dark" });
  await figure.locator(".drawing svg:not([data-is-old])").waitFor({ timeout: PATIENCE })
    .catch(() => checks.fail("another theme is drawn", "the drawing is the old one"));
  const dark = await ink();
  checks.that("it has other colours", dark !== light, dark);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  // What answers the pointer has the colours it was drawn in; it gives way with the next frame.
  const hasOther = (was) => {
    const text = document.querySelector("figure .chart .drawing svg text");
    return text !== null && getComputedStyle(text).fill !== was;
  };
  const isOwn = await page.waitForFunction(hasOther, dark, { timeout: PATIENCE }).then(() => true, () => false);
  checks.that("paper has its own", isOwn, dark);
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  await page.setViewportSize({ width: 700, height: 900 });
  await page.waitForFunction(() => {
    const chart = document.querySelector(".chart");
    return Number(chart.querySelector("svg")?.getAttribute("width")) === chart.clientWidth;
  }, null, { timeout: PATIENCE }).catch(() => checks.fail("a narrower window is drawn for", "the drawing is as wide as before"));
  await page.close();

  // Where marks lead somewhere, the table has the same links, with names.
  const content = `/courses/${site.course}/performance/graded_content/`;
  if (site.reports.includes(content)) {
    const linked = await browser.newPage();
    await open(linked, site.base + content);
    const drawings = linked.locator(".chart .drawing");
    checks.that("marks lead somewhere", (await drawings.locator("svg a").count()) > 0);
    const stops = await drawings.locator("svg a, svg [tabindex]").evaluateAll((all) => all.filter((one) => one.tabIndex >= 0).length);
    checks.same("a drawing holds nothing that the keyboard stops at", stops, 0);
    await linked.close();
  }

  const withoutWorker = await browser.newPage();
  await withoutWorker.route("**/assets/worker-*", (route) => route.abort());
  await open(withoutWorker, report);
  checks.same("without a worker the page draws", await withoutWorker.locator(".chart").first().getAttribute("data-state"), "drawn");
  await withoutWorker.close();

  const broken = await browser.newPage();
  await broken.route(report, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('"spec":{', '"spec":{},"unused":{') });
  });
  await open(broken, report);
  checks.same("a chart that cannot be drawn fails", await broken.locator(".chart").first().getAttribute("data-state"), "failed");
  checks.that("and says so", await broken.locator(".failed-note").first().isVisible());
  await broken.close();

  async function open(tab, address) {
    await tab.goto(address);
    await drawn(tab);
  }

  async function drawn(tab) {
    await tab.waitForFunction(() => [...document.querySelectorAll(".chart")].every((chart) => chart.dataset.state), null, { timeout: PATIENCE });
  }
}
