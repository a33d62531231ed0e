import {
  canonical,
  type ChildRecord,
  cloneState,
  type Effect,
  reduce,
  type SupervisorInput,
  type SupervisorState,
} from '../../src/index.ts';
import type { Harness } from './harness.ts';
import { isJson } from './json.ts';
import { law } from './law.ts';

/** A clone shares nothing with the original and answers the same. */
export function watchClones(harness: Harness): void {
  let foreseen = '';
  harness.foreseers.push((input) => {
    const before = written(harness.state);
    const twin = cloneState(harness.state);
    law(written(twin) === before, 'a clone is not equal');
    const effects = reduce(twin, input, harness.spec);
    law(written(harness.state) === before, 'a clone shares something with the original');
    foreseen = JSON.stringify(effects) + written(twin);
    unheard(input, harness, twin, effects);
  });
  harness.watchers.push((effects) => {
    law(JSON.stringify(effects) + written(harness.state) === foreseen, 'a clone answers otherwise');
  });
}

/** What nobody hears is not told, and nothing else is otherwise. */
function unheard(
  input: SupervisorInput,
  { state, spec }: Harness,
  heard: SupervisorState,
  effects: readonly Effect[],
): void {
  const twin = cloneState(state);
  const untold = reduce(twin, input, spec, false);
  law(written(twin) === written(heard), 'unheard, it comes to another state');
  law(
    JSON.stringify(orders(untold)) === JSON.stringify(orders(effects)),
    'unheard, it orders otherwise',
  );
}

function orders(effects: readonly Effect[]): readonly Effect[] {
  return effects.filter(({ type }) => type !== 'report');
}

/** Everything of a state, also what JSON leaves out. */
function written(state: SupervisorState): string {
  return JSON.stringify(state, (_, value: unknown) => {
    if (value instanceof Map || value instanceof Set) return [...value];
    return value === Infinity || value === undefined ? String(value) : value;
  });
}

/** States by their canonical form, collected over many runs of one tree. */
export type KnownForms = Map<string, { readonly state: SupervisorState; readonly at: number }>;

/** States with one canonical form answer the same, whatever their ids, epochs and instants. */
export function watchCanonical(harness: Harness, known: KnownForms): void {
  const { policy } = harness.spec;
  const formOf = (state: SupervisorState, at: number) => canonical(state, at, Infinity, policy);
  let expected: string | undefined;
  harness.foreseers.push((input) => {
    const form = formOf(harness.state, input.at);
    const key = JSON.stringify(form);
    law(isJson(form), 'canonical is not JSON');
    const other = known.get(key);
    expected = undefined;
    if (other === undefined) {
      if (known.size < 20_000) known.set(key, { state: cloneState(harness.state), at: input.at });
      return;
    }
    const twin = cloneState(other.state);
    const asked = translated(input, harness.state, twin, other.at);
    const effects = reduce(twin, asked, harness.spec);
    expected = answerOf(effects, other.at) + rounded(formOf(twin, other.at));
  });
  harness.watchers.push((effects, { at }) => {
    if (expected === undefined) return;
    const actual = answerOf(effects, at) + rounded(formOf(harness.state, at));
    law(actual === expected, `equal canonical forms answer otherwise:\n${actual}\n${expected}`);
  });
}

/** The same input for another state: stale where it is stale here, current where it is current. */
function translated(
  input: SupervisorInput,
  here: SupervisorState,
  there: SupervisorState,
  at: number,
): SupervisorInput {
  if (!('epoch' in input)) return { ...input, at };
  const [mine, theirs] = [here.children.get(input.id), there.children.get(input.id)];
  const known = input.type === 'report.abandonedSettled' ? abandonedBy : currentOf;
  return { ...input, at, epoch: known(theirs)[known(mine).indexOf(input.epoch)] ?? -1 };
}

const abandonedBy = (child: ChildRecord | undefined) => child?.abandoned ?? [];
const currentOf = (child: ChildRecord | undefined) => (child === undefined ? [] : [child.epoch]);

/** Effects without what is only told: instants as delays, no ids, no epochs. */
function answerOf(effects: readonly Effect[], now: number): string {
  return rounded(effects.map((effect) => anonymous(effect, now)));
}

/** Jitter leaves fractions of a millisecond, which come out otherwise at another instant. */
function rounded(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' ? Math.round(inner * 1_000) / 1_000 : inner,
  );
}

function anonymous(effect: Effect, now: number): unknown {
  if (effect.type === 'report') return effect.event.type;
  if (effect.type === 'answer') return effect.result;
  if (effect.type === 'ended') return effect.ending.kind;
  if (effect.type === 'schedule') return { ...effect, at: effect.at - now };
  if (effect.type === 'tell') return { ...effect, context: effect.context?.step };
  const ids = { epoch: 0, incarnation: 0, fault: '' };
  return { ...effect, ...ids };
}
