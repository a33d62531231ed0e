import { invalidOption, type LifecycleState, refuseUnknownKeys } from '@kintsugi/core';
import type { Policy } from '../../policy/policy.ts';
import { requirePolicy } from '../../policy/require-policy.ts';
import {
  type Service,
  type ServiceHooks,
  service,
  type ServiceTypes,
} from '../../service/service.ts';
import { isService } from '../../service/child.ts';
import { ask } from '../../tree/ask.ts';
import { transitionsOf } from '../walk/model-paths.ts';
import type { Sut, Transition } from '../walk/sut.ts';
import type { Subject } from './fault-ways.ts';
import { createWorld, type FaultyWorld } from './faulty-world.ts';
import { type LifecycleEventName, type LifecycleModel, lifecycleModel } from './lifecycle-model.ts';
import { type LifecycleSystem, lifecycleSystem } from './lifecycle-system.ts';
import { planPath } from './plan-path.ts';
import { plantService, SUBJECT } from './planted-service.ts';
import { reachable } from './reachable.ts';

/** A service of your own, and what you know of it. */
export interface LifecycleSutOptions<Types extends ServiceTypes, State extends string> {
  /**
   * Makes the service under test, whose hooks call those of the world. @default a service that does
   * nothing else
   */
  readonly service?: (world: FaultyWorld) => Service<Types>;
  /** What it is asked. @default undefined */
  readonly request?: Types['request'];
  /** What else must be true in a state. @default in `degraded`, that its fallback answers the request */
  readonly states?: Readonly<Partial<Record<State, (system: LifecycleSystem) => unknown>>>;
}

/** What {@link lifecycleSut} makes. */
export type LifecycleSut<Step extends string = never> = Sut<
  LifecycleSystem,
  LifecycleState | Step,
  LifecycleEventName<Step>
>;

/**
 * A service in a real tree of this policy, on a test clock, that can be led along the whole of its chart
 * by faults, by time and by orders: for `walk`. How severe a fault is, the walk says; chains, budgets and
 * delays are the policy's own. Custom steps succeed and fail as the walk says, instead of doing their work.
 *
 * In every state it is checked that the chart took the very move, that the service is in the state, and
 * that it holds what its `start` made exactly while it should. What a policy's chart draws and no fault, no
 * time and no order brings about is excluded, with the reason.
 *
 * @throws InvalidOptionError for what `policy()` has not made, for an unknown key, or for a state that the policy does not have
 * @example
 * ```ts
 * describe('payments', () => {
 *   walk(lifecycleModel(patient), lifecycleSut(patient, {
 *     service: (world) => payments({ connect: world.start, charge: world.handle, close: world.stop }),
 *     request: { amount: 5 },
 *   }));
 * });
 * ```
 */
export function lifecycleSut<
  Step extends string = never,
  Types extends ServiceTypes = ServiceTypes,
>(
  policy: Policy<Step>,
  options: LifecycleSutOptions<Types, LifecycleState | Step> = {},
): LifecycleSut<Step> {
  requirePolicy('lifecycleSut.policy', policy);
  refuseUnknownKeys('lifecycleSut', options, ['service', 'request', 'states']);
  const { request, states = {} } = options;
  const makeService = options.service ?? echo;
  const { chart, escalation } = policy;
  refuseUnknownStates(states, Object.keys(chart.chart.states));
  const model = lifecycleModel(policy);
  const { degrade, fallback } = hooksOf(makeService);
  const subject: Subject = {
    policy: escalation,
    next: chart.next,
    canFailToDegrade: degrade !== undefined,
    known: new Map(),
  };
  const own = new Map<string, (system: LifecycleSystem) => unknown>(Object.entries(states));
  if (fallback !== undefined && !own.has('degraded'))
    own.set('degraded', (system) => requireAnswer(system, request));
  return {
    start: (path) => {
      const plan = planPath(subject, path);
      return lifecycleSystem(plantService(policy, makeService, plan), {
        chart: chart.chart,
        policy: escalation,
        means: plan.means,
        request,
      });
    },
    events: eventsOf(model),
    states: async (system, state) => {
      if (system.check(state)) await own.get(state)?.(system);
    },
    stop: (system) => system.destroy(),
    ...reachable(model, subject),
  };
}

/** What is wrong with a fallback shows only when it is asked. */
async function requireAnswer({ tree, clock }: LifecycleSystem, request: unknown): Promise<void> {
  const late = async () => {
    await clock.settle();
    throw new Error('degraded, its fallback has not answered at once: say in states.degraded how');
  };
  await Promise.race([ask(tree, SUBJECT, request), late()]);
}

function eventsOf<Step extends string>(model: LifecycleModel<Step>): LifecycleSut<Step>['events'] {
  const events: Partial<Record<LifecycleEventName<Step>, typeof makeMove>> = {};
  for (const { event } of transitionsOf(model)) events[event] = makeMove;
  return events;
}

const makeMove = (system: LifecycleSystem, transition: Transition) => system.make(transition);

function hooksOf(makeService: unknown): ServiceHooks {
  const made: unknown = typeof makeService === 'function' ? makeService(createWorld()) : undefined;
  if (isService(made) && made.hooks !== undefined) return made.hooks;
  const rule = 'a function that makes a service of functions';
  throw invalidOption('lifecycleSut.service', rule, makeService);
}

/** Answers what it is asked. */
function echo(world: FaultyWorld): Service {
  return service({
    start: world.start,
    handle: async (request: unknown) => {
      await world.handle();
      return request;
    },
    stop: world.stop,
    degrade: world.degrade,
    fallback: (request) => request,
    startWithinMs: Infinity,
    handleWithinMs: Infinity,
  });
}

function refuseUnknownStates(states: object, known: readonly string[]): void {
  const unknown = Object.keys(states).find((state) => !known.includes(state));
  if (unknown !== undefined)
    throw invalidOption('a key of lifecycleSut.states', `one of ${known.join(', ')}`, unknown);
}
