import { stop, type Service, type StopReport, type SupervisionEvent } from '@kintsugi/actors';
import type { ServicePlace } from '@kintsugi/actors/testing';
import { AvailabilityRecord } from './availability.ts';
import type { Blueprint } from './blueprint.ts';
import { World } from './conditions.ts';
import { EventLog } from './event-log.ts';
import { followStates } from './follow-states.ts';
import { inTurns } from './in-turns.ts';
import { inject, type Scene } from './inject.ts';
import type { Injection } from './injection.ts';
import { RealTimeGuard } from './real-time.ts';
import { seededRandom } from './seeded-random.ts';
import type { Outcome, SimulatedMessage } from './simulated-message.ts';
import { SimulatedTree, type Violation } from './simulated-tree.ts';
import type { Source } from './source.ts';
import { stopLimitMs } from './stop-limit.ts';
import { Tally } from './tally.ts';
import { VirtualClock } from './virtual-clock.ts';
import { waitsForAPerson } from './waits-for-a-person.ts';
import type { Watch } from './law.ts';

/** What is run, and who listens. */
export interface RunPlan {
  readonly blueprint: Blueprint;
  readonly source: Source;
  readonly seed: number;
  /** How long it takes until a tree that has ended by itself is started anew: milliseconds. */
  readonly rebootAfterMs: number;
  readonly replace?: ((place: ServicePlace, simulated: Service) => Service) | undefined;
  readonly watches: (tree: SimulatedTree) => readonly Watch[];
  readonly onLine?: ((line: string) => void) | undefined;
  readonly onEvent?: ((event: SupervisionEvent) => void) | undefined;
  readonly onInjection?: ((injection: Injection) => void) | undefined;
}

const DAY_MS = 86_400_000;
/** A tree whose faults are over comes to rest in this time, or never. */
const REST_WITHIN_MS = 7 * DAY_MS;
/** It is at rest when nothing has happened for so long: what plays in its place may have timers of its own for ever. */
const QUIET_MS = 2 * DAY_MS;

/** One simulation, from the first start of the tree to the end of whatever came late. */
export class Run implements Scene {
  readonly world = new World();
  readonly tally: Tally;
  readonly availability: AvailabilityRecord;
  readonly #plan: RunPlan;
  readonly #virtual = new VirtualClock();
  readonly clock = this.#virtual.own();
  readonly #log: EventLog;
  readonly #random: () => number;
  readonly #realTime = new RealTimeGuard();
  /** Those that have ended, and of which something may still come late. */
  #ended: readonly SimulatedTree[] = [];
  #trees = 0;
  #tree: SimulatedTree | undefined;
  #isLast = false;
  #messages = 0;
  #injections = 0;
  #turns = 0;
  #lastEventAt = 0;
  /** When the tree had come to rest after the faults. */
  restedAt = 0;
  violation: Violation | undefined;

  constructor(plan: RunPlan) {
    this.#plan = plan;
    this.tally = new Tally(plan.blueprint);
    this.availability = new AvailabilityRecord(plan.source.endsAt);
    this.#log = new EventLog(plan.onLine);
    this.#random = seededRandom(plan.seed, 'tree');
  }

  get blueprint(): Blueprint {
    return this.#plan.blueprint;
  }

  get tree(): SimulatedTree | undefined {
    return this.#tree;
  }

  get log(): EventLog {
    return this.#log;
  }

  get counts() {
    return {
      turns: this.#turns,
      messages: this.#messages,
      injections: this.#injections,
      trees: this.#trees,
    };
  }

