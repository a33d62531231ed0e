/**
 * @throws Error naming what is wrong, what it is and what it must be
 */
export function requireEqual(actual: unknown, expected: unknown, what: string): void {
  const [is, must] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== must) throw new Error(`${what}: must be ${must}, is ${is}`);
}

/**
 * @throws Error naming what is wrong, what it is and what it must be
 */
export function requireAtLeast(actual: number, least: number, what: string): void {
  if (!(actual >= least)) throw new Error(`${what}: must be at least ${least}, is ${actual}`);
}
