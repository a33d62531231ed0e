import type { StopReason, StopReport, SupervisionEvent } from '@kintsugi/actors';
import type { Injection } from './injection.ts';
import type { SimulatedLife } from './life.ts';

/** What is wrong, in a sentence; undefined while all is well. */
export type Broken = string | undefined;

/** An invariant of one tree: what it must see to be sure. */
export interface Law {
  readonly onEvent?: (event: SupervisionEvent) => Broken;
  /** Something is about to be done to the tree from outside. */
  readonly onInjection?: (injection: Injection) => void;
  /** `start` is called. */
  readonly onBegan?: (life: SimulatedLife) => Broken;
  /** `start` has succeeded. */
  readonly onOpened?: (life: SimulatedLife) => Broken;
  /** `stop` is called. */
  readonly onReleased?: (life: SimulatedLife, reason: StopReason) => Broken;
  /** A timer has fired, everything that follows from it has happened, and something has. */
  readonly onTurn?: () => Broken;
  /** The faults are over, and nothing is left to happen. */
  readonly atRest?: () => Broken;
  /** The tree has ended; without a report when it ended by itself. */
  readonly atEnd?: (report: StopReport | undefined) => Broken;
  /** Long after that: whatever came late has come. */
  readonly atLast?: () => Broken;
}

/** A law, and what it is called. */
export interface Watch extends Law {
  readonly name: string;
}
