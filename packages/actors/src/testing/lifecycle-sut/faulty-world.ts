import type { RequestContext, StartContext } from '../../service/service.ts';
import { play } from '../act.ts';
import { createGate, type Gate } from '../gate.ts';

/** What a start hands to the world around it. */
type AtStart = Pick<StartContext<unknown>, 'signal' | 'exit' | 'ignore'>;

/**
 * The world that a service under test meets: everything that it asks of it waits, and then succeeds or
 * fails as the walk says. Call each from the hook of that name, where your service would open a
 * connection, send a query, close a file.
 */
export interface FaultyWorld {
  /** For `start`, with its context. */
  readonly start: (ctx: AtStart) => Promise<void>;
  /** For `handle`. */
  readonly handle: (ctx?: Pick<RequestContext<unknown>, 'signal'>) => Promise<void>;
  /** For `stop`. */
  readonly stop: () => Promise<void>;
  /** For `degrade`, when there is one. */
  readonly degrade: () => Promise<void>;
}

/** The same world, as the walk sees it. */
export interface WorldUnderControl extends FaultyWorld {
  /** What waits for a word, first the one that all others wait for. */
  readonly gates: Readonly<Record<'degrade' | 'start' | 'step' | 'handle' | 'stop', Gate>>;
  /** Whether a stop waits; else it succeeds at once. */
  holdsStop: boolean;
  /** Resources that have been made and not let go of. */
  readonly held: number;
  /** What a custom step does. */
  readonly step: () => Promise<void>;
  /** Ends the service by itself. */
  exit(): void;
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
  let exit: AtStart['exit'] | undefined;
  const world: WorldUnderControl = {
    gates,
    holdsStop: false,
    get held() {
      return held;
    },
    exit: () => exit?.(),
    start: async (ctx) => {
      await play(gates.start, undefined, ctx);
      ({ exit } = ctx);
      held += 1;
    },
    handle: async () => play(gates.handle, undefined),
    stop: async () => {
      await play(world.holdsStop ? gates.stop : 'ok', undefined);
      held -= 1;
    },
    degrade: async () => play(gates.degrade, undefined),
    step: async () => play(gates.step, undefined),
  };
  return world;
}
