import {
  type ChildRecord,
  type CommandResult,
  createState,
  type FaultOrigin,
  type HealthStatus,
  type JudgedFault,
  pathOf,
  reduce,
  supervisorChart,
  type SupervisorInput,
  type SupervisorSpec,
  type SupervisorState,
  type Ticket,
} from '@kintsugi/core';
import type { AnyActorRef, AnyActorScope, EventObject } from 'xstate';
import { compileChart } from '../chart/compile-chart.ts';
import { LiveSnapshot, type SnapshotOwner } from '../chart/live-snapshot.ts';
import { tellBrokenRule } from '../policy/broken-rule.ts';
import { judgeFault } from '../policy/judge-fault.ts';
import type { Policy } from '../policy/policy.ts';
import type { TreeContext } from '../tree/tree-context.ts';
import { Agenda } from './agenda.ts';
import { countOn } from './count-on.ts';
import type { SupervisorDefinition } from './definition.ts';
import { HealthTally } from './health-tally.ts';
import { isChildDeadline, isTimer, type Undated } from './input.ts';
import type { ParentLink } from './parent-link.ts';
import { OpenTickets } from './open-tickets.ts';
import { Order, refuseEvent, stopOrder } from './order.ts';
import { performEffect } from './perform-effect.ts';
import type { ChildDeadline, Host, MakeChild, Supervised } from './supervised.ts';
import { Sweep } from './sweep.ts';

const chart = compileChart(supervisorChart);

const GONE = { ok: false, reason: 'stopped', state: 'stopped' } as const;

/**
 * A supervisor in the tree: asks the reducer what to do, and does it. Its children stand in a Map;
 * XState's own way of holding children is quadratic in their number.
 */
export class SupervisorActor implements Host, SnapshotOwner {
  readonly definition: SupervisorDefinition;
  readonly parent: ParentLink;
  readonly scope: AnyActorScope;
  readonly spec: SupervisorSpec;
  readonly members = new Map<string, Supervised>();
  readonly agenda: Agenda;
  readonly health = new HealthTally();
  readonly phase = undefined;
  readonly #sweep = new Sweep((at) => this.agenda.set('', 'sweep', at));
  readonly tickets = new OpenTickets();
  readonly #makeChild: MakeChild;
  readonly #whenEnded = new Set<() => void>();
  #state: SupervisorState;
  /** The error of the fault that it gave up for. */
  cause: unknown;
  #snapshot: LiveSnapshot;
  #record: Readonly<Record<string, AnyActorRef>> | undefined;

