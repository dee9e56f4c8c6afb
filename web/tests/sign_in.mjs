// Signing in at an LMS through a browser, and everything that can go wrong on the way.
//
//   OLIVINE_URL    where the site is served
//   OLIVINE_STATE  its SQLite file: rights are made to look old there
//   LMS_URL        the LMS of lms.mjs
//   CHROMIUM       the browser; /usr/bin/chromium without it
//
// Prints `sign-in: N passed, M failed` and exits with 1 if anything failed.
import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Checks, PATIENCE } from "./checks.mjs";

const base = process.env.OLIVINE_URL;
const lms = process.env.LMS_URL;
const state = process.env.OLIVINE_STATE;
const pictures = process.env.OLIVINE_SCREENSHOTS;
const checks = new Checks();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  timeout: 2 * PATIENCE,
});
if (pictures) await mkdir(pictures, { recursive: true });

/** Tells the LMS what to do. */
async function control(change) {
  const answer = await fetch(`${lms}/control`, { method: "POST", body: JSON.stringify(change) });
  return answer.json();
}

/** Makes what the LMS told about everybody look so many minutes old. */
function age(minutes) {
  const script = "import sqlite3, sys, time; db = sqlite3.connect(sys.argv[1], timeout=20); db.execute('UPDATE olivine_lms_person SET read_at = ?', (int(time.time()) - int(sys.argv[2]) * 60,)); db.commit()";
  execFileSync("python3", ["-c", script, state, String(minutes)]);
}

/** Makes rights lapse. */
function lapse() {
  const script = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], timeout=20); db.execute('UPDATE olivine_lms_person SET valid_until = 1, read_at = 1'); db.commit()";
  execFileSync("python3", ["-c", script, state]);
}

/** Somebody with a browser of their own. */
async function somebody(body) {
  const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", ignoreHTTPSErrors: true });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  try {
    await body(page, context);
  } finally {
    await context.close();
  }
}

/** Signs in at the LMS; gives the answer of the last page. */
async function signIn(page, user, path = "/courses/") {
  await page.goto(`${base}${path}`);
  if (page.url().startsWith(`${base}/login/`)) await page.click("a.button.primary");
  await page.waitForURL(`${lms}/oauth2/authorize**`);
  const [answer] = await Promise.all([
    page.waitForNavigation({ url: (url) => url.href.startsWith(base) }),
    page.click(`button[value=${user}]`),
  ]);
  return answer;
}

const said = (page) => page.locator(".note.failed").innerText();
const status = async (page, path) => (await page.goto(`${base}${path}`)).status();
/** Visits a page until its status is this one, and gives the last status. */
async function becomes(page, path, expected) {
  const end = Date.now() + PATIENCE;
  let found = await status(page, path);
  while (found !== expected && Date.now() < end) {
    await page.waitForTimeout(200);
    found = await status(page, path);
  }
  return found;
}

const signedIn = async (page) => (await page.locator(".user-name").count()) > 0;

async function scenario(what, body) {
  await control({ reset: true });
  try {
    await body();
  } catch (error) {
    checks.fail(what, error.stack ?? String(error));
  }
}

const summaries = await courses();
const [first, second, third, other] = summaries;
await control({ people: { ada: { id: 7, courses: [first, second, third] } } });

async function courses() {
  let found = [];
  await scenario("root sees every course", () => somebody(async (page) => {
    const before = (await control({})).asked.courses;
    await signIn(page, "root");
    checks.that("an administrator is signed in", await signedIn(page));
    found = await page.locator("a[href^='/courses/course-v1']").evaluateAll((links) => [...new Set(links.map((link) => decodeURIComponent(link.getAttribute("href")).split("/")[2]))]);
    checks.that("and sees courses", found.length >= 4, found.join(" "));
    const { asked } = await control({});
    checks.same("and nobody asked for them", asked.courses - before, 0);
  }));
  return found;
}

