import type { InjectionOf } from './injection.ts';

/** What became of an ask. */
export const OUTCOMES = [
  /** Answered by the service itself. */
  'answered',
  /** Answered by its fallback. */
  'fallback',
  /** Its operation failed for good. */
  'failed',
  /** Nobody was there to take it. */
  'refused',
  /** The life that worked on it has ended. */
  'interrupted',
  /** Its caller would not wait any longer. */
  'given up',
] as const;

/** One of {@link OUTCOMES}. */
export type Outcome = (typeof OUTCOMES)[number];

/** A message on its way through a simulated tree; it is the request that `handle` gets. */
export class SimulatedMessage {
  /** XState logic in the place of a played service takes it for an event. */
  readonly type = 'simulated.message';
  readonly number: number;
  readonly injection: InjectionOf<'ask' | 'tell'>;
  readonly path: string;
  /** A service asks it of another one, while it works on a message of this number. */
  readonly isThrough: boolean;
  /** Its worker has been called for it. */
  hasBegun = false;
  requestId = '';
  /** It has come to a good end: once. */
  onDone: (() => void) | undefined;

  constructor(number: number, injection: InjectionOf<'ask' | 'tell'>, isThrough = false) {
    this.number = number;
    this.injection = injection;
    this.path = injection.path;
    this.isThrough = isThrough;
  }

  done(): void {
    this.onDone?.();
    this.onDone = undefined;
  }
}
