// Walks every page as people do: phone and desk, light and dark, left to right and right to left; with and without
// scripts. Runs axe without waiving a rule, compares numbers with the data API's, and keeps pictures.
//
//   OLIVINE_URL          where the site is served, for example http://127.0.0.1:8080
//   OLIVINE_USER         an account that sees every course
//   OLIVINE_PASSWORD     its password
//   OLIVINE_CHOICES      set where the site works numbers out for some people and days: every report is tried with them
//   OLIVINE_SCREENSHOTS  folder for pictures; none are kept without it
//   CHROMIUM             the browser; /usr/bin/chromium without it
//
// Prints `web: N passed, M failed` and exits with 1 if anything failed.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { useCharts } from "./charts.mjs";
import { Checks, PATIENCE } from "./checks.mjs";
import { choosePeopleAndDays } from "./filters.mjs";
import { compareNumbers } from "./numbers.mjs";
import { walkPages } from "./pages.mjs";
import { useByKeyboardAndWithoutScripts } from "./manners.mjs";
import { Api, signIn } from "./site.mjs";
import { weighPages } from "./weight.mjs";

const base = (process.env.OLIVINE_URL ?? "").replace(/\/$/, "");
const account = { user: process.env.OLIVINE_USER ?? "", password: process.env.OLIVINE_PASSWORD ?? "" };
const pictures = process.env.OLIVINE_SCREENSHOTS;
if (!base || !account.user || !account.password) {
  console.error("set OLIVINE_URL, OLIVINE_USER and OLIVINE_PASSWORD");
  process.exit(2);
}
if (pictures) await mkdir(pictures, { recursive: true });

const checks = new Checks();
const profile = await mkdtemp(join(tmpdir(), "olivine-web-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  locale: "en-US",
  timezoneId: "UTC",
  reducedMotion: "reduce",
  timeout: 2 * PATIENCE,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
browser.setDefaultTimeout(PATIENCE);
try {
  const api = await Api.open(base, account);
  const site = { base, account, api, course: await api.largestCourse(), reports: [] };
  await walkPages(browser, site, checks, pictures);
  await compareNumbers(browser, site, checks);
  if (process.env.OLIVINE_CHOICES) await choosePeopleAndDays(browser, site, checks);
  await weighPages(browser, site, checks, { signIn });
  await useCharts(browser, site, checks);
  await useByKeyboardAndWithoutScripts(browser, site, checks, { signIn });
} catch (error) {
  checks.fail("the walk ends", error.stack ?? String(error));
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}
console.log(`web: ${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);
