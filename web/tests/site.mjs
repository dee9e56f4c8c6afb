// Signing in, and the data API of the same site.

/** Signs in by the form; afterwards the page is the list of courses. */
export async function signIn(page, base, account) {
  await page.goto(`${base}/login/`);
  await page.fill("#user", account.user);
  await page.fill("#password", account.password);
  await page.click(".sign-in button[type=submit]");
  await page.waitForURL("**/courses/");
}

/** The data API, with a token of the account. */
export class Api {
  #base;
  #token;

  static async open(base, account) {
    const api = new Api();
    api.#base = base;
    const form = new URLSearchParams({ username: account.user, password: account.password });
    const answer = await fetch(`${base}/api-token-auth/`, { method: "POST", body: form });
    if (!answer.ok) throw new Error(`no token: ${answer.status} ${await answer.text()}`);
    api.#token = (await answer.json()).token;
    return api;
  }

  /** The JSON below /api/v0/, or null where the API says that there is none. */
  async get(path) {
    const answer = await fetch(`${this.#base}/api/v0/${path}`, { headers: { Authorization: `Token ${this.#token}` } });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** The course with most people. */
  async largestCourse() {
    const summaries = (await this.get("course_summaries/")) ?? [];
    if (summaries.length === 0) throw new Error("the site has no courses");
    return summaries.reduce((largest, course) => (course.count > largest.count ? course : largest)).course_id;
  }
}
