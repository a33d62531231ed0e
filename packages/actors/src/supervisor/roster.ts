import type { SupervisorSpec } from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { Child } from '../service/child.ts';
import { kindOf } from '../service/child-kind.ts';
import { childIn, type SupervisorDefinition } from './definition.ts';
import { type Instance, isInstance, remade, withoutInput } from './instance.ts';
import type { MakeChild, Supervised } from './supervised.ts';
import type { SupervisorActor } from './supervisor-actor.ts';

/** Who the children of one supervisor are: those of its description, and those that came later. */
export class Roster {
  readonly members = new Map<string, Supervised>();
  readonly #supervisor: SupervisorActor;
  readonly #makeChild: MakeChild;
  /** Children that stand in no description: added at run time, or described no longer. */
  #added: Map<string, Child> | undefined;
  #record: Readonly<Record<string, AnyActorRef>> | undefined;
  #instances = 0;
  #isRedescribed = false;

  constructor(supervisor: SupervisorActor, makeChild: MakeChild) {
    this.#supervisor = supervisor;
    this.#makeChild = makeChild;
  }

  /** A plain record, because that is what XState looks for; made when it is read. */
  get record(): Readonly<Record<string, AnyActorRef>> {
    this.#record ??= Object.freeze(
      Object.fromEntries([...this.members].map(([id, { ref }]) => [id, ref])),
    );
    return this.#record;
  }

  add(child: Child): Supervised {
    const member = this.#makeChild(this.#supervisor, child);
    this.members.set(child.id, member);
    this.#supervisor.health.move(undefined, member.health);
    this.#record = undefined;
    return member;
  }

  /** Adds and starts the actor of the child that this order has brought, or that the description names. */
  addWhileRunning(id: string, ticket: number | undefined): void {
    const offer = this.#supervisor.operators.offerOf(ticket);
    const child = offer ?? this.descriptionOf(id);
    if (child === undefined) return;
    if (offer !== undefined) this.#keep(offer);
    this.add(child).ref.start();
  }

  remove(id: string): void {
    const member = this.members.get(id);
    if (member === undefined) return;
    this.#supervisor.health.move(member.health, undefined);
    this.#supervisor.scope.stopChild(member.ref);
    this.members.delete(id);
    this.#added?.delete(id);
    this.#record = undefined;
  }

  /** How a child was described. */
  descriptionOf(id: string): Child | undefined {
    return this.#added?.get(id) ?? childIn(this.#supervisor.definition, id);
  }

  /** How a child is described by now, if that may have changed since it was made. */
  newDescriptionOf(id: string): Child | undefined {
    if (!this.#isRedescribed) return undefined;
    const child = this.descriptionOf(id);
    const member = this.members.get(id);
    // One of another kind was added after the new description had been checked.
    const isSameKind = child && member && kindOf(child) === kindOf(member);
    return isSameKind === true ? child : undefined;
  }

  /**
   * Children that are described no longer stay what they are; those that were made from the template
   * are what the new one makes of them.
   */
  redescribe(before: SupervisorDefinition, after: SupervisorDefinition): void {
    const { template } = after;
    for (const child of before.children)
      if (childIn(after, child.id) === undefined && this.members.has(child.id)) this.#keep(child);
    for (const child of after.children) {
      this.#added?.delete(child.id);
      this.#describe(child);
    }
    if (template !== undefined) this.#remake(template);
    this.#isRedescribed = true;
  }

  #remake(template: Child): void {
    for (const instance of this.#instancesMade) {
      const again = remade(instance, template);
      this.#keep(again);
      this.#describe(again);
    }
  }

  #describe(child: Child): void {
    const member = this.members.get(child.id);
    if (member !== undefined && kindOf(member) === kindOf(child)) member.describe?.(child);
  }

  /** What was made of the template. */
  get #instancesMade(): readonly Instance[] {
    return [...(this.#added?.values() ?? [])].filter(isInstance);
  }

  /** The same, as far as the reducer knows it: what they were started with may be large, or secret. */
  get instances(): SupervisorSpec['children'] {
    return this.#instancesMade.map(({ id, spec }) => ({ id, spec }));
  }

  /** Started again, it has the children of its description, whoever has stood in for them meanwhile. */
  beginAfresh(): void {
    if (this.#added === undefined && !this.#isRedescribed) return;
    for (const child of this.#supervisor.definition.children) {
      if (this.#added?.delete(child.id) === true) this.#takeBack(child);
      const member = this.members.get(child.id);
      if (member !== undefined && kindOf(member) !== kindOf(child)) this.#replaceAtRest(child);
    }
  }

  #takeBack(child: Child): void {
    this.#isRedescribed = true;
    this.#describe(child);
  }

  /** By one of another kind, which has stopped as the one before it has. */
  #replaceAtRest(child: Child): void {
    this.remove(child.id);
    const member = this.add(child);
    const { health } = member;
    member.ref.start();
    member.move('service.exited', undefined);
    this.#supervisor.health.move(health, member.health);
  }

  /**
   * Forgets what was given to a child that was added at run time and is temporary: it may be large, and
   * is never needed again. Answers whether it is.
   */
  forgetInput(id: string): boolean {
    const child = this.#added?.get(id);
    if (child?.spec.restart !== 'temporary') return false;
    this.#keep(isInstance(child) ? withoutInput(child) : { ...child, input: undefined });
    return true;
  }

  /** The next number that no instance has as its id. */
  nextInstanceId(): string {
    do this.#instances += 1;
    while (this.members.has(String(this.#instances)));
    return String(this.#instances);
  }

  #keep(child: Child): void {
    this.#added ??= new Map();
    this.#added.set(child.id, child);
  }
}
