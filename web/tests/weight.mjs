// What pages weigh on their way: the first one with all it needs, and the next one.
import { PATIENCE } from "./checks.mjs";

/** Most bytes a first view and a next one may take, compressed. */
const FIRST = 400 * 1024;
const NEXT = 60 * 1024;

/** Visits each page with an empty cache, then again another page with a full one; counts the bytes that came over the wire. */
export async function weighPages(browser, site, checks, { signIn }) {
  const plain = await browser.browser()?.newContext();
  if (!plain) return checks.fail("a browser with an empty cache", "it could not be opened");
  await plain.close();
  for (const path of site.weighed) {
    const context = await browser.browser().newContext();
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    await signIn(page, site.base, site.account);
    const wire = await context.newCDPSession(page);
    await wire.send("Network.clearBrowserCache");
    // Of the worker, too; what comes from the cache counts nothing.
    let told = [];
    // One that ends when its page is left already is of no page that is weighed.
    context.on("requestfinished", (request) => told.push(request.sizes().catch(() => null)));
    let bytes = await settle(page, site.base + path);
    checks.that(`${path} weighs ${Math.round(bytes / 1024)} KB at first`, bytes > 0 && bytes <= FIRST, `${bytes} of ${FIRST} bytes`);
    bytes = await settle(page, `${site.base}${path}?again=1`);
    checks.that(`${path} weighs ${Math.round(bytes / 1024)} KB next`, bytes > 0 && bytes <= NEXT, `${bytes} of ${NEXT} bytes`);
    await context.close();

    async function settle(page, address) {
      told = [];
      await page.goto(address, { waitUntil: "networkidle" });
      await page.waitForFunction(() => [...document.querySelectorAll(".chart")].every((chart) => chart.dataset.state), null, { timeout: PATIENCE });
      const sizes = (await Promise.all(told)).filter((size) => size !== null);
      return sizes.reduce((sum, size) => sum + size.responseHeadersSize + size.responseBodySize, 0);
    }
  }
}
