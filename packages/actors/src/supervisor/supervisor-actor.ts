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
import { judgeFault } from '../policy/judge-fault.ts';
import type { Policy } from '../policy/policy.ts';
import type { TreeContext } from '../tree/tree-context.ts';
import { Agenda } from './agenda.ts';
import type { SupervisorDefinition } from './definition.ts';
import { HealthTally } from './health-tally.ts';
import { makeChild } from './make-child.ts';
import type { ParentLink } from './parent-link.ts';
import { performEffect } from './perform-effect.ts';
import type { ChildDeadline, ChildReport, Host, Supervised } from './supervised.ts';
import { Sweep } from './sweep.ts';

const chart = compileChart(supervisorChart);

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
  readonly #answers = new Map<number, (result: CommandResult) => void>();
  readonly #whenEnded = new Set<() => void>();
  #state: SupervisorState;
  #tickets = 0;
  #snapshot: LiveSnapshot;
  #record: Readonly<Record<string, AnyActorRef>> | undefined;

  constructor(definition: SupervisorDefinition, parent: ParentLink, scope: AnyActorScope) {
    this.definition = definition;
    this.parent = parent;
    this.scope = scope;
    this.spec = definition.specAt(parent.path);
    this.agenda = new Agenda(this.tree.clock, (id, kind) => this.#onDue(id, kind));
    this.#state = createState(this.spec);
    this.#snapshot = new LiveSnapshot(chart.row(this.#state.state), this);
    for (const { id } of definition.children) this.addMember(id);
    this.health.change();
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
    if (event.type === 'xstate.stop') this.#stopNow();
    else if (isInput(event)) this.#decide(event);
    else this.#refuse();
    return this.#snapshot;
  }

  /** Puts something to the reducer, in its turn. */
  dispatch(input: Undated): void {
    this.ref.send(input);
  }

  #decide(undated: Undated): void {
    const { clock, random } = this.tree;
    // In this order because a spread that begins an object costs three times one that ends it.
    const input = { at: clock.now(), random: random(), ...undated } as SupervisorInput;
    for (const effect of reduce(this.#state, input, this.spec)) performEffect(this, effect);
    this.#tellHealth(input.at);
  }

  #tellHealth(at: number): void {
    const change = this.health.change();
    if (change === undefined) return;
    this.tree.publish({ type: 'health.changed', at, path: this.spec.path, ...change });
    this.parent.onHealthChanged(change.was, change.health);
  }

  #refuse(): void {
    const { path } = this.spec;
    const at = this.tree.clock.now();
    this.tree.publish({ type: 'message.undeliverable', at, path, kind: 'tell', reason: 'not a request' });
  }

  /** Moves its own chart. */
  moveSelf(): void {
    this.#snapshot = new LiveSnapshot(chart.row(this.#state.state), this);
  }

  // Its children.

  addMember(id: string): void {
    const child = this.definition.childById.get(id);
    if (child === undefined) return;
    const member = makeChild(this, child);
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

  report(report: ChildReport): void {
    this.dispatch(report);
  }

  recover(id: string): void {
    void this.command('recover', id);
  }

  judge(error: unknown, origin: FaultOrigin): JudgedFault {
    return judgeFault(this.tree.nextFaultId(), origin, error, this.policy.rules);
  }

  arm(id: string, deadline: ChildDeadline, delayMs: number): void {
    this.agenda.set(id, deadline, this.tree.clock.now() + delayMs);
  }

  disarm(id: string, deadline: ChildDeadline): void {
    this.agenda.cancel(id, deadline);
  }

  healthChanged(was: HealthStatus | undefined, health: HealthStatus | undefined): void {
    this.health.move(was, health);
    this.#tellHealth(this.tree.clock.now());
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

  command(command: Ticket['command'], id: string): Promise<CommandResult> {
    if (!this.#isAlive() || !this.members.has(id))
      return Promise.resolve({ ok: false, reason: 'stopped', state: 'stopped' });
    this.#tickets += 1;
    const ticket = this.#tickets;
    return new Promise((resolve) => {
      this.#answers.set(ticket, resolve);
      this.dispatch({ type: `command.${command}`, id, ticket });
    });
  }

  answer(ticket: number, result: CommandResult): void {
    this.#answers.get(ticket)?.(result);
    this.#answers.delete(ticket);
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
    this.#snapshot = new LiveSnapshot(
      chart.row(this.#state.state),
      this,
      failure === undefined ? { status: 'done' } : { status: 'error', error: failure.error },
    );
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
    for (const [ticket] of this.#answers) this.answer(ticket, { ok: false, reason: 'stopped', state: 'stopped' });
    for (const resolve of this.#whenEnded) resolve();
    this.#whenEnded.clear();
  }

  /** A nested supervisor that was given up waiting for begins again with nothing of its old life. */
  reset(): void {
    this.destroyMembers();
    for (const id of [...this.members.keys()]) this.removeMember(id);
    this.#state = createState(this.spec);
    this.moveSelf();
    for (const { id } of this.definition.children) this.addMember(id);
    for (const { ref } of this.members.values()) ref.start();
  }
}

type WithoutTime<Input> = Input extends unknown ? Omit<Input, 'at' | 'random'> : never;
type Undated = WithoutTime<SupervisorInput>;

const INPUTS = /^(?:supervisor\.(?:start|stop)|report\.|command\.|agenda\.)/;

function isInput(event: EventObject): event is Undated {
  return INPUTS.test(event.type);
}

const CHILD_DEADLINES: readonly string[] = ['start', 'stop', 'slowStop'] satisfies ChildDeadline[];

function isChildDeadline(kind: string): kind is ChildDeadline {
  return CHILD_DEADLINES.includes(kind);
}

const TIMERS: readonly string[] = ['retry', 'restart', 'stable', 'recovery'];

function isTimer(kind: string): kind is 'retry' | 'restart' | 'stable' | 'recovery' {
  return TIMERS.includes(kind);
}
