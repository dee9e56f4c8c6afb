// How pages behave in the hand: by keyboard, in place, on paper, and without scripts.
import { PATIENCE } from "./checks.mjs";

/** Sorting in place, the skip link, the settings, paper, and a browser whose scripts are off. */
export async function useByKeyboardAndWithoutScripts(browser, site, checks, { signIn }) {
  const report = `${site.base}${site.reports[0]}`;
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${site.base}/display/?language=en&theme=auto&next=/courses/`);

  await page.goto(report);
  await page.keyboard.press("Tab");
  checks.same("the first stop is the skip link", await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash === "#main")
    .catch(() => checks.fail("it leads to the content", page.url()));

  const before = await page.locator("table.data tbody tr").first().textContent();
  const documents = [];
  page.on("request", (request) => request.isNavigationRequest() && documents.push(request.url()));
  await page.locator("table.data thead a").first().focus();
  await page.keyboard.press("Enter");
  const isAnother = (old) => (document.querySelector("table.data tbody tr")?.textContent ?? old) !== old;
  await page.waitForFunction(isAnother, before, { timeout: PATIENCE })
    .catch(() => checks.fail("a heading sorts its table", "nothing changed"));
  checks.same("the page is not loaded for it", documents.length, 0);
  await page.waitForURL((url) => url.search.includes("sort="))
    .catch(() => checks.fail("the order stands in the address", page.url()));
  checks.same("the heading says so", await page.locator("table.data thead th[aria-sort]").first().getAttribute("aria-sort"), "ascending");
  await page.waitForFunction(() => document.activeElement?.closest("thead"))
    .catch(() => checks.fail("the focus stays on the heading", "it is elsewhere"));
  await page.goBack();
  await page.waitForFunction((old) => document.querySelector("table.data tbody tr")?.textContent === old, before, { timeout: PATIENCE })
    .catch(() => checks.fail("back leads back", "the table is not as before"));

  const next = page.locator(".table-region .pager a").first();
  if (await next.count()) {
    await next.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches(".pager [aria-current]"), null, { timeout: PATIENCE })
      .catch(() => checks.fail("the focus stays on the page chosen", "it is elsewhere"));
    await page.goto(report);
  }

  await page.locator(".panel > summary").click();
  await page.keyboard.press("Escape");
  checks.same("Escape closes the settings", await page.locator(".panel[open]").count(), 0);

  await page.locator(".chart[data-state=drawn]").first().waitFor();
  await page.locator(".chart .drawing svg").first().scrollIntoViewIfNeeded();
  const drawing = await page.locator(".chart .drawing svg").first().boundingBox();
  if (drawing) {
    await page.mouse.move(drawing.x + drawing.width / 2, drawing.y + drawing.height / 2, { steps: 5 });
    await page.locator("#vg-tooltip-element.visible").waitFor({ timeout: PATIENCE })
      .catch(() => checks.fail("the pointer shows numbers", "there is no tip"));
  }

  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const paper = await page.evaluate(() => ({
    background: getComputedStyle(document.body).backgroundColor,
    menu: getComputedStyle(document.querySelector(".reports-menu")).display,
  }));
  checks.same("paper is white, without menu", paper, { background: "rgb(255, 255, 255)", menu: "none" });
  const values = ["--series-1", "--map-low", "--good", "--bad"];
  const inks = () => page.evaluate((names) => names.map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()), values);
  const onPaper = await inks();
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  checks.same("drawings are light on paper", onPaper, await inks());
  const chosen = page.locator(".on-paper");
  await page.goto(`${report}?from=2020-01-01`);
  checks.that("a choice is said in its form on the screen", !(await chosen.isVisible()));
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  checks.that("and in words on paper", (await chosen.isVisible()) && (await chosen.innerText()).includes("2020"));
  checks.that("and how many rows there are", await page.locator(".table-foot [role=status]").first().isVisible());
  checks.that("but no links to others", !(await page.locator(".table-foot a").first().isVisible()));
  await page.close();

  const other = await browser.browser()?.newContext() ?? null;
  if (other) {
    other.setDefaultTimeout(PATIENCE);
    const tab = await other.newPage();
    await signIn(tab, site.base, site.account);
    await tab.goto(report);
    await tab.locator("table.data thead a").first().waitFor();
    await other.clearCookies();
    await tab.locator("table.data thead a").first().click();
    await tab.waitForURL("**/login/**")
      .catch(() => checks.fail("sorting after the sign-in ended leads to signing in", tab.url()));
    checks.that("and back to the table afterwards", decodeURIComponent(tab.url()).includes("sort="), tab.url());

    await signIn(tab, site.base, site.account);
    const errors = [];
    tab.on("pageerror", (error) => errors.push(String(error)));
    await tab.goto(`${report}#100%`);
    await tab.locator(".chart[data-state=drawn]").first().waitFor()
      .catch(() => checks.fail("an odd end of an address keeps charts", "none is drawn"));
    checks.same("and breaks no script", errors, []);
    await other.close();
  } else {
    checks.fail("a browser of its own", "it could not be opened");
  }

  const plain = await browser.browser()?.newContext({ javaScriptEnabled: false }) ?? null;
  const bare = plain ? await plain.newPage() : null;
  if (bare) {
    plain.setDefaultTimeout(PATIENCE);
    await signIn(bare, site.base, site.account);
    await bare.goto(report);
    checks.that("without scripts the numbers are there", (await bare.locator("table.data tbody tr").count()) > 0);
    await bare.locator("table.data thead a").nth(1).click();
    await bare.waitForURL((url) => url.search.includes("sort="))
      .catch(() => checks.fail("and sort by links", bare.url()));
    await bare.goto(`${site.base}/courses/?text_search=${encodeURIComponent(site.course)}`);
    checks.same("and search", await bare.locator("td.date").count() > 0, true);
    await plain.close();
  } else {
    checks.fail("a browser without scripts", "it could not be opened");
  }
}
