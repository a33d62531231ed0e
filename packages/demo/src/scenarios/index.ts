import { critical } from './critical.ts';
import { mixed } from './mixed.ts';
import { recoverable } from './recoverable.ts';
import type { Scenario } from './scenario.ts';
import { stable } from './stable.ts';
import { strategies } from './strategies.ts';
import { transient } from './transient.ts';

/** All scenarios, in the order in which they are told. */
export const scenarios: readonly Scenario[] = [
  stable,
  transient,
  recoverable,
  critical,
  mixed,
  strategies,
];
