import {
  type AnySupervisorLogic,
  type AnyTree,
  events$,
  healthOfTree,
  type HealthStatus,
  refAt,
  type Service,
  type StopReason,
  type StopReport,
  type SupervisionEvent,
} from '@kintsugi/actors';
import { type ServicePlace, withServices } from '@kintsugi/actors/testing';
import { type Actor, createActor } from 'xstate';
import { type Blueprint, isWithin } from './blueprint.ts';
import { createCast, type Stage } from './cast.ts';
import type { World } from './conditions.ts';
import type { Injection } from './injection.ts';
import type { SimulatedLife } from './life.ts';
import { Member } from './member.ts';
import { Post } from './post.ts';
import type { SimulatedError } from './simulated-error.ts';
import type { SimulatedMessage } from './simulated-message.ts';
import { simulatedService } from './simulated-service.ts';
import type { OwnClock, VirtualClock } from './virtual-clock.ts';
import type { Broken, Law, Watch } from './law.ts';

/** What a tree of the simulation is made from. */
export interface TreeSetting {
  readonly blueprint: Blueprint;
  readonly clock: VirtualClock;
  readonly world: World;
  readonly random: () => number;
  readonly usualMs: Stage['usualMs'];
  /** Puts something else in the place of a simulated service. */
  readonly replace: ((place: ServicePlace, simulated: Service) => Service) | undefined;
  readonly watches: (tree: SimulatedTree) => readonly Watch[];
  readonly onEvent: (event: SupervisionEvent) => void;
}

/** Something that does not hold. */
export interface Violation {
  readonly invariant: string;
  readonly at: number;
  readonly what: string;
}

/** One life of the whole tree, from its start to its end, watched from outside. */
export class SimulatedTree implements Stage {
  readonly blueprint: Blueprint;
  readonly actor: Actor<AnySupervisorLogic>;
  /** The same, of whose children nothing is known. */
  readonly tree: AnyTree;
  readonly workClock: OwnClock;
  readonly usualMs: Stage['usualMs'];
  readonly post = new Post();
  readonly #setting: TreeSetting;
  readonly #treeClock: OwnClock;
  readonly #watches: readonly Watch[];
  readonly #byMoment = new Map<keyof Law, readonly Watch[]>();
  readonly #members = new Map<string, Member>();
  #events: SupervisionEvent[] = [];
  #hasHappened = false;
  /** Orders of operators that are not answered. */
  openOrders = 0;
  /** What operators have stopped and nobody has started since. */
  readonly orderedDown = new Set<string>();
  /** What was stopped for a sibling's restart that will not come. */
  readonly leftIdle = new Set<string>();
  /** When it was told to stop, and in what time it must have. */
  stopBy: number | undefined;
  hasEnded = false;
  violation: Violation | undefined;

