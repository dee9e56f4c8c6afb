// Counts what held and what did not; says only what did not.
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
