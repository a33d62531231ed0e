import { clockCases, type ClockUnderTest } from '../testing/contract/clock-cases.ts';
import { serviceCases } from '../testing/contract/service-cases.ts';
import type { ServiceUnderTest } from '../testing/contract/service-under-test.ts';
import { defineCases } from './define-cases.ts';

/**
 * Defines one test for each rule that a supervisor relies on in a service: that it starts, answers, stops in
 * time, heeds its signal, begins each life afresh, lets go of what it holds. Call it in a `describe`.
 *
 * @param make - a fresh description for each test
 * @example
 * ```ts
 * describe('payments', () =>
 *   serviceContract(() => ({ service: payments, request: { amount: 5 }, held: () => pool.open })));
 * ```
 */
export function serviceContract(make: () => ServiceUnderTest): void {
  defineCases(serviceCases(make));
}

/**
 * Defines one test for each rule that a tree relies on in its clock. Call it in a `describe`.
 *
 * @param make - a fresh clock for each test
 * @example
 * ```ts
 * describe('our clock', () => clockContract(() => ({ clock: ours, advance: (ms) => sleep(ms) })));
 * ```
 */
export function clockContract(make: () => ClockUnderTest): void {
  defineCases(clockCases(make));
}