await scenario("a member of a course team", () => somebody(async (page, context) => {
  const deep = `/courses/${first}/enrollment/activity/`;
  await page.goto(`${base}/login/?next=${encodeURIComponent(deep)}`);
  const before = await context.cookies(base);
  await signIn(page, "ada", deep);
  checks.same("one lands where one wanted to go", new URL(page.url()).pathname, deep);
  checks.same("the page names who is signed in", (await page.locator(".user-name").innerText()).trim(), "ada");
  checks.that("no code stays in the address", !page.url().includes("code="), page.url());
  const after = await context.cookies(base);
  const value = (cookies, name) => cookies.find((cookie) => cookie.name === name)?.value;
  checks.that("the form token is another", value(before, "olivine_csrf") !== value(after, "olivine_csrf"));
  for (const cookie of after) {
    checks.that(`${cookie.name} is out of reach of scripts and of other sites`, cookie.httpOnly && cookie.sameSite === "Lax" && cookie.path === "/", JSON.stringify(cookie));
    checks.that(`${cookie.name} has a name of its own`, cookie.name.startsWith("olivine_"));
  }
  checks.same("no attempt is left", value(after, "olivine_sign_in") ?? "", "");
  checks.same("a course of a later page of the list", await status(page, `/courses/${third}/`), 200);
  checks.same("a course of others", await status(page, `/courses/${other}/`), 403);
  checks.same("its download, too", await status(page, `/courses/${other}/csv/enrollment/`), 403);
  const read = (path) => page.evaluate(async (path) => (await fetch(path)).status, path);
  await page.goto(`${base}/courses/`);
  checks.same("the data API takes the sign-in for reading", await read(`/api/v0/courses/${encodeURIComponent(first)}/enrollment/`), 200);
  checks.same("with the same rights", await read(`/api/v0/courses/${encodeURIComponent(other)}/enrollment/`), 403);
  if (pictures) await page.screenshot({ path: join(pictures, "signed-in.png") });

  await page.click(".masthead form[action='/logout/'] button");
  await page.waitForURL(`${lms}/logout`);
  checks.same("signing out ends at the LMS", await page.locator("h1").innerText(), "Signed out of the LMS");
  await page.goto(`${base}/courses/`);
  checks.that("and here", page.url().startsWith(`${base}/login/`), page.url());
}));

await scenario("somebody without courses", () => somebody(async (page) => {
  const answer = await signIn(page, "mel");
  checks.same("no course, no list", answer.status(), 403);
  await control({ people: { mel: { id: 9, courses: [first] } } });
  age(1);
  checks.same("a first course is seen at the next click (UI X20)", await status(page, "/courses/"), 200);
}));

await scenario("rights withdrawn", () => somebody(async (page) => {
  await signIn(page, "ada");
  const path = `/courses/${second}/`;
  checks.same("before", await status(page, path), 200);
  await control({ people: { ada: { id: 7, courses: [first] } } });
  checks.same("told a moment ago, they count", await status(page, path), 200);
  age(20);
  checks.same("old ones count while they are asked for again", await status(page, path), 200);
  checks.same("then they are gone", await becomes(page, path, 403), 403);
  await control({ people: { ada: { id: 7, courses: [first, second, third] } } });
  age(40);
  checks.same("very old ones are waited for: rights given", await status(page, path), 200);
  await control({ people: { ada: { id: 7, courses: [] } } });
  age(40);
  checks.same("and rights withdrawn", await status(page, path), 403);
  await control({ people: { ada: { id: 7, courses: [first, second, third] } } });
  age(40);
  await status(page, path);
}));

await scenario("the LMS is down", () => somebody(async (page) => {
  await signIn(page, "ada");
  await control({ down: true });
  age(40);
  checks.same("whoever is signed in goes on", await status(page, `/courses/${second}/`), 200);
  await somebody(async (newcomer) => {
    await newcomer.goto(`${base}/login/`);
    const [answer] = await Promise.all([newcomer.waitForNavigation(), newcomer.click("a.button.primary")]);
    checks.same("a newcomer gets a page of ours", [answer.status(), answer.headers()["retry-after"]], [503, "30"]);
    checks.that("that says why", (await said(newcomer)).includes("Open edX does not answer"), await said(newcomer));
    if (pictures) await newcomer.screenshot({ path: join(pictures, "lms-down.png"), fullPage: true });
  });
  lapse();
  checks.same("but not for ever", await becomes(page, `/courses/${second}/`, 403), 403);
}));

await scenario("the courses API is down", () => somebody(async (page) => {
  await control({ courses_down: true, people: { new: { id: 21, courses: [first] } } });
  const answer = await signIn(page, "new");
  checks.same("nobody is let in without rights", answer.status(), 503);
  checks.that("and is told", (await said(page)).includes("which courses you may see"), await said(page));
}));

