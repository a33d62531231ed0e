import {
  invalidOption,
  type Intensity,
  refuseUnknownKeys,
  type SupervisorSpec,
  validateIntensity,
} from '@kintsugi/core';
import { type Policy, selfHealing } from '../policy/policy.ts';
import type { Child } from '../service/child.ts';
import type { ById, SupervisorLogic } from '../tree/refs.ts';
import { define, type SupervisorDefinition } from './definition.ts';
import { makeChild } from './make-child.ts';
import { rootLink } from './root-link.ts';
import { supervisorLogic } from './supervisor-logic.ts';

/** What {@link fromSupervisor} takes; only `children` is required. */
export interface SupervisorOptions<List extends readonly Child[], Step extends string> {
  /** Started in this order, stopped in reverse. Ids are unique. */
  readonly children: List;
  /** Who is restarted with a child that failed: nobody else. @default 'one_for_one' */
  readonly strategy?: 'one_for_one';
  /** More restarts than this and the supervisor gives up. @default the policy's; the default policy has none */
  readonly intensity?: Intensity;
  /** What is done about faults; not inherited by nested supervisors. @default selfHealing */
  readonly policy?: Policy<Step>;
}

/**
 * Actor logic of a supervisor: starts its children in order, heals them by its policy, stops them in
 * reverse order. Give it to `createActor`, to `invoke.src`, to `spawn`, or to {@link child}.
 *
 * @throws InvalidOptionError for a duplicate id, a value out of range or an unknown key
 * @example
 * ```ts
 * const tree = createActor(fromSupervisor({ children: [child('greeter', greeter)] })).start();
 * ```
 */
export function fromSupervisor<const List extends readonly Child[], Step extends string = never>(
  options: SupervisorOptions<List, Step>,
): SupervisorLogic<ById<List>, Step> {
  const definition = checked(options);
  const logic = { ...supervisorLogic(definition, rootLink, makeChild), kind: 'supervisor' };
  define(logic, definition);
  return logic as unknown as SupervisorLogic<ById<List>, Step>;
}

function checked(options: SupervisorOptions<readonly Child[], string>): SupervisorDefinition {
  refuseUnknownKeys('fromSupervisor', options, ['children', 'strategy', 'intensity', 'policy']);
  const { children, strategy = 'one_for_one', policy = selfHealing } = options;
  const childById = byId(children);
  if (strategy !== 'one_for_one')
    throw invalidOption('fromSupervisor.strategy', '"one_for_one"', strategy);
  checkPolicy(policy);
  if (options.intensity !== undefined)
    validateIntensity('fromSupervisor.intensity', options.intensity);
  const intensity = options.intensity ?? policy.escalation.intensity;
  const specAt = (path: string): SupervisorSpec => ({
    path,
    strategy,
    policy: policy.escalation,
    chart: policy.chart.chart,
    intensity,
    children,
  });
  return { children, childById, policy, intensity, specAt };
}

function checkPolicy(policy: unknown): void {
  const isMade = typeof policy === 'object' && policy !== null && 'kind' in policy;
  if (!isMade || policy.kind !== 'policy')
    throw invalidOption('fromSupervisor.policy', 'made by policy()', policy);
}

function byId(children: readonly Child[]): ReadonlyMap<string, Child> {
  if (!Array.isArray(children))
    throw invalidOption('fromSupervisor.children', 'a list of children', children);
  const known = new Map<string, Child>();
  children.forEach((child, index) => {
    if (typeof child !== 'object' || child === null || !('runs' in child))
      throw invalidOption(`fromSupervisor.children[${index}]`, 'made by child()', child);
    if (known.has(child.id))
      throw invalidOption(
        `fromSupervisor.children[${index}].id`,
        'unique among its siblings',
        child.id,
      );
    known.set(child.id, child);
  });
  return known;
}
