import { type FollowedActor, type Redact, statusChart } from '@kintsugi/actors/inspection';
import { type PlainData, plainData } from '@kintsugi/core';

/**
 * The chart of an actor as the Stately Inspector reads it: the configuration of a machine as JSON. Guards, actions and what is invoked
 * are names; whatever else its author has put in is bounded, the states are not.
 */
export function definitionOf({ ref, machine }: FollowedActor, redact: Redact): string {
  if (machine === undefined) return JSON.stringify(statusChart(ref.id));
  const config: unknown = machine.config;
  if (!isFields(config)) return JSON.stringify({ id: machine.id });
  const definitions = definitionsBy.get(redact) ?? new WeakMap<object, string>();
  definitionsBy.set(redact, definitions);
  const known =
    definitions.get(config) ?? JSON.stringify({ ...stateOf(config, redact), id: machine.id });
  definitions.set(config, known);
  return known;
}

/** A chart is shared by 100,000 services. */
const definitionsBy = new WeakMap<Redact, WeakMap<object, string>>();

type Fields = Readonly<Record<string, unknown>>;
type Plain = Record<string, PlainData>;

function stateOf(config: Fields, redact: Redact): Plain {
  const plain: Plain = {};
  for (const [key, value] of Object.entries(config)) {
    if (key === 'states' && isFields(value)) plain[key] = statesOf(value, redact);
    else if (key === 'invoke')
      plain[key] = [value].flat().map((invoked) => redact(invocation(invoked)) as PlainData);
    else if (key === 'on' || key === 'after') plain[key] = named(plainData(value), redact);
    else if (value !== undefined) plain[key] = redact(plainData(value)) as PlainData;
  }
  return plain;
}

/** An event or a state that is called like a secret is none. */
function named(parts: PlainData, redact: Redact): PlainData {
  if (!isFields(parts)) return parts;
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, redact(part) as PlainData]),
  );
}

function statesOf(states: Fields, redact: Redact): Plain {
  return Object.fromEntries(
    Object.entries(states).map(([key, state]) => [
      key,
      isFields(state) ? stateOf(state, redact) : {},
    ]),
  );
}

/** Logic that stands there itself has no name. */
function invocation(invoked: unknown): PlainData {
  if (!isFields(invoked)) return plainData(invoked);
  const { src, ...others } = invoked;
  const plain = plainData(others) as Plain;
  return { ...plain, src: typeof src === 'string' ? src : '(inline)' };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