  constructor(
    definition: SupervisorDefinition,
    parent: ParentLink,
    scope: AnyActorScope,
    makeChild: MakeChild,
  ) {
    this.#makeChild = makeChild;
    this.definition = definition;
    this.parent = parent;
    this.scope = scope;
    this.spec = definition.specAt(parent.path);
    this.agenda = new Agenda(this.tree.clock, (id, kind) => this.#onDue(id, kind));
    this.#state = createState(this.spec);
    this.#snapshot = new LiveSnapshot(chart.row(this.#state.state), this);
    for (const { id } of definition.children) this.addMember(id);
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

  /** A plain record, because that is what XState looks for; made when it is read. */
  get children(): Readonly<Record<string, AnyActorRef>> {
    this.#record ??= Object.freeze(
      Object.fromEntries([...this.members].map(([id, { ref }]) => [id, ref])),
    );
    return this.#record;
  }

  // The logic of its actor.

  /** The children's actors exist from now on, so that whoever writes to them has a mailbox. */
  begin(): void {
    for (const { ref } of this.members.values()) ref.start();
    if (this.parent.isRoot) this.dispatch({ type: 'supervisor.start' });
  }

  receive(event: EventObject): LiveSnapshot {
    const input = Order.inputOf(event) ?? stopOrder(event);
    if (event.type === 'xstate.stop') this.#stopNow();
    else if (input === undefined) refuseEvent(this.parent);
    else this.#decide(input);
    return this.#snapshot;
  }

  /** Puts something to the reducer, in its turn. */
  dispatch(input: Undated): void {
    if (this.#isAlive()) this.ref.send(new Order(input));
  }

  #decide(undated: Undated): void {
    const { clock, random } = this.tree;
    // In this order because a spread that begins an object costs three times one that ends it.
    const input = { at: clock.now(), random: random(), ...undated } as SupervisorInput;
    for (const effect of reduce(this.#state, input, this.spec)) performEffect(this, effect);
    this.health.tell(this.parent);
  }

  /** Why it gives up. Kept at once: the incident that it belongs to is closed before the end. */
  keepCause(): void {
    const { ending } = this.#state;
    if (ending?.kind === 'gave up')
      this.cause = this.members.get(ending.child)?.errorOf(ending.fault.id);
  }

  /** Moves its own chart. */
  moveSelf(): void {
    this.#snapshot = new LiveSnapshot(chart.row(this.#state.state), this);
  }

  // Its children.

  addMember(id: string): void {
    const child = this.definition.childById.get(id);
    if (child === undefined) return;
    const member = this.#makeChild(this, child);
    this.members.set(id, member);
    this.health.move(undefined, member.health);
    this.#record = undefined;
  }

  removeMember(id: string): void {
    const member = this.members.get(id);
    if (member === undefined) return;
    this.health.move(member.health, undefined);
    this.scope.stopChild(member.ref);
    this.members.delete(id);
    this.#record = undefined;
  }

  recordOf(id: string): ChildRecord | undefined {
    return this.#state.children.get(id);
  }

  pathOf(id: string): string {
    return pathOf(this.spec, id);
  }

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

  #onDue(id: string, kind: string): void {
    if (kind === 'sweep') this.#sweep.run(this.tree.clock.now());
    else if (isChildDeadline(kind)) this.members.get(id)?.onDue(kind);
    else if (isTimer(kind)) this.dispatch({ type: 'agenda.due', id, kind });
  }

  // Operators.

  command(
    command: Ticket['command'],
    id: string,
    options: { readonly brutal?: boolean } = {},
  ): Promise<CommandResult> {
    if (!this.#isAlive() || !this.members.has(id)) return Promise.resolve(GONE);
    return this.tickets.open((ticket) =>
      this.dispatch({ type: `command.${command}`, id, ticket, ...options }),
    );
  }

  /** Resolves when every child is stopped or no longer waited for. */
  stop(reason: string, withinMs: number): Promise<void> {
    if (!this.#isAlive()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenEnded.add(resolve);
      this.dispatch({ type: 'supervisor.stop', reason, withinMs });
    });
  }

  #isAlive(): boolean {
    return this.#snapshot.status === 'active';
  }

  // Its end.

  /** The top of the tree has ended: in order, or because it gave up. */
  finish(failure: { readonly error: unknown } | undefined): void {
    this.#release();
    const details = { status: failure === undefined ? 'done' : 'error', ...failure } as const;
    this.#snapshot = new LiveSnapshot(chart.row(this.#state.state), this, details);
  }

  /** XState stops the actor, which cannot wait: hooks are called, in reverse order, and not awaited. */
  #stopNow(): void {
    if (this.#isAlive()) this.destroyMembers();
    this.#release();
    this.#snapshot = new LiveSnapshot(chart.stoppedRow(this.#state.state), this);
  }

  /** Everything below is gone, now; nothing is awaited. */
  destroyMembers(): void {
    this.agenda.clear();
    for (const member of [...this.members.values()].toReversed()) member.destroy();
  }

  #release(): void {
    this.agenda.clear();
    for (const { ref } of [...this.members.values()].toReversed()) this.scope.stopChild(ref);
    this.tickets.close(GONE);
    for (const resolve of this.#whenEnded) resolve();
    this.#whenEnded.clear();
  }

  /** A nested supervisor that was given up waiting for begins again with nothing of its old life. */
  reset(): void {
    this.agenda.clear();
    this.#sweep.clear();
    for (const [id, member] of [...this.members].toReversed()) {
      this.removeMember(id);
      member.destroy();
    }
    this.tickets.close(GONE);
    const { children } = this.#state;
    this.#state = createState(this.spec);
    for (const child of this.#state.children.values()) countOn(child, children.get(child.id));
    this.moveSelf();
    for (const { id } of this.definition.children) this.addMember(id);
    for (const { ref } of this.members.values()) ref.start();
    this.health.tell(this.parent);
  }
}
