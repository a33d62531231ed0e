import type { WorkerState } from '../../../src/protocol/frame.ts';
import { type ChartNode, chartNodes, type Nodes, targetIds } from './chart-nodes.ts';
import { type Fields, fieldsOf, isFields, listOf, textIn } from './fields.ts';
import { isSendable, type Move, movesOf } from './moves.ts';

/** The chart of a machine. */
export interface Chart {
  readonly root: WorkerState;
  /** Types of the events that can be sent to it, by the id of the state that takes them. */
  readonly takes: ReadonlyMap<string, readonly string[]>;
}

/**
 * The chart that a machine's configuration describes, of XState 5 or 4: what `@statelyai/inspect` and `@xstate/inspect` send.
 * Undefined for an actor that is no machine: all that is known of one is its id.
 */
export function chartOf(definition: unknown): Chart | undefined {
  if (!isFields(definition) || Object.keys(definition).every((key) => key === 'id'))
    return undefined;
  const { root, byId } = chartNodes(definition);
  const takes = new Map<string, readonly string[]>();
  return { root: stateOf(root, { byId, takes }), takes };
}

interface Making {
  readonly byId: Nodes;
  readonly takes: Map<string, readonly string[]>;
}

function stateOf(node: ChartNode, making: Making): WorkerState {
  const { id, key, config, children } = node;
  const moves = movesOf(config);
  const sendable = new Set(moves.map(({ type }) => type).filter(isSendable));
  if (sendable.size > 0) making.takes.set(id, [...sendable]);
  const initial = initialOf(config);
  const invokes = listOf(config['invoke']).map(invokeText);
  return {
    id,
    key,
    type: typeOf(node),
    ...(initial === undefined ? {} : { initial }),
    ...(invokes.length === 0 ? {} : { invokes }),
    transitions: moves.map((move) => ({
      event: moveText(move),
      targets: targetIds(move.targets, node, making.byId),
    })),
    states: [...children.values()].map((child) => stateOf(child, making)),
  };
}

const TYPES = ['atomic', 'compound', 'parallel', 'final', 'history'] as const;

function typeOf({ config, children }: ChartNode): WorkerState['type'] {
  const said = TYPES.find((type) => type === config['type']);
  if (said !== undefined) return said;
  if (typeof config['history'] === 'string' || config['history'] === true) return 'history';
  return children.size === 0 ? 'atomic' : 'compound';
}

function initialOf(config: Fields): string | undefined {
  const { initial } = config;
  const text = isFields(initial) ? listOf(initial['target'])[0] : initial;
  // It may lead deeper than into a child.
  return typeof text === 'string' ? text.replace(/^\./, '').split('.')[0] : undefined;
}

/** By its id, and by what runs when that is called otherwise. */
function invokeText(invoked: unknown): string {
  if (typeof invoked === 'string') return invoked;
  const fields = fieldsOf(invoked);
  const source = textIn(fields, 'src') ?? textIn(fieldsOf(fields['src']), 'type');
  const id = textIn(fields, 'id');
  // XState's own names for what stands there itself say nothing.
  const isNamed = source !== undefined && source !== id && !source.startsWith('xstate.invoke.');
  if (!isNamed) return id ?? '(inline)';
  return id === undefined ? source : `${id} (${source})`;
}

function moveText({ label, guard }: Move): string {
  return guard === undefined ? label : `${label} if ${guard}`;
}

/** Ids of the states that are active, from a state's value: a key, or keys with what is active below. */
export function activeIds(state: WorkerState, value: unknown): readonly string[] {
  const below = typeof value === 'string' ? [[value, {}] as const] : valueEntries(value);
  const active = below.flatMap(([key, inner]) => {
    const child = state.states.find((each) => each.key === key);
    return child === undefined ? [] : activeIds(child, inner);
  });
  return [state.id, ...active];
}

function valueEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return isFields(value) ? Object.entries(value) : [];
}

const MOST_CHARACTERS = 300;

/** A state's value as a person writes it: `open.filled, mail.idle`. */
export function valueText(value: unknown): string {
  return leaves(value, 10).join(', ').slice(0, MOST_CHARACTERS);
}

function leaves(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (depth === 0) return [];
  return valueEntries(value).flatMap(([key, inner]) => {
    const below = leaves(inner, depth - 1);
    return below.length === 0 ? [key] : below.map((leaf) => `${key}.${leaf}`);
  });
}
