import {
  type ChildRecord,
  createState,
  type FaultOrigin,
  type HealthStatus,
  inOrder,
  type JudgedFault,
  pathOf,
  supervisorChart,
  type SupervisorSpec,
  type SupervisorState,
  type UndatedInput,
} from '@kintsugi/core';
import type { AnyActorRef, AnyActorScope, EventObject } from 'xstate';
import { compileChart } from '../chart/compile-chart.ts';
import { LiveSnapshot, type SnapshotOwner } from '../chart/live-snapshot.ts';
import { tellBrokenRule } from '../policy/broken-rule.ts';
import { judgeFault } from '../policy/judge-fault.ts';
import type { Policy } from '../policy/policy.ts';
import type { StopReport } from '../tree/stop-report.ts';
import type { TreeContext } from '../tree/tree-context.ts';
import { Agenda } from './agenda.ts';
import { countOn } from './count-on.ts';
import { obeyEvent } from './command-event.ts';
import type { DeadlineKind } from './deadline-heap.ts';
import { specAt, type SupervisorDefinition } from './definition.ts';
import { HealthTally } from './health-tally.ts';
import { decide } from './decide.ts';
import { isChildDeadline } from './input.ts';
import type { ParentLink } from './parent-link.ts';
import { type Answer, Operators } from './operators.ts';
import { Order, refuseEvent } from './order.ts';
import { performEffect } from './perform-effect.ts';
import type { ChildDeadline, Host, MakeChild, Supervised } from './supervised.ts';
import { Roster } from './roster.ts';
import { SupervisorEnd } from './supervisor-end.ts';
import { Sweep } from './sweep.ts';

const chart = compileChart(supervisorChart);

const GONE = { ok: false, reason: 'stopped', state: 'stopped' } as const;

/**
 * A supervisor in the tree: asks the reducer what to do, and does it. Its children stand in a Map;
 * XState's own way of holding children is quadratic in their number.
 */
export class SupervisorActor implements Host, SnapshotOwner {
  definition: SupervisorDefinition;
  readonly parent: ParentLink;
  readonly scope: AnyActorScope;
  spec: SupervisorSpec;
  readonly agenda: Agenda;
  readonly health = new HealthTally();
  readonly phase = undefined;
  /** What has taken too long may have ended the tree. */
  readonly #sweep = new Sweep((at) => this.#isAlive() && this.agenda.set('', 'sweep', at));
  readonly operators = new Operators((input) => this.dispatch(input));
  readonly roster: Roster;
  readonly end = new SupervisorEnd(this);
  /** When all its children had come to rest, the last time: milliseconds of the clock. */
  upSince: number | undefined;
  #state: SupervisorState;
  #snapshot: LiveSnapshot;
  /** Before its actor is started nothing reaches it. */
  #hasBegun = false;

  constructor(
    definition: SupervisorDefinition,
    parent: ParentLink,
    scope: AnyActorScope,
    makeChild: MakeChild,
  ) {
    this.definition = definition;
    this.parent = parent;
    this.scope = scope;
    this.spec = specAt(definition, parent.path);
    this.agenda = new Agenda(this.tree.clock, (id, kind) => this.#onDue(id, kind));
    this.#state = createState(this.spec);
    this.#snapshot = new LiveSnapshot(chart.row(this.#state.state), this);
    this.roster = new Roster(this, makeChild);
    for (const child of definition.children) this.roster.add(child);
    this.health.begin();
  }

  get tree(): TreeContext {
    return this.parent.tree;
  }

  get policy(): Policy<string> {
    return this.definition.policy;
  }

  get ref(): AnyActorRef {
    return this.scope.self;
  }

  get snapshot(): LiveSnapshot {
    return this.#snapshot;
  }

  get members(): ReadonlyMap<string, Supervised> {
    return this.roster.members;
  }

  get children(): Readonly<Record<string, AnyActorRef>> {
    return this.roster.record;
  }

  // The logic of its actor.

  /** The children's actors exist from now on, so that whoever writes to them has a mailbox. */
  begin(): void {
    this.#hasBegun = true;
    for (const { ref } of this.members.values()) ref.start();
    if (this.parent.isRoot) this.dispatch({ type: 'supervisor.start' });
  }

  receive(event: EventObject): LiveSnapshot {
    const input = Order.inputOf(event);
    if (event.type === 'xstate.stop') this.#stopNow();
    else if (input !== undefined) this.#obey(input);
    else if (!obeyEvent(this, event)) refuseEvent(this.parent);
    return this.#snapshot;
  }

  #obey(input: UndatedInput): void {
    if (input.type === 'supervisor.reconfigure') this.#reconfigure();
    else if (input.type === 'supervisor.start') this.#start(input);
    else this.#reduce(input);
  }

  /** Puts something to the reducer, in its turn. */
  dispatch(input: UndatedInput): void {
    if (this.#isAlive()) this.ref.send(new Order(input));
  }

  #start(undated: UndatedInput): void {
    if (this.end.isOver) this.roster.beginAfresh();
    this.#reduce(undated);
  }

