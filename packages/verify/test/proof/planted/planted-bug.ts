import { child, fromSupervisor, type Policy, policy, service } from '@kintsugi/actors';
import {
  type ChildRecord,
  type Effect,
  reduce,
  type SupervisorInput,
  type SupervisorSpec,
  type SupervisorState,
} from '@kintsugi/core';
import type { Reduce, VerifyOptions, verify } from '../../../src/index.ts';

/** A mistake that could be made in the protocol. */
export interface PlantedBug {
  readonly name: string;
  readonly reduce: Reduce;
  /** The one property that must find it. */
  readonly killedBy: string;
  readonly subject: Parameters<typeof verify>[0];
  readonly options?: VerifyOptions;
}

/** One attempt of each step, two failures raise the severity: small budgets, every step. */
export const SHORT: Policy = policy({
  retry: { maxAttempts: 1 },
  restart: { maxAttempts: 1 },
  recovery: { baseMs: 1_000, maxMs: 4_000 },
  pattern: { failures: 2 },
  longWindow: { restarts: Infinity },
});

export const worker = service({ handle: (text: string) => text });

export function tree(
  strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one',
  extra: Partial<Parameters<typeof fromSupervisor>[0]> = {},
) {
  return fromSupervisor({
    strategy,
    policy: SHORT,
    children: [child('a', worker), child('b', worker)],
    ...extra,
  });
}

/** Does something more after the reducer has decided. */
export const afterwards =
  (
    more: (
      state: SupervisorState,
      input: SupervisorInput,
      effects: readonly Effect[],
      spec: SupervisorSpec,
    ) => readonly Effect[],
  ): Reduce =>
  (state, input, spec) =>
    more(state, input, reduce(state, input, spec), spec);

/** Tells the reducer something else than what has come. */
export const misheard =
  (change: (input: SupervisorInput, state: SupervisorState) => SupervisorInput): Reduce =>
  (state, input, spec) =>
    reduce(state, change(input, state), spec);

export const described =
  (change: (spec: SupervisorSpec) => SupervisorSpec): Reduce =>
  (state, input, spec) =>
    reduce(state, input, change(spec));

export function some(state: SupervisorState, is: (child: ChildRecord) => boolean): boolean {
  return [...state.children.values()].some(is);
}

export function record(state: SupervisorState, id: string): ChildRecord {
  const known = state.children.get(id);
  if (known === undefined) throw new Error(`no ${id}`);
  return known;
}

export function tells(effects: readonly Effect[], type: string): readonly string[] {
  return effects.flatMap((effect) =>
    effect.type === 'report' && effect.event.type === type ? [effect.event.path] : [],
  );
}
