import { invalidOption, reduce as shipped, requireInteger } from '@kintsugi/core';
import { requireKnownOptions } from './known-options.ts';
import type { Reduce } from './model/supervisor-model.ts';
import type { Scope } from './model/scope.ts';
import { checkedProperties } from './properties/checked-properties.ts';
import type { TurnProperty } from './properties/property.ts';

/** How much of a supervisor's life is explored. Every claim of the check is about this much, and no more. */
export interface VerifyOptions {
  /**
   * Children of one supervisor: 1 to 5.
   *
   * @default 2
   */
  readonly services?: number;
  /**
   * Things that go wrong, of all children together: faults, exits, starts and attempts that fail or hang; an
   * integer of at least 0, or `Infinity`. One more takes ten to thirty times as long.
   *
   * @default 2
   */
  readonly maxFaults?: number;
  /**
   * Of those, starts and stops that take too long: an integer of at least 0.
   *
   * @default 1
   */
  readonly maxHangs?: number;
  /**
   * Orders of operators (`recover`, `restartChild`, `terminateChild`, `deleteChild`): an
   * integer of at least 0.
   *
   * @default 0
   */
  readonly maxOrders?: number;
  /**
   * Nothing goes wrong that need not while so many reports wait for the supervisor: 1 to 8.
   *
   * @default as many as `services`
   */
  readonly mailbox?: number;
  /**
   * How long the shortest window lasts, in ticks of the model's clock: 1 to 8.
   *
   * @default 1
   */
  readonly window?: number;
  /**
   * Where the search is given up, of each supervisor: states, an integer of at least 1.
   *
   * @default 2_000_000
   */
  readonly maxStates?: number;
  /**
   * What else must hold of every turn, each under a name of its own, which none of ours has.
   *
   * @default []
   */
  readonly properties?: readonly TurnProperty[];
  /**
   * The decision logic under test.
   *
   * @default the reducer that ships
   */
  readonly reduce?: Reduce;
}

/** {@link VerifyOptions}, complete and in range. */
export interface CheckedOptions {
  readonly services: number;
  readonly scope: Scope;
  readonly window: number;
  readonly maxStates: number;
  readonly properties: readonly TurnProperty[];
  readonly reduce: Reduce;
}

const KEYS = [
  'services',
  'maxFaults',
  'maxHangs',
  'maxOrders',
  'mailbox',
  'window',
  'maxStates',
  'properties',
  'reduce',
];

/**
 * The options with their defaults.
 *
 * @throws InvalidOptionError naming the option, the rule and the value
 */
export function checkedOptions(options: VerifyOptions): CheckedOptions {
  requireKnownOptions('verify', options, KEYS);
  const { services = 2, window = 1, maxStates = 2_000_000 } = options;
  const { properties = [], reduce = shipped } = options;
  requireWithin('services', services, 1, 5);
  const scope = checkedScope(options, services);
  requireWithin('window', window, 1, 8);
  requireInteger('verify.maxStates', maxStates, { min: 1 });
  if (typeof reduce !== 'function') throw invalidOption('verify.reduce', 'a function', reduce);
  return { services, scope, window, maxStates, properties: checkedProperties(properties), reduce };
}

function checkedScope(options: VerifyOptions, services: number): Scope {
  const { maxFaults = 2, maxHangs = 1, maxOrders = 0, mailbox = services } = options;
  if (maxFaults !== Infinity) requireInteger('verify.maxFaults', maxFaults, { min: 0 });
  requireInteger('verify.maxHangs', maxHangs, { min: 0 });
  requireInteger('verify.maxOrders', maxOrders, { min: 0 });
  requireWithin('mailbox', mailbox, 1, 8);
  return { maxFaults, maxHangs, maxOrders, mailbox };
}

function requireWithin(option: string, value: number, min: number, max: number): void {
  requireInteger(`verify.${option}`, value, { min });
  if (value > max) throw invalidOption(`verify.${option}`, `at most ${max}`, value);
}