  constructor(setting: TreeSetting) {
    const { blueprint, clock, replace } = setting;
    this.#setting = setting;
    this.blueprint = blueprint;
    this.usualMs = setting.usualMs;
    this.workClock = clock.own();
    this.#treeClock = clock.own();
    const cast = createCast(this);
    const logic = withServices(blueprint.logic, (place) => {
      const simulated = simulatedService(place, cast);
      return replace?.(place, simulated) ?? simulated;
    });
    const input = { random: setting.random };
    this.actor = createActor(logic, { clock: this.#treeClock, input });
    this.tree = this.actor;
    // A tree that gives up is expected here; XState throws what nobody hears.
    this.actor.subscribe({ error: () => undefined });
    this.#watches = setting.watches(this);
    events$(this.tree).subscribe((event) => this.#heard(event));
  }

  // What can be seen of it.

  get now(): number {
    return this.#setting.clock.now;
  }

  /** Of this turn. */
  get events(): readonly SupervisionEvent[] {
    return this.#events;
  }

  get members(): ReadonlyMap<string, Member> {
    return this.#members;
  }

  /** Timers that the tree itself has set; not those of its workers. */
  get timers(): number {
    return this.#treeClock.pending;
  }

  get health(): HealthStatus {
    return healthOfTree(this.tree).status;
  }

  /** Ids of the alerts that stand open. */
  get alerts(): readonly string[] {
    return healthOfTree(this.tree).alerts.map(({ alert }) => alert);
  }

  /** State of the chart of a service or supervisor; `''` is the root. Undefined for one that is not there. */
  readonly stateOf = (path: string): string | undefined => {
    if (path === '') return String(this.actor.getSnapshot().value);
    const snapshot = this.#refAt(path)?.getSnapshot();
    return snapshot === undefined ? undefined : String(snapshot.value);
  };

  /** What a nested supervisor's own actor has ended with: it never does, unless it breaks. */
  errorOf(path: string): unknown {
    return this.#refAt(path)?.getSnapshot().error;
  }

  /** Whether a child is not started because something that it depends on is down. */
  waitsForDependency(path: string): boolean {
    const ref: { getSnapshot(): object } | undefined = this.#refAt(path);
    const snapshot = ref?.getSnapshot() ?? {};
    return 'phase' in snapshot && snapshot.phase === 'waitingForDependency';
  }

  #refAt(path: string) {
    try {
      return refAt(this.tree, path);
    } catch {
      return undefined;
    }
  }

  member(path: string): Member {
    const known = this.#members.get(path);
    if (known !== undefined) return known;
    const { blueprint, world } = this.#setting;
    const spec = blueprint.specOf(path);
    if (spec === undefined) throw new Error(`the tree has no service at ${path}`);
    const member = new Member(path, blueprint.patternOf(path), spec, world.at(path));
    this.#members.set(path, member);
    return member;
  }

  /** @yields services at this path and below */
  *below(path: string): Generator<Member> {
    for (const member of this.#members.values()) if (isWithin(member.path, path)) yield member;
  }

  // What its workers tell.

  began(life: SimulatedLife): void {
    if (life.member.spec.shutdown === 'brutal_kill') life.member.kill();
    this.#check('onBegan', (watch) => watch.onBegan?.(life));
  }

  opened(life: SimulatedLife): void {
    this.#check('onOpened', (watch) => watch.onOpened?.(life));
  }

  released(life: SimulatedLife, reason: StopReason): void {
    this.#check('onReleased', (watch) => watch.onReleased?.(life, reason));
  }

  took(message: SimulatedMessage): void {
    this.#hasHappened = true;
    this.post.took(message);
  }

  takeDegradeFault(pattern: string): SimulatedError | undefined {
    return this.#setting.world.at(pattern).nextDegrades.shift();
  }

  #heard(event: SupervisionEvent): void {
    this.#events.push(event);
    this.#setting.onEvent(event);
    if (event.type === 'child.leftIdle') this.leftIdle.add(event.path);
    if (event.type === 'child.started') this.#isBack(event.path);
    if (event.type === 'child.abandoned') this.#excuse(event.path, event.incarnation);
    if (event.type === 'message.undeliverable' && event.kind === 'tell')
      this.post.undeliverable(event.path, event.reason);
    this.#check('onEvent', (watch) => watch.onEvent?.(event));
  }

  #isBack(path: string): void {
    this.leftIdle.delete(path);
    this.orderedDown.delete(path);
  }

  /** With a supervisor, everything below it is given up. */
  #excuse(path: string, incarnation: number): void {
    for (const member of this.below(path))
      member.excuse(member.path === path ? incarnation : undefined);
  }

  // What happens in turns.

  injected(injection: Injection): void {
    this.#hasHappened = true;
    for (const watch of this.#watches) watch.onInjection?.(injection);
  }

  /** Everything that follows from the last timer has happened. */
  turnEnded(): void {
    if (this.#hasHappened || this.#events.length > 0)
      this.#check('onTurn', (watch) => watch.onTurn?.());
    this.#hasHappened = false;
    if (this.#events.length > 0) this.#events = [];
  }

  rests(): void {
    this.#check('atRest', (watch) => watch.atRest?.());
  }

  ended(report: StopReport | undefined): void {
    this.hasEnded = true;
    this.#check('atEnd', (watch) => watch.atEnd?.(report));
  }

  isOver(): void {
    this.#check('atLast', (watch) => watch.atLast?.());
  }

  #watching(moment: keyof Law): readonly Watch[] {
    const known = this.#byMoment.get(moment);
    if (known !== undefined) return known;
    const watching = this.#watches.filter((watch) => watch[moment] !== undefined);
    this.#byMoment.set(moment, watching);
    return watching;
  }

  /** The first that does not hold is what is told. */
  #check(moment: keyof Law, ask: (watch: Watch) => Broken): void {
    this.#hasHappened = true;
    if (this.violation !== undefined) return;
    for (const watch of this.#watching(moment)) {
      const what = ask(watch);
      if (what === undefined) continue;
      this.violation = { invariant: watch.name, at: this.now, what };
      return;
    }
  }
}
