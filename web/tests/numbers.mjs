// Numbers of pages against those of the data API.

/** Compares tiles, tables and downloads of the largest course with the API's rows. */
export async function compareNumbers(browser, site, checks) {
  const { api, base, course } = site;
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${base}/display/?language=en&theme=light&next=/courses/`);
  const everything = "end_date=9999-12-31";
  const of = (path, query = "") => api.get(`courses/${encodeURIComponent(course)}/${path}/${query ? `?${query}` : ""}`);
  const shows = (path) => site.reports.some((report) => report.endsWith(path));
  const open = (path) => page.goto(`${base}/courses/${course}/${path}`);

  const summaries = await api.get("course_summaries/");
  await page.goto(`${base}/courses/`);
  const sum = (name) => summaries.reduce((total, row) => total + row[name], 0);
  checks.same("courses: total enrollment", await tile(page, "total"), sum("cumulative_count"));
  checks.same("courses: current enrollment", await tile(page, "current"), sum("count"));
  checks.same("courses: change", await tile(page, "change"), sum("count_change_7_days"));
  checks.same("courses: how many", number(await page.locator("#results").textContent()), summaries.length);

  if (shows("enrollment/activity/")) {
    const rows = await of("enrollment/mode", everything);
    await open("enrollment/activity/");
    const last = rows.at(-1);
    checks.same("activity: current enrollment", await tile(page, "current"), last.count);
    checks.same("activity: total enrollment", await tile(page, "total"), last.cumulative_count);
    if (rows.length > 7) checks.same("activity: change", await tile(page, "change"), last.count - rows.at(-8).count);
    const cells = await firstRow(page);
    checks.same("activity: newest row", number(cells[1]), last.count);
    const drawn = await chartRows(page);
    const top = drawn.rows.filter((row) => row.x.startsWith(last.date)).reduce((total, row) => total + row.value, 0);
    checks.same("activity: the stack is as high as the count", top, last.count);
    await download(page, `${base}/courses/${course}/csv/enrollment/`, "activity", rows.length);
  }
  if (shows("engagement/content/")) {
    const rows = (await of("activity", everything)) ?? [];
    await open("engagement/content/");
    if (rows.length > 0) {
      const cells = await page.locator("table.data tbody tr").filter({ hasText: long(day(rows.at(-1).interval_end, -1)) }).first().locator("td").allTextContents();
      checks.same("engagement: active people of the newest week", number(cells[0] ?? "-1"), rows.at(-1).any ?? 0);
      await download(page, `${base}/courses/${course}/csv/engagement/activity_trend/`, "engagement", rows.length);
    }
  }
  if (shows("enrollment/geography/")) {
    const rows = (await of("enrollment/location")) ?? [];
    await open("enrollment/geography/");
    if (rows.length > 0) {
      checks.same("geography: countries", await tile(page, "countries"), rows.filter((row) => row.country.alpha2 && row.count > 0).length);
      const largest = Math.max(...rows.map((row) => row.count));
      checks.same("geography: largest", number((await firstRow(page)).at(-1)), largest);
      await download(page, `${base}/courses/${course}/csv/enrollment/geography/`, "geography", rows.length);
    }
  }
  if (shows("demographics/education/")) {
    const rows = (await of("enrollment/education")) ?? [];
    await open("enrollment/demographics/education/?t3-size=100");
    if (rows.length > 0) {
      const shown = await page.locator("table.data tbody tr td:nth-of-type(1)").allTextContents();
      const total = (list) => list.reduce((all, one) => all + one, 0);
      checks.same("education: everybody", total(shown.map(number)), total(rows.map((row) => row.count)));
    }
  }
  if (shows("demographics/age/")) {
    const rows = (await of("enrollment/birth_year")) ?? [];
    await open("enrollment/demographics/age/");
    if (rows.length > 0) {
      const drawn = (await chartRows(page)).rows.reduce((all, row) => all + row.value, 0);
      const year = Number(rows[0].date.slice(0, 4));
      const known = rows.filter((row) => row.birth_year !== null && row.birth_year <= year);
      checks.same("age: everybody known is drawn", drawn, known.reduce((all, row) => all + row.count, 0));
    }
  }
  if (shows("demographics/gender/")) {
    const rows = (await of("enrollment/gender", everything)) ?? [];
    await open("enrollment/demographics/gender/");
    if (rows.length > 0) {
      const last = rows.at(-1);
      const cells = (await firstRow(page)).slice(1).map(number);
      checks.same("gender: newest row", cells, [last.female + last.male + last.other + last.unknown, last.female, last.male, last.other, last.unknown]);
    }
  }
  await page.close();

  async function download(page, address, name, rows) {
    const answer = await page.request.get(address);
    checks.same(`${name}: download`, answer.status(), 200);
    const lines = (await answer.text()).trimEnd().split(/\r?\n/).length;
    checks.same(`${name}: rows of the download`, lines - 1, rows);
  }
}

async function tile(page, id) {
  return number(await page.locator(`[data-tile="${id}"] .figure`).first().textContent());
}

async function firstRow(page) {
  return page.locator("table.data tbody tr").first().locator("th, td").allTextContents();
}

async function chartRows(page) {
  return JSON.parse(await page.locator(".chart script[type='application/json']").first().textContent()).data;
}

function number(text) {
  const plain = text.replaceAll("−", "-").replace(/[^0-9.-]/g, "");
  return /^-{0,2}$/.test(plain) ? 0 : Number(plain);
}

function day(time, change) {
  const date = new Date(`${time.slice(0, 10)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + change);
  return date;
}

function long(date) {
  return date.toLocaleDateString("en-US", { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
}
