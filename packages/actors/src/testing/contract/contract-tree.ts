import { errorRecord } from '@kintsugi/core';
import { createActor, waitFor } from 'xstate';
import { policy } from '../../policy/policy.ts';
import { describedChild } from '../../service/child.ts';
import { isActorLogic, type Service, serviceFrom } from '../../service/service.ts';
import { fromSupervisor } from '../../supervisor/from-supervisor.ts';
import { ask, tell } from '../../tree/ask.ts';
import { find } from '../../tree/find.ts';
import { restartChild, stop, terminateChild } from '../../tree/operate.ts';
import type { AnyTree } from '../../tree/paths.ts';
import { refAt, workerAt } from '../../tree/refs-at.ts';
import { systemClock } from '../../tree/system-clock.ts';
import { type EventProbe, probeEvents } from '../event-probe.ts';
import { requireEqual } from './require.ts';
import type { ServiceUnderTest } from './service-under-test.ts';

/** Nothing is healed: what fails once has failed. */
const UNFORGIVING = policy({ TRANSIENT: ['fail'], RECOVERABLE: ['fail'] });

/** A tree in which a service keeps its contract, or breaks it. */
export class ContractTree {
  readonly #it: ServiceUnderTest;
  readonly #withinMs: number;
  readonly #probe: EventProbe;
  readonly #heldBefore: number;
  readonly #destroy: () => void;
  readonly tree: AnyTree;

  /** Starts as many of the service as there are ids. */
  constructor(it: ServiceUnderTest, ids: readonly string[], service = serviceOf(it)) {
    const { input, withinMs = 1_000, held = nothing, clock = systemClock } = it;
    this.#it = it;
    this.#withinMs = withinMs;
    this.#heldBefore = held();
    const children = ids.map((id) => describedChild(id, service, { input, shutdown: withinMs }));
    const actor = createActor(fromSupervisor({ policy: UNFORGIVING, children }), { clock });
    // Without an observer XState makes an uncaught exception of a tree that gives up.
    actor.subscribe({ error: () => undefined });
    this.#probe = probeEvents(actor);
    this.tree = actor;
    this.#destroy = () => void actor.stop();
    actor.start();
  }

  /** Waits until it has started. */
  async started(id = 'a'): Promise<void> {
    const rest = waitFor(refAt(this.tree, id), ({ value }) => value !== 'starting');
    await this.within('its start', rest);
    this.requireState(id, 'running');
  }

  requireState(id: string, expected: string): void {
    const { member } = find(this.tree, id);
    const { value } = member.ref.getSnapshot();
    if (value === expected) return;
    const error = member.errorOf(undefined);
    const why = error === undefined ? '' : `, because of: ${errorRecord(error).message}`;
    throw new Error(`it must be ${expected}, is ${value}${why}`);
  }

  /** Another life of it, which begins as soon as the one before has ended. */
  async restarted(id = 'a'): Promise<void> {
    const again = async () => {
      await terminateChild(this.tree, id);
      return restartChild(this.tree, id);
    };
    const answer = await this.within('its stop and its next start', again());
    this.#requireClean();
    requireEqual(answer, { ok: true }, 'a second start');
  }

  async terminated(id = 'a'): Promise<void> {
    await this.within('its stop', terminateChild(this.tree, id));
    this.#requireClean();
  }

  /** Stops all of it: nothing is left, and nothing is held. */
  async stopped(): Promise<void> {
    await this.within('its stop', stop(this.tree));
    this.#requireClean();
    requireEqual(this.held, 0, 'what it holds after its stop');
  }

  #requireClean(): void {
    const late = this.#probe.of('child.abandoned').length;
    requireEqual(late, 0, `stops that took longer than ${this.#withinMs} ms`);
    const failed = this.#probe.of('hook.failed').map(({ error }) => error.message);
    requireEqual(failed, [], 'errors of its hooks');
  }

  /** What it holds more than before. */
  get held(): number {
    return (this.#it.held ?? nothing)() - this.#heldBefore;
  }

  ask(id = 'a', options: { readonly signal?: AbortSignal } = {}): Promise<unknown> {
    return ask(this.tree, id, this.#it.request, options);
  }

  /** What it answers, as far as that can be compared. */
  async answered(id = 'a'): Promise<unknown> {
    const { comparable = all } = this.#it;
    return comparable(await this.within('its answer', this.ask(id)));
  }

  /** Sends the event to a worker that is XState logic. */
  tell(id = 'a'): void {
    tell(this.tree, id, this.#it.request);
  }

  /** The state of a worker that is XState logic. */
  workerState(id = 'a'): unknown {
    const worker = workerAt(this.tree, id);
    requireEqual(worker?.getSnapshot().status, 'active', 'the status of its worker');
    // As it is now: what it holds may change under the same object.
    return JSON.parse(JSON.stringify(worker?.getPersistedSnapshot()));
  }

  /**
   * What a promise comes to.
   *
   * @throws Error when that takes twice as long as it may: a stop that is given up must have been by then
   */
  async within<Value>(what: string, promise: PromiseLike<Value>): Promise<Value> {
    const { clock = systemClock } = this.#it;
    const limitMs = 2 * this.#withinMs;
    let timer: unknown;
    const late = new Promise<never>((_resolve, reject) => {
      const fail = () => reject(new Error(`${what} takes longer than ${limitMs} ms`));
      timer = clock.setTimeout(fail, limitMs);
    });
    const ended = Promise.race([promise, late]).finally(() => clock.clearTimeout(timer));
    const [value] = await Promise.all([ended, this.#it.clock?.advance(limitMs)]);
    return value;
  }

  /** Takes it away, whatever state it is in. */
  destroy(): void {
    this.#destroy();
  }
}

const nothing = () => 0;
const all = (reply: unknown) => reply;

/** The service itself, or what any XState logic is as one. */
export function serviceOf({ service }: ServiceUnderTest): Service {
  return isActorLogic(service) ? (serviceFrom(service) as Service) : service;
}