  #reconfigure(): void {
    const reconfiguration = this.operators.nextReconfiguration();
    if (reconfiguration === undefined) return;
    const { definition } = reconfiguration;
    this.roster.redescribe(this.definition, definition);
    this.definition = definition;
    this.spec = specAt(definition, this.parent.path);
    this.#reduce({ type: 'supervisor.reconfigure', instances: this.roster.instances });
    this.parent.onReconfigured();
    // A nested one may be started again, and is that then.
    reconfiguration.done(!this.parent.isRoot || this.#state.state !== 'stopping');
  }

  #reduce(undated: UndatedInput): void {
    const effects = decide(undated, this.#state, this.spec, this.tree);
    for (const effect of effects) performEffect(this, effect);
    this.health.tell(this.parent);
  }

  get state(): Readonly<SupervisorState> {
    return this.#state;
  }

  /** Moves its own chart. */
  moveSelf(): void {
    this.#snapshot = new LiveSnapshot(chart.row(this.#state.state), this);
  }

  // Its children.

  /** Records in start order. */
  get records(): readonly ChildRecord[] {
    return [...inOrder(this.#state)];
  }

  readonly recordOf = (id: string): ChildRecord | undefined => this.#state.children.get(id);

  readonly pathOf = (id: string): string => pathOf(this.spec, id);

  judge(child: string, error: unknown, origin: FaultOrigin): JudgedFault {
    const id = this.tree.nextFaultId();
    return judgeFault({ id, origin, error }, this.policy.rules, (rule) =>
      tellBrokenRule(this.tree, this.pathOf(child), rule),
    );
  }

  arm(id: string, deadline: ChildDeadline, delayMs: number): void {
    this.agenda.set(id, deadline, this.tree.clock.now() + delayMs);
  }

  disarm(id: string, deadline: ChildDeadline): void {
    this.agenda.cancel(id, deadline);
  }

  healthChanged(was: HealthStatus | undefined, health: HealthStatus | undefined): void {
    this.health.move(was, health);
    this.health.tell(this.parent);
  }

  joinSweep(id: string, withinMs: number): void {
    const member = this.members.get(id);
    if (member !== undefined) this.#sweep.join(id, member, this.tree.clock.now() + withinMs);
  }

  #onDue(id: string, kind: DeadlineKind): void {
    if (kind === 'sweep') this.#sweep.run(this.tree.clock.now());
    else if (isChildDeadline(kind)) this.members.get(id)?.onDue(kind);
    else this.dispatch({ type: 'agenda.due', id, kind });
  }

  // Operators.

  /** Gives an order, if there is still somebody to carry it out. */
  order(give: (operators: Operators) => Promise<Answer>): Promise<Answer> {
    return this.#isAlive() ? give(this.operators) : Promise.resolve({ result: GONE });
  }

  reconfigure(definition: SupervisorDefinition): Promise<boolean> {
    return this.#isAlive() ? this.operators.reconfigure(definition) : Promise.resolve(false);
  }

  stop(reason: string, withinMs: number): Promise<StopReport> {
    if (this.#isAlive() && !this.end.isOver) return this.end.order(reason, withinMs);
    return Promise.resolve({ ok: false, reason: 'not_running' });
  }

  #isAlive(): boolean {
    return this.#hasBegun && this.#snapshot.status === 'active';
  }

  // Its end.

  /** The top of the tree has ended: in order, or because it gave up. */
  finish(failure: { readonly error: unknown } | undefined): void {
    this.#release();
    const details = { status: failure === undefined ? 'done' : 'error', ...failure } as const;
    const row = chart.row(failure === undefined ? 'stopped' : 'failed');
    this.#snapshot = new LiveSnapshot(row, this, details);
  }

  /** XState stops the actor, which cannot wait: hooks are called, in reverse order, and not awaited. */
  #stopNow(): void {
    if (this.#snapshot.status === 'active') this.destroyMembers();
    this.#release();
    this.#snapshot = new LiveSnapshot(chart.stoppedRow(this.#state.state), this);
    if (this.parent.isRoot) this.tree.stoppedAtOnce();
  }

  /** Everything below is gone, now; nothing is awaited. */
  destroyMembers(): void {
    this.agenda.clear();
    for (const member of [...this.members.values()].toReversed()) member.destroy();
  }

  #release(): void {
    this.agenda.clear();
    for (const { ref } of [...this.members.values()].toReversed()) this.scope.stopChild(ref);
    this.operators.close(GONE);
    this.end.answer();
  }

  /** A nested supervisor that was given up waiting for begins again with nothing of its old life. */
  reset(): void {
    this.agenda.clear();
    this.#sweep.clear();
    for (const [id, member] of [...this.members].toReversed()) {
      this.roster.remove(id);
      member.destroy();
    }
    this.operators.close(GONE);
    const { children } = this.#state;
    this.#state = createState(this.spec);
    for (const child of this.#state.children.values()) countOn(child, children.get(child.id));
    this.moveSelf();
    for (const child of this.definition.children) this.roster.add(child);
    for (const { ref } of this.members.values()) ref.start();
    this.health.tell(this.parent);
    this.end.answer();
    this.tree.monitors?.review(this.parent.path);
  }
}