  /**
   * Resolves when it is over, or something does not hold.
   *
   * @throws InvalidOptionError when something has waited for real time
   */
  async go(): Promise<this> {
    const phases = this.#phases();
    const turn = () => {
      this.#turnEnded();
      return this.violation === undefined && phases.next().done !== true;
    };
    await inTurns(turn, () => this.#realTime.paused());
    this.#noteViolation();
    return this;
  }

  /** @yields so that everything happens that follows */
  *#phases(): Generator<void> {
    const { source } = this.#plan;
    source.begin(this.clock, (injection) => this.#inject(injection));
    this.#start();
    yield;
    yield* this.#fireUntil(source.endsAt);
    this.#virtual.moveTo(source.endsAt);
    yield* this.#fireUntil(source.endsAt + REST_WITHIN_MS);
    this.restedAt = Math.max(source.endsAt, this.#lastEventAt);
    this.#restsNow();
    this.#isLast = true;
    this.deploy();
    yield;
    yield* this.#fireUntil(this.#virtual.now + REST_WITHIN_MS);
    for (const tree of this.#ended) this.#isOver(tree);
    this.#tree?.isOver();
  }

  *#fireUntil(at: number): Generator<void> {
    while (this.#virtual.nextAt <= at && this.#virtual.nextAt < Infinity) {
      this.#virtual.fireNext();
      this.#turns += 1;
      yield;
    }
  }

  #restsNow(): void {
    const { nextAt, now } = this.#virtual;
    if (nextAt < Infinity && this.#lastEventAt > now - QUIET_MS)
      this.violation = {
        invariant: 'the tree comes to rest',
        at: now,
        what: 'a week after the last fault it has not',
      };
    this.#tree?.rests();
  }

  // The tree's own life.

  #start(): void {
    const { blueprint, source, replace, watches } = this.#plan;
    const now = this.#virtual.now;
    const tree = new SimulatedTree({
      blueprint,
      clock: this.#virtual,
      world: this.world,
      random: this.#random,
      usualMs: (hook, { path, conditions }) =>
        source.usualMs(hook, path, hook === 'start' ? conditions.starts : conditions.stops),
      replace,
      watches,
      onEvent: (event) => this.#heard(event),
    });
    this.#tree = tree;
    this.#trees += 1;
    for (const { pattern } of blueprint.services) if (!pattern.includes('*')) tree.member(pattern);
    tree.actor.start();
    for (const injection of source.atBirth(now)) this.#inject(injection);
  }

  /** Stops the tree in order; another one follows, unless it was the last. */
  deploy(): void {
    const tree = this.#tree;
    if (tree === undefined || tree.stopBy !== undefined) return;
    tree.stopBy = this.#virtual.now + stopLimitMs(this.#plan.blueprint, '');
    void stop(tree.tree, { reason: this.#isLast ? 'shutdown' : 'deploy' }).then((report) =>
      this.#hasEnded(tree, report, 0),
    );
  }

  #hasEnded(tree: SimulatedTree, report: StopReport | undefined, againAfterMs: number): void {
    if (tree.hasEnded) return;
    tree.ended(report);
    for (const { path, pattern } of tree.members.values())
      this.availability.stands(path, pattern, undefined, this.#virtual.now);
    this.#forgetOver();
    this.#ended = [...this.#ended, tree];
    this.#tree = undefined;
    if (this.#isLast || againAfterMs === Infinity) return;
    this.clock.setTimeout(() => this.#start(), againAfterMs);
  }

  /** There may be thousands in a simulation. */
  #forgetOver(): void {
    const over = this.#ended.filter(({ timers, workClock }) => timers + workClock.pending === 0);
    for (const tree of over) this.#isOver(tree);
    this.#ended = this.#ended.filter((tree) => !over.includes(tree));
  }

  #isOver(tree: SimulatedTree): void {
    tree.isOver();
    this.violation ??= tree.violation;
  }

  // What happens.

  nextMessageNumber(): number {
    this.#messages += 1;
    return this.#messages;
  }

  settled(message: SimulatedMessage, outcome: Outcome): void {
    this.#realTime.happened(`an ask of ${message.path}`);
    this.tally.asked(message.path, outcome);
    this.#log.settled(this.#virtual.now, message, outcome);
  }

  #inject(injection: Injection): void {
    this.#injections += 1;
    this.#plan.onInjection?.(injection);
    inject(this, injection);
  }

  #heard(event: SupervisionEvent): void {
    this.#realTime.heard(event);
    this.#lastEventAt = event.at;
    this.tally.happened(event);
    this.#log.event(event);
    this.#plan.onEvent?.(event);
    if (waitsForAPerson(event)) this.#callPerson(event.path);
  }

  /** Somebody is called, mends the cause, and brings it back. */
  #callPerson(path: string): void {
    const tree = this.#tree;
    const { source } = this.#plan;
    const afterMs = source.personComesAfterMs();
    if (this.#virtual.now + afterMs >= source.endsAt) return;
    this.clock.setTimeout(() => {
      if (this.#tree === tree) this.#inject({ at: this.#virtual.now, do: 'recover', path });
    }, afterMs);
  }

  #turnEnded(): void {
    this.#realTime.resumed();
    const tree = this.#tree;
    if (tree === undefined) {
      for (const ended of this.#ended) ended.turnEnded();
      return this.#noteViolation();
    }
    followStates(tree, this.availability);
    tree.turnEnded();
    const { status } = tree.actor.getSnapshot();
    if (status !== 'active' && tree.stopBy === undefined)
      this.#hasEnded(tree, undefined, this.#plan.rebootAfterMs);
    this.#noteViolation();
  }

  #noteViolation(): void {
    this.violation ??= this.#tree?.violation;
    for (const { violation } of this.#ended) this.violation ??= violation;
  }
}
