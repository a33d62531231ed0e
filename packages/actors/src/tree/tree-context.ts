import type { AlertBoard, SupervisionEvent } from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { Clock } from './clock.ts';
import { LeftBehind } from './left-behind.ts';
import type { Monitors } from './monitors.ts';

type Listener = (event: SupervisionEvent) => void;

/** What all supervisors of one tree share. */
export class TreeContext {
  readonly clock: Clock;
  readonly random: () => number;
  /** The alerts that stand open. */
  readonly alerts: AlertBoard;
  /** The actor at the top. */
  readonly root: AnyActorRef;
  readonly leftBehind = new LeftBehind();
  /** Made when somebody watches for the first time. */
  monitors: Monitors | undefined;
  readonly #observers = new Set<Listener>();
  readonly #follow: (event: SupervisionEvent) => readonly SupervisionEvent[];
  readonly #emit: Listener;
  readonly #hasEmitListeners: () => boolean;
  readonly #untold: SupervisionEvent[] = [];
  #isTelling = false;
  #faults = 0;

  constructor(options: {
    readonly clock: Clock;
    readonly random: () => number;
    readonly alerts: AlertBoard;
    readonly root: AnyActorRef;
    /** What follows from an event: alerts. */
    readonly follow: (event: SupervisionEvent) => readonly SupervisionEvent[];
    /** Hands an event to the listeners of the root actor. */
    readonly emit: Listener;
    readonly hasEmitListeners: () => boolean;
  }) {
    this.clock = options.clock;
    this.random = options.random;
    this.alerts = options.alerts;
    this.root = options.root;
    this.#follow = options.follow;
    this.#emit = options.emit;
    this.#hasEmitListeners = options.hasEmitListeners;
  }

  /** Whether anybody listens: what is only for reading need not be made otherwise. */
  get isObserved(): boolean {
    return this.#observers.size > 0 || this.#hasEmitListeners();
  }

  /** Whether an event that only tells what is going well would be read, or would clear an alert. */
  get isHeard(): boolean {
    return this.isObserved || this.alerts.size > 0;
  }

  /** Tells everybody, in one order for all: what an observer brings about is told after what it was told. */
  publish(event: SupervisionEvent): void {
    // As it happens, not when it is told: the errors of an incident are let go of meanwhile.
    this.monitors?.hear(event);
    this.#untold.push(event, ...this.#follow(event));
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift())
      this.#deliver(next);
    this.#isTelling = false;
  }

  #deliver(event: SupervisionEvent): void {
    for (const observer of this.#observers) observer(event);
    this.#emit(event);
  }

  /** Observers must not throw; rxjs subscribers cannot. Returns how to leave. */
  observe(observer: Listener): () => void {
    this.#observers.add(observer);
    return () => {
      this.#observers.delete(observer);
    };
  }

  /** Unique in this tree. */
  nextFaultId(): string {
    this.#faults += 1;
    return `fault-${this.#faults}`;
  }
}
