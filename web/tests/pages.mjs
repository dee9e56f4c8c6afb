// Every page in every look: no failed rule of axe, nothing said to the console, no sideways scrolling, charts drawn.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PATIENCE } from "./checks.mjs";
import { signIn } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [
  { language: "en", theme: "light", width: 1280, height: 900 },
  { language: "en", theme: "dark", width: 1280, height: 900 },
  { language: "en", theme: "light", width: 320, height: 720 },
  { language: "en", theme: "dark", width: 320, height: 720 },
  { language: "ar", theme: "light", width: 1280, height: 900 },
  { language: "ar", theme: "dark", width: 320, height: 720 },
];

/** Walks all pages in all looks; notes the addresses of the reports for later checks. */
export async function walkPages(browser, site, checks, pictures) {
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  const home = `/courses/${site.course}/`;

  for (const look of LOOKS) await visit("landing", "/", look, 200);
  await signIn(page, site.base, site.account);
  await page.goto(site.base + home);
  site.reports = await page.locator(".reports-menu a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  site.reports = site.reports.filter((path) => path !== home);
  checks.that("the course has reports", site.reports.length > 0);
  const pages = [["courses", "/courses/", 200], ["courses-filtered", "/courses/?availability=current&text_search=a", 200], ["home", home, 200]];
  for (const path of site.reports) pages.push([path.slice(home.length).replaceAll("/", "-").replace(/-$/, ""), path, 200]);
  for (const [name, path] of await waysDown()) pages.push([name, path, 200]);
  pages.push(["notes", `${home}notes/`, 200]);
  site.weighed = ["/courses/", home, ...["enrollment/activity/", "enrollment/geography/"].map((path) => home + path)];
  site.weighed.push(...pages.filter(([name]) => name.endsWith("videos-3")).map(([, path]) => path));
  for (const path of ["/operate/", "/operate/runs/", "/operate/data/", "/operate/reports/"]) {
    pages.push([path.slice(1).replaceAll("/", "-").replace(/-$/, ""), path, 200]);
  }
  await page.goto(`${site.base}/operate/runs/`);
  for (const path of await page.locator(".data a").evaluateAll((links) => links.slice(0, 1).map((link) => link.getAttribute("href")))) {
    pages.push(["operate-run", path, 200]);
  }
  pages.push(["missing", `${home}no-such-report/`, 404]);
  for (const look of LOOKS) {
    for (const [name, path, status] of pages) await visit(name, path, look, status);
  }
  await page.close();

  // The pages below the reports on content, down to the last: by the first link of each table.
  async function waysDown() {
    const found = [];
    for (const top of ["engagement/videos/", "performance/graded_content/", "performance/ungraded_content/", "performance/learning_outcomes/"]) {
      if (!site.reports.includes(home + top)) continue;
      await page.goto(site.base + home + top);
      for (let depth = 1; depth <= 3; depth += 1) {
        const link = page.locator("table.data tbody a").first();
        if ((await link.count()) === 0) break;
        const path = await link.getAttribute("href");
        if (!path.startsWith(home + top)) break;
        found.push([`${top.replaceAll("/", "-").replace(/-$/, "")}-${depth}`, path]);
        await page.goto(site.base + path);
      }
    }
    return found;
  }

  async function visit(name, path, look, status) {
    const what = `${name} in ${look.language}, ${look.theme}, ${look.width} px`;
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.goto(`${site.base}/display/?language=${look.language}&theme=${look.theme}&next=/status/`);
    said.length = 0;
    const answer = await page.goto(site.base + path);
    checks.same(`${what}: status`, answer.status(), status);
    await page.waitForFunction(() => [...document.querySelectorAll(".chart")].every((chart) => chart.dataset.state), null, { timeout: PATIENCE })
      .catch(() => checks.fail(`${what}: charts are drawn`, "they are not"));
    const state = await page.evaluate(() => ({
      language: document.documentElement.lang,
      direction: document.documentElement.dir,
      failed: document.querySelectorAll(".chart[data-state=failed], .note.failed:not([hidden])").length,
      empty: [...document.querySelectorAll(".chart[data-state=drawn] .drawing")].filter((drawing) => !drawing.querySelector("svg path")).length,
      sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      words: document.body.innerText.includes("⟦"),
    }));
    checks.same(`${what}: language`, state.language, look.language);
    checks.same(`${what}: direction`, state.direction, look.language === "ar" ? "rtl" : "ltr");
    checks.same(`${what}: failed parts`, state.failed, 0);
    checks.same(`${what}: empty drawings`, state.empty, 0);
    checks.that(`${what}: nothing scrolls sideways`, state.sideways <= 0, `by ${state.sideways} px`);
    checks.that(`${what}: no message is missing`, !state.words);
    const complaints = said.filter((text) => !(status >= 400 && text.includes(`status of ${status}`)));
    checks.that(`${what}: the console is quiet`, complaints.length === 0, complaints.join("\n"));
    // As a debugger: the page's own policy lets no foreign script in.
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const broken = result.violations.map((rule) => `${rule.id}: ${rule.help}\n${rule.nodes.slice(0, 3).map((node) => `  ${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join("; ")}`).join("\n")}`);
    checks.that(`${what}: axe`, broken.length === 0, broken.join("\n"));
    if (pictures) {
      await page.screenshot({ path: join(pictures, `${name}-${look.language}-${look.theme}-${look.width}.png`), fullPage: true });
    }
  }
}
