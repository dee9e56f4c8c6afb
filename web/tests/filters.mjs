// Days and people: every page of a report has them, tells what it cannot tell apart, and counts nobody twice.

/** How often, once a second, it is looked whether numbers are there that are being worked out. */
const LOOKS = 120;

/** Opens every report for some people and some days. */
export async function choosePeopleAndDays(browser, site, checks) {
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${site.base}/display/?language=en&theme=light&next=/courses/`);
  const home = `/courses/${site.course}/`;
  // The list of learners has filters of its own; one about a single person has nobody to leave out.
  const reports = site.reports.filter((path) => path !== `${home}learners/`);
  for (const path of reports) {
    const name = path.slice(home.length);
    await open(path);
    if ((await page.locator("#person").count()) > 0) continue;
    const asOf = await page.locator("main").innerText();
    checks.that(`${name}: staff can be left out`, (await page.locator("input[name=without_staff]").count()) === 1);
    const hasDays = (await page.locator("#range-from").count()) === 1;
    checks.that(`${name}: days can be chosen`, hasDays || name === "performance/modules/", asOf.slice(0, 200));
    await choose(path, name, "without_staff=1", []);
    for (const filter of ["track", "cohort"]) {
      const choices = await choicesOf(path, filter);
      checks.that(`${name}: there is a choice of ${filter}`, choices.length > 1 || filter === "cohort");
      if (choices.length > 0) await choose(path, name, `${filter}=${encodeURIComponent(choices[0])}`, []);
    }
    if (hasDays) await choose(path, name, `from=${daysAgo(20)}&to=${daysAgo(6)}&without_staff=1`, ["From"]);
  }

  // The roster of another day, and without staff.
  if (site.reports.includes(`${home}learners/`)) {
    const count = async (choice) => {
      await open(`${home}learners/?everybody=1${choice}`);
      return Number((await page.locator("#results").innerText()).replaceAll(/[^0-9]/g, ""));
    };
    const [all, before, learners] = [await count(""), await count(`&to=${daysAgo(30)}`), await count("&without_staff=1")];
    checks.that("learners: fewer were there before", before > 0 && before < all, `${before} of ${all}`);
    checks.that("learners: staff are few", learners > 0 && learners <= all, `${learners} of ${all}`);
  }

  // Whoever is enrolled is in one track: the tracks together are everybody. Not so where the LMS says who is enrolled: of some there is no
  // event, and so no track.
  const parts = [
    ["enrollment/demographics/age/", 3],
    ["enrollment/demographics/education/", 3],
    ["engagement/learner-groups/", 2],
  ];
  for (const [name, table] of parts) {
    checks.that(`${name}: is a report`, reports.includes(home + name));
    const all = await learners(home + name, table, "");
    let sum = 0;
    for (const track of await choicesOf(home + name, "track")) sum += await learners(home + name, table, `track=${encodeURIComponent(track)}`);
    checks.that(`${name}: there is somebody`, all > 0);
    checks.same(`${name}: all tracks together`, sum, all);
  }

  // A choice stays when one goes deeper.
  const down = `${home}performance/graded_content/`;
  if (reports.includes(down)) {
    await open(`${down}?without_staff=1`);
    const link = await page.locator("table.data tbody a").first().getAttribute("href");
    checks.that("a choice goes along on the way down", link?.includes("without_staff=1"), link);
    await open(link);
    checks.that("and back up", (await page.locator(".crumbs a").first().getAttribute("href")).includes("without_staff=1"));
    checks.that("and is shown there", await page.locator("input[name=without_staff]").isChecked());
  }
  await page.close();

  async function open(path) {
    // What is still being worked out is there a little later.
    for (let time = 0; time < LOOKS; time += 1) {
      const answer = await page.goto(site.base + path);
      checks.same(`${path}: status`, answer.status(), 200);
      if (!(await page.locator("main").innerText()).includes("Working it out")) return;
      await page.waitForTimeout(1000);
    }
    checks.fail(`${path}: numbers come`, "they are still being worked out");
  }

  async function choose(path, name, choice, unknown) {
    await open(`${path}?${choice}`);
    const failed = await page.locator(".note.failed:not([hidden])").allInnerTexts();
    checks.same(`${name} with ${choice}: failed sections`, failed, []);
    const feet = (await page.locator(".section-foot").allInnerTexts()).filter((text) => text.includes("do not depend on"));
    const unexpected = feet.filter((text) => !unknown.some((word) => text.includes(`do not depend on: ${word}.`)));
    checks.same(`${name} with ${choice}: what does not know it`, unexpected, []);
  }

  async function choicesOf(path, filter) {
    await page.goto(site.base + path);
    const options = await page.locator(`select[name=${filter}] option`).evaluateAll((all) => all.map((option) => option.value));
    return options.filter((value) => value !== "");
  }

  /** Sum of the column with people in a table, as it is saved. */
  async function learners(path, table, choice) {
    const text = await page.evaluate(async ([address, looks]) => {
      for (let time = 0; time < looks; time += 1) {
        const answer = await fetch(address);
        if (answer.ok) return answer.text();
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      return "";
    }, [`${site.base}${path}?${choice}&download=t${table}.csv`, LOOKS]);
    const [head, ...rows] = text.trim().split(/\r?\n/).map((line) => line.replace(/^\uFEFF/, "").split(","));
    const column = head.findIndex((cell) => /learners|people|enroll/i.test(cell) && !/percent/i.test(cell));
    return rows.reduce((sum, row) => sum + (Number(row[column].replaceAll('"', "")) || 0), 0);
  }
}

function daysAgo(days) {
  return new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);
}
