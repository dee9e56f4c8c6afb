// The pages as people meet them: how long the server takes for each kind of page on a site of many courses, and what Lighthouse
// says of four of them. Adds a section to the book's page.
//
//   OLIVINE_URL, OLIVINE_USER, OLIVINE_PASSWORD   the site and an account that sees every course
//   BENCH_DIR                                     where Lighthouse is installed
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(new URL("../web/package.json", import.meta.url))("playwright-core");
const { Api, signIn } = await import(new URL("../web/tests/site.mjs", import.meta.url));
const installed = createRequire(join(process.env.BENCH_DIR, "/"));
const lighthouse = (await import(pathToFileURL(installed.resolve("lighthouse")))).default;
const desk = (await import(pathToFileURL(installed.resolve("lighthouse/core/config/desktop-config.js")))).default;

const base = process.env.OLIVINE_URL.replace(/\/$/, "");
const account = { user: process.env.OLIVINE_USER, password: process.env.OLIVINE_PASSWORD };
const BOOK = new URL("../docs/bench.md", import.meta.url);
const TITLE = "## Pages";
/** Courses whose pages are asked for. */
const COURSES = 40;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Asks for a page as a browser does; gives the milliseconds until all of it is there. */
function timed(path, cookie) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const headers = { cookie, accept: "text/html", "accept-encoding": "gzip" };
    const request = http.get(base + path, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`));
      answer.on("data", () => {});
      answer.on("end", () => resolve(performance.now() - begin));
    });
    request.on("error", reject);
  });
}

const quantile = (times, share) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

async function serverTimes(page, courses) {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const home = `/courses/${courses[0]}/`;
  await page.goto(base + home);
  const links = await page.locator(".reports-menu a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const below = links.filter((path) => path !== home).map((path) => path.slice(home.length));
  const rows = [["courses list", courses.map(() => "/courses/")], ["course home", courses.map((course) => `/courses/${course}/`)]];
  for (const path of below) rows.push([path, courses.map((course) => `/courses/${course}/${path}`)]);
  const roster = ["", "&page=500", "&text_search=an", "&order_by=problems_attempted&sort_order=desc"];
  rows.push(["roster of 50 000 learners", Array(5).fill(roster).flat().map((rest) => `${home}learners/?everybody=1${rest}`)]);
  const timeline = await timelineOf(page, home);
  if (timeline) rows.push(["timeline of a video of 2 hours", Array(20).fill(timeline)]);
  const found = [];
  for (const [name, paths] of rows) {
    const times = [];
    for (const path of paths) times.push(await timed(path, cookie));
    found.push({ name, times });
  }
  return found;
}

async function lighthouseScores(page, port, course) {
  const home = `/courses/${course}/`;
  const paths = { "courses list": "/courses/", "course home": home, "enrollment activity": `${home}enrollment/activity/` };
  const timeline = await timelineOf(page, home);
  if (timeline) paths["video timeline"] = timeline;
  const found = [];
  for (const [name, path] of Object.entries(paths)) {
    const flags = { port, onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: "error" };
    // With the form of a desk alone, the page of a desk would be judged on the line and processor of a phone.
    const result = await lighthouse(base + path, flags, desk);
    const { categories, audits } = result.lhr;
    found.push({ name, scores: CATEGORIES.map((category) => (categories[category].score === null ? "not rated" : Math.round(categories[category].score * 100))) });
    for (const category of CATEGORIES) {
      for (const { id } of categories[category].auditRefs) {
        const { score, title } = audits[id];
        if (score !== null && score < 0.9) console.log(`${name}: ${category}: ${title} (${score})`);
      }
    }
  }
  return found;
}

/** The page of a video: down from the table of videos by its first links. */
async function timelineOf(page, home) {
  let path = `${home}engagement/videos/`;
  for (let depth = 0; depth < 3; depth += 1) {
    await page.goto(base + path);
    const link = page.locator("table.data tbody a").first();
    if ((await link.count()) === 0) return null;
    path = await link.getAttribute("href");
  }
  return path;
}

function report(times, scores, courses) {
  const all = times.flatMap((row) => row.times);
  const line = ({ name, times }) => `| ${name} | ${quantile(times, 0.5).toFixed(1)} | ${quantile(times, 0.95).toFixed(1)} | ${Math.max(...times).toFixed(1)} |`;
  return [
    TITLE,
    "",
    `Each kind of page for ${Math.min(COURSES, courses)} of ${courses} courses, one request after the other, on ${cpus().length} processors; the time is that until the whole `
      + `page is there. The largest course was given a roster of 50 000 and videos of two hours. Over all pages the 95th percentile is ${quantile(all, 0.95).toFixed(1)} ms; wanted are 50 at most.`,
    "",
    "| page | p50 ms | p95 ms | longest ms |",
    "|---|---:|---:|---:|",
    ...times.map(line),
    "",
    "Lighthouse, with its settings for a desk. Wanted are 95 and more.",
    "",
    `| page | ${CATEGORIES.join(" | ")} |`,
    `|---|${"---:|".repeat(CATEGORIES.length)}`,
    ...scores.map(({ name, scores }) => `| ${name} | ${scores.join(" | ")} |`),
    "",
  ].join("\n");
}

const port = 9222 + (process.pid % 1000);
const profile = await mkdtemp(join(tmpdir(), "olivine-bench-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  locale: "en-US",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", `--remote-debugging-port=${port}`],
});
try {
  const page = await browser.newPage();
  await signIn(page, base, account);
  const api = await Api.open(base, account);
  const known = await api.get("course_summaries/");
  const courses = known.toSorted((a, b) => b.count - a.count).slice(0, COURSES).map((course) => course.course_id);
  const times = await serverTimes(page, courses);
  const scores = await lighthouseScores(page, port, courses[0]);
  const text = report(times, scores, known.length);
  console.log(text);
  const before = (await readFile(BOOK, "utf8")).split(TITLE)[0].trimEnd();
  await writeFile(BOOK, `${before}\n\n${text}`);
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}
