/** A test as data, for any test runner: `it(title, run)`. */
export interface TestCase {
  readonly title: string;
  /** Rejects when the test fails. Undefined: there is nothing to run, it is only listed. */
  readonly run: (() => Promise<void>) | undefined;
}
