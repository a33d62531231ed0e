import { type FollowedActor, statusChart } from '@kintsugi/actors/inspection';
import { type PlainData, plainData } from '@kintsugi/core';

/**
 * The chart of an actor as the Stately Inspector reads it: the configuration of a machine as JSON. Guards, actions and what is invoked
 * are names; whatever else its author has put in is bounded, the states are not.
 */
export function definitionOf({ ref, machine }: FollowedActor): string {
  if (machine === undefined) return JSON.stringify(statusChart(ref.id));
  const config: unknown = machine.config;
  if (!isFields(config)) return JSON.stringify({ id: machine.id });
  const known = definitions.get(config) ?? JSON.stringify({ ...stateOf(config), id: machine.id });
  definitions.set(config, known);
  return known;
}

/** A chart is shared by 100,000 services. */
const definitions = new WeakMap<object, string>();

type Fields = Readonly<Record<string, unknown>>;
type Plain = Record<string, PlainData>;

function stateOf(config: Fields): Plain {
  const plain: Plain = {};
  for (const [key, value] of Object.entries(config)) {
    if (key === 'states' && isFields(value)) plain[key] = statesOf(value);
    else if (key === 'invoke') plain[key] = [value].flat().map(invocation);
    else if (value !== undefined) plain[key] = plainData(value);
  }
  return plain;
}

function statesOf(states: Fields): Plain {
  return Object.fromEntries(
    Object.entries(states).map(([key, state]) => [key, isFields(state) ? stateOf(state) : {}]),
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
