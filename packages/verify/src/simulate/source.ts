import type { Injection } from './injection.ts';
import type { OwnClock } from './virtual-clock.ts';

/** Where injections come from: drawn from a seed, or read from a script. */
export interface Source {
  /** When the faults are over: virtual milliseconds. */
  readonly endsAt: number;
  /** Sets its timers: at each, something is injected. */
  begin(clock: OwnClock, inject: (injection: Injection) => void): void;
  /** What is done to every new tree as soon as it is started. */
  atBirth(at: number): readonly Injection[];
  /** How long it takes until a person has a look at what waits for one: milliseconds; `Infinity` when nobody does. */
  personComesAfterMs(): number;
  /** How long a start or stop of a service takes that nothing is put in the way of. */
  usualMs(hook: 'start' | 'stop', path: string, count: number): number;
}
