import type { AlertBoard, SupervisionEvent } from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { FlightLog } from '../recorder/flight-log.ts';
import { Callers } from './callers.ts';
import type { Clock } from './clock.ts';
import { faultId } from './fault-id.ts';
import { LeftBehind } from './left-behind.ts';
import type { Monitors } from './monitors.ts';

type Listener = (event: SupervisionEvent) => void;

/** Told the path of whatever looks otherwise than before; and, of a move on its chart, the state it came from. */
export type Follower = (path: string, cameFrom: string | undefined) => void;

/** What all supervisors of one tree share. */
export class TreeContext {
  /** The supervisor at the top, which need not be the top of XState's system. */
  readonly root: AnyActorRef;
  readonly clock: Clock;
  readonly random: () => number;
  /** The alerts that stand open. */
  readonly alerts: AlertBoard;
  readonly leftBehind = new LeftBehind();
  /** Made when somebody watches for the first time. */
  monitors: Monitors | undefined;
  /** What a flight recorder writes to, while there is one. */
  flight: FlightLog | undefined;
  readonly callers = new Callers();
  readonly #observers = new Set<Listener>();
  readonly #stackReaders = new Set<Listener>();
  readonly #followers = new Set<Follower>();
  readonly #follow: (event: SupervisionEvent) => readonly SupervisionEvent[];
  readonly #emit: Listener;
  readonly #hasEmitListeners: () => boolean;
  readonly #untold: SupervisionEvent[] = [];
  #isTelling = false;
  #faults = 0;

  constructor(options: {
    readonly root: AnyActorRef;
    readonly clock: Clock;
    readonly random: () => number;
    readonly alerts: AlertBoard;
    /** What follows from an event: alerts. */
    readonly follow: (event: SupervisionEvent) => readonly SupervisionEvent[];
    /** Hands an event to the listeners of the root actor. */
    readonly emit: Listener;
    readonly hasEmitListeners: () => boolean;
  }) {
    this.root = options.root;
    this.clock = options.clock;
    this.random = options.random;
    this.alerts = options.alerts;
    this.#follow = options.follow;
    this.#emit = options.emit;
    this.#hasEmitListeners = options.hasEmitListeners;
  }

  /** Whether anybody listens: what is only for reading need not be made otherwise. */
  get isObserved(): boolean {
    return this.#observers.size > 0 || this.#hasEmitListeners();
  }

  /** Whether anybody reads the stacks of errors. */
  get readsStacks(): boolean {
    return this.#stackReaders.size > 0 || this.#hasEmitListeners();
  }

  /** Whether an event that only tells what is going well would be read, or would clear an alert. */
  get isHeard(): boolean {
    return this.isObserved || this.alerts.size > 0;
  }

  /** Tells of something that no supervisor has decided. */
  publish(event: SupervisionEvent): void {
    this.flight?.event(event);
    this.publishDecided(event);
  }

  /**
   * Tells everybody, in one order for all: what an observer brings about is told after what it was told. A
   * flight recorder needs not be told of what follows from what it has recorded.
   */
  publishDecided(event: SupervisionEvent): void {
    // As it happens, not when it is told: the errors of an incident are let go of meanwhile.
    this.monitors?.hear(event);
    const alerts = this.#follow(event);
    for (const alert of alerts) this.flight?.event(alert);
    this.#untold.push(event, ...alerts);
    if (this.#isTelling) return;
    this.#isTelling = true;
    // What observers ask is not what the hook waits for in which something has come to pass.
    this.callers.asNobody(this.#tellAll);
    this.#isTelling = false;
  }

  readonly #tellAll = (): void => {
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift())
      this.#deliver(next);
  };

  #deliver(event: SupervisionEvent): void {
    for (const observer of this.#observers) observer(event);
    this.#emit(event);
  }

  /**
   * Observers must not throw; rxjs subscribers cannot. Returns how to leave.
   *
   * @param options - whether its events need the stacks of errors, whose text costs more than a restart
   */
  observe(
    observer: Listener,
    { readsStacks = true }: { readonly readsStacks?: boolean } = {},
  ): () => void {
    this.#observers.add(observer);
    if (readsStacks) this.#stackReaders.add(observer);
    return () => {
      this.#observers.delete(observer);
      this.#stackReaders.delete(observer);
    };
  }

  /** Whether anybody draws the tree: then they are told what has {@link changed}. */
  get isFollowed(): boolean {
    return this.#followers.size > 0;
  }

  changed(path: string, cameFrom?: string): void {
    for (const follower of this.#followers) follower(path, cameFrom);
  }

  /** Who is told what, apart from the tree itself. */
  get listeners(): number {
    return this.#observers.size + this.#followers.size;
  }

  /** The tree was stopped without waiting: no event tells of it. */
  stoppedAtOnce(): void {
    this.monitors?.endAll();
    this.changed('');
  }

  /** Followers must not throw, and must not do anything to the tree. Returns how to leave. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => {
      this.#followers.delete(follower);
    };
  }

  nextFaultId(): string {
    this.#faults += 1;
    return faultId(this.#faults);
  }
}
