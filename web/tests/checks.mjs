// Counts what held and what did not; says only what did not.

/** How long, in milliseconds, something may take that people see at once: the machine may be slow, and busy with other tests. */
export const PATIENCE = 60000;

export class Checks {
  passed = 0;
  failed = 0;

  /** Whether something holds; says what it was and what was found if not. */
  that(what, holds, found = "") {
    if (holds) this.passed += 1;
    else this.fail(what, found);
  }

  /** Whether two values are the same. */
  same(what, found, expected) {
    const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
    this.that(what, left === right, `found ${left}, expected ${right}`);
  }

  fail(what, found) {
    this.failed += 1;
    console.error(`FAILED ${what}${found ? `\n       ${String(found).replaceAll("\n", "\n       ")}` : ""}`);
  }
}