for (const [what, change, code, words] of [
  ["its clock is ten minutes ahead", { ahead: 600 }, 502, "clocks"],
  ["its clock is two hours behind", { ahead: -7200 }, 502, "clocks"],
  ["its token is meant for somebody else", { audience: "another" }, 502, "cannot be believed"],
  ["its token comes from another issuer", { issuer: "https://evil.example/oauth2" }, 502, "cannot be believed"],
  ["its token is signed by another key", { key: "foreign" }, 502, "cannot be believed"],
  ["its token is not signed", { algorithm: "none" }, 502, "cannot be believed"],
  ["it shares too little", { scopes: ["user_id"] }, 403, "too little"],
]) {
  await scenario(what, () => somebody(async (page) => {
    await control(change);
    const answer = await signIn(page, "ada");
    checks.same(`${what}: status`, answer.status(), code);
    checks.that(`${what}: words`, (await said(page)).includes(words), await said(page));
    await page.goto(`${base}/courses/`);
    checks.that(`${what}: nobody is signed in`, !(await signedIn(page)));
  }));
}

for (const ahead of [20, -20]) {
  await scenario(`a clock ${ahead} s off`, () => somebody(async (page) => {
    await control({ ahead, life: 3600 });
    await signIn(page, "ada");
    checks.that(`a clock that is ${ahead} s off is borne`, await signedIn(page));
  }));
}

await scenario("RS256", () => somebody(async (page) => {
  await control({ algorithm: "RS256" });
  await signIn(page, "ada");
  checks.that("RS256 is as good as RS512", await signedIn(page));
}));

for (const [error, code, words] of [
  ["access_denied", 403, "did not let Open edX"],
  ["temporarily_unavailable", 503, "does not answer"],
  ["unauthorized_client", 502, "refuses"],
]) {
  await scenario(error, () => somebody(async (page) => {
    await control({ error });
    await page.goto(`${base}/login/`);
    const [answer] = await Promise.all([
      page.waitForNavigation({ url: (url) => url.href.startsWith(`${base}/complete/`) }),
      page.click("a.button.primary"),
    ]);
    checks.same(`${error}: status`, answer.status(), code);
    checks.that(`${error}: words`, (await said(page)).includes(words), await said(page));
    checks.same(`${error}: there is a way on`, await page.locator("a.button.primary").count(), 1);
  }));
}

await scenario("states and codes", () => somebody(async (page, context) => {
  for (const query of ["", "?code=x", "?code=x&state=made-up", "?error=access_denied&state=made-up"]) {
    const answer = await page.goto(`${base}/complete/edx-oauth2/${query}`);
    checks.same(`a made-up return ${query}`, answer.status(), 400);
  }
  // The code of one browser in another: the first never used it.
  await control({ hold: true });
  await page.goto(`${base}/login/`);
  await page.click("a.button.primary");
  await page.waitForURL(`${lms}/oauth2/authorize**`);
  await page.click("button[value=ada]");
  const back = await page.locator("#back").getAttribute("href");
  await somebody(async (thief) => {
    await thief.goto(`${base}/login/`);
    const answer = await thief.goto(back);
    checks.same("a stolen return does not count elsewhere", answer.status(), 400);
    await thief.goto(`${base}/courses/`);
    checks.that("the thief is not signed in", !(await signedIn(thief)));
  });
  const kept = await context.cookies(base);
  await page.goto(back);
  checks.that("in its own browser it does", await signedIn(page));
  // The same return again, with the cookies of before: the LMS knows that the code was used.
  await context.clearCookies();
  await context.addCookies(kept);
  const again = await page.goto(back);
  checks.same("a code counts once", again.status(), 400);
  checks.that("and nobody is signed in by it", !(await signedIn(page)));
}));

await scenario("two windows", () => somebody(async (page, context) => {
  const another = await context.newPage();
  for (const window of [page, another]) {
    await window.goto(`${base}/login/`);
    await window.click("a.button.primary");
    await window.waitForURL(`${lms}/oauth2/authorize**`);
  }
  await Promise.all([page.waitForURL(`${base}/courses/`), page.click("button[value=ada]")]);
  checks.that("the window that began first finishes", await signedIn(page));
}));

