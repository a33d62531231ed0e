import { play } from '../act.ts';
import { createGate, type Gate } from '../gate.ts';

/**
 * The world that a service under test meets: everything that it asks of it waits, and then succeeds or
 * fails as the walk says. Put each in place of what your hook of that name does: opens a connection, sends
 * a query, closes a file.
 */
export interface FaultyWorld {
  /** For `start`. */
  readonly start: () => Promise<void>;
  /** For `handle`. */
  readonly handle: () => Promise<void>;
  /** For `stop`. */
  readonly stop: () => Promise<void>;
  /** For `degrade`, when there is one. */
  readonly degrade: () => Promise<void>;
}

/** The same world, as the walk sees it. */
export interface WorldUnderControl extends FaultyWorld {
  /** What waits for a word. */
  readonly gates: Readonly<Record<'degrade' | 'start' | 'step' | 'handle' | 'stop', Gate>>;
  /** Resources that have been made and not let go of. */
  readonly held: number;
  /** Whether a start has begun before the stop of the life before was over. */
  readonly hasOverlapped: boolean;
  /** What a custom step does. */
  readonly step: () => Promise<void>;
}

export function createWorld(): WorldUnderControl {
  const gates = {
    degrade: createGate(),
    start: createGate(),
    step: createGate(),
    handle: createGate(),
    stop: createGate(),
  };
  let held = 0;
  let hasOverlapped = false;
  return {
    gates,
    get held() {
      return held;
    },
    get hasOverlapped() {
      return hasOverlapped;
    },
    start: async () => {
      hasOverlapped ||= gates.stop.waiting > 0;
      await play(gates.start, undefined);
      held += 1;
    },
    handle: async () => play(gates.handle, undefined),
    stop: async () => {
      await play(gates.stop, undefined);
      held -= 1;
    },
    degrade: async () => play(gates.degrade, undefined),
    step: async () => play(gates.step, undefined),
  };
}
