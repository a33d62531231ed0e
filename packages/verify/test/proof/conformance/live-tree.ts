import {
  type AnySupervisorLogic,
  deleteChild,
  recordFlight,
  recover,
  refAt,
  restartChild,
  type Service,
  stop,
  tell,
  type Tree,
  terminateChild,
  UnknownChildError,
} from '@kintsugi/actors';
import { withServices } from '@kintsugi/actors/testing';
import type { SupervisorInput } from '@kintsugi/core';
import { type AnyActorRef, createActor } from 'xstate';
import { steerableClock } from './steerable-clock.ts';
import type { Begun, Ending, Steered } from './steered.ts';
import { steeredFunctions } from './steered-functions.ts';
import { steeredMachine } from './steered-machine.ts';

export const ORDERS = { recover, restartChild, terminateChild, deleteChild } as const;

/** One child as it is seen from outside. */
export interface SeenChild {
  readonly chart: string;
  readonly lives: number;
}

/** Something that is done to the tree. */
export interface Act {
  readonly words: string;
  readonly run: () => unknown;
  readonly takesTime: boolean;
}

/** Real actors on a clock that is moved by hand, and services that are steered. */
export class LiveTree {
  readonly children = new Map<string, Steered<Service>>();
  readonly #time = steerableClock();
  readonly #tree;
  readonly #recorder;
  #seen = 0;

  constructor(logic: AnySupervisorLogic, random: () => number) {
    const steered = withServices(logic, ({ path, service }) => {
      const hasHook = service.hooks?.degrade !== undefined;
      const isMachine = !hasHook && random() < 0.3;
      const child: Steered<Service> = isMachine ? steeredMachine() : steeredFunctions(hasHook);
      this.children.set(path, child);
      return child.service;
    });
    this.#tree = createActor(steered, { clock: this.#time.clock, input: { random } });
    this.#tree.subscribe({ error: () => undefined });
    this.#recorder = recordFlight(this.#tree);
  }

  start(): Act {
    return act('it is started', () => this.#tree.start());
  }

  async do({ run }: Act): Promise<void> {
    Promise.resolve(run()).catch(() => undefined);
    await this.#time.settle();
  }

  /** What has come to the supervisor since it was asked last. */
  heard(): readonly SupervisorInput[] {
    const { entries, unproven } = this.#recorder.recording();
    if (unproven.length > 0) throw new Error('the recording does not lead to where the tree is');
    const fresh = entries.slice(this.#seen);
    this.#seen = entries.length;
    return fresh.flatMap((entry) => (entry.type === 'step' ? [entry.input] : []));
  }

  get hasEnded(): boolean {
    return this.#tree.getSnapshot().status !== 'active';
  }

  /** Of the children that are there. */
  get ids(): readonly string[] {
    return [...this.children.keys()].filter((id) => this.#refAt(id) !== undefined);
  }

  see(id: string): SeenChild {
    const ref = this.#refAt(id);
    const chart = ref === undefined ? 'stopped' : String(ref.getSnapshot().value);
    return { chart, lives: this.children.get(id)?.lives ?? 0 };
  }

  #refAt(id: string): AnyActorRef | undefined {
    try {
      return refAt(this.#tree as Tree<unknown>, id);
    } catch (error) {
      if (error instanceof UnknownChildError) return undefined;
      throw error;
    }
  }

  /** How long until a timer fires; `Infinity` when none is set. */
  get toNextMs(): number {
    return this.#time.toNextMs();
  }

  passTime(ms: number): Act {
    return { words: `${ms} ms pass`, run: () => this.#time.advance(ms), takesTime: true };
  }

  tell(id: string): Act {
    return act(`${id} is told to work`, () => tell(this.#tree, id, { type: 'WORK' }));
  }

  order(name: keyof typeof ORDERS, id: string): Act {
    return act(`${name} of ${id}`, () => ORDERS[name](this.#tree, id));
  }

  stop(): Act {
    return act('it is stopped', () => stop(this.#tree));
  }

  stopAtOnce(): Act {
    return act('it is stopped at once', () => stop(this.#tree, { withinMs: 0 }));
  }
}

function act(words: string, run: () => unknown): Act {
  return { words, run, takesTime: false };
}

/** What a child has begun ends. */
export function ending(id: string, { what, end }: Begun, how: Ending): Act {
  return act(`${what} of ${id} ends: ${how}`, () => end(how));
}

/** A child does something by itself. */
export function whim(id: string, name: string, run: () => void): Act {
  return act(`${id} ${name}`, run);
}