await scenario("open redirects", () => somebody(async (page) => {
  for (const next of ["https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example", "http:/evil.example"]) {
    await page.context().clearCookies();
    await page.goto(`${base}/login/edx-oauth2/?next=${encodeURIComponent(next)}`);
    await page.waitForURL(`${lms}/oauth2/authorize**`);
    await Promise.all([page.waitForNavigation({ url: (url) => url.href.startsWith(base) }), page.click("button[value=ada]")]);
    checks.same(`${JSON.stringify(next)} leads nowhere else`, page.url(), `${base}/courses/`);
  }
}));

await scenario("names of others", () => somebody(async (page) => {
  const answer = await signIn(page, "demo");
  checks.same("an account with a password is not reached through the LMS", answer.status(), 403);
  await control({ people: { ada: { id: 70, courses: [other] } } });
  await page.context().clearCookies();
  const another = await signIn(page, "ada");
  checks.same("a name given to another person of the LMS", another.status(), 403);
  await control({ people: { ada: { id: 7, courses: [first, second, third] } } });
}));

await scenario("tokens of the LMS at the data API", async () => {
  const ask = async (change, course = first) => {
    const { token } = await control({ ...change, token_of: "ada" });
    const answer = await fetch(`${base}/api/v0/courses/${encodeURIComponent(course)}/enrollment/`, { headers: { Authorization: `JWT ${token}` } });
    return [answer.status, (await answer.json()).detail ?? ""];
  };
  checks.same("a good one", (await ask({}))[0], 200);
  checks.same("a course of others", (await ask({}, other))[0], 403);
  checks.same("one that ended", await ask({ ahead: -7200 }), [401, "Invalid token."]);
  checks.same("one for somebody else", await ask({ reset: true, audience: "another" }), [401, "Invalid token."]);
  checks.same("one of another key", await ask({ reset: true, key: "foreign" }), [401, "Invalid token."]);
  const broken = await fetch(`${base}/api/v0/course_summaries/`, { headers: { Authorization: "JWT nonsense" } });
  checks.same("one that is none", [broken.status, (await broken.json()).detail], [401, "Error decoding token."]);
});

await scenario("a report in a frame", () => somebody(async (page) => {
  const { token } = await control({ token_of: "ada" });
  const ask = (body) => fetch(`${base}/api/embed-links/`, { method: "POST", headers: { Authorization: `JWT ${token}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  const answer = await ask({ course_id: first, report: "enrollment.activity", section: "1" });
  checks.same("a link is made", answer.status, 201);
  const { url, expires_in: seconds } = await answer.json();
  checks.same("for minutes", seconds, 600);
  checks.same("not for courses of others", (await ask({ course_id: other, report: "enrollment.activity" })).status, 403);
  checks.same("not for reports that are not there", (await ask({ course_id: first, report: "no.such" })).status, 404);
  await page.goto(`${lms}/unit?frame=${encodeURIComponent(url)}`);
  const frame = page.frameLocator("iframe");
  await frame.locator("h1").waitFor();
  await frame.locator("section.section").first().waitFor();
  checks.same("one section is shown", await frame.locator("section.section").count(), 1);
  checks.same("without a download", await frame.locator("a[href*='/csv/']").count(), 0);
  await frame.locator(".chart[data-state=drawn], .tile, table").first().waitFor();
  if (pictures) await page.screenshot({ path: join(pictures, "embedded.png") });
  checks.same("a link that was changed does not count", (await fetch(url.replace(/\/$/, "x/"))).status, 403);
  const policy = (await fetch(url)).headers.get("content-security-policy");
  checks.that("only the LMS may frame it", policy.includes(`frame-ancestors ${lms}`), policy);
  const pagePolicy = (await fetch(`${base}/login/`)).headers.get("content-security-policy");
  checks.that("and nobody a page", pagePolicy.includes("frame-ancestors 'none'"), pagePolicy);
  await control({ people: { ada: { id: 7, courses: [] } } });
  age(40);
  // After a failure of the LMS nobody's rights are asked for again for some seconds.
  let seen = 0;
  for (const end = Date.now() + PATIENCE; seen !== 403 && Date.now() < end; await page.waitForTimeout(500)) seen = (await fetch(url)).status;
  checks.same("with the rights of its person it ends", seen, 403);
}));

await browser.close();
console.log(`sign-in: ${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);
