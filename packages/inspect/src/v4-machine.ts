import { type PlainData, plainData } from '@kintsugi/core';
import type { FollowedActor, Redact } from '@kintsugi/actors/inspection';
import { v4EventType } from './v4-event.ts';

type Machine = NonNullable<FollowedActor['machine']>;
type Node = Machine['root'];
type Transition = NonNullable<Node['always']>[number];
type Action = Node['entry'][number];

/** A transition as XState 4 writes it. */
export interface V4Transition {
  /** `#` and the id of a state. */
  readonly target?: readonly string[];
  readonly cond?: string;
  readonly actions: readonly string[];
  readonly internal: boolean;
}

/** The configuration of an XState 4 machine, or of a state in one: plain JSON. */
export interface V4Config {
  readonly id: string;
  readonly key: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly initial?: string;
  readonly history?: 'shallow' | 'deep';
  readonly target?: string;
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly invoke: readonly { readonly id: string; readonly src: string }[];
  readonly on: Readonly<Record<string, readonly V4Transition[]>>;
  readonly after: Readonly<Record<string, readonly V4Transition[]>>;
  readonly always: readonly V4Transition[];
  readonly states: Readonly<Record<string, V4Config>>;
  readonly tags: readonly string[];
  readonly meta?: PlainData;
  readonly description?: string;
}

/**
 * What an XState 5 machine is to XState 4: enough to draw it and to find its states, by the same ids. Guards, actions and invoked
 * logic are names; nothing can be run with them.
 */
export function v4Config(machine: Machine, redact: Redact): V4Config {
  const configs = configsBy.get(redact) ?? new WeakMap<Machine, V4Config>();
  configsBy.set(redact, configs);
  const known = configs.get(machine) ?? configOf(machine.root, redact);
  configs.set(machine, known);
  return known;
}

/** A chart is shared by 100,000 services, and by all viewers to whom the same is shown. */
const configsBy = new WeakMap<Redact, WeakMap<Machine, V4Config>>();

function configOf(node: Node, redact: Redact): V4Config {
  return {
    id: node.id,
    key: node.key,
    type: node.type,
    ...startOf(node),
    entry: actionNames(node.entry),
    exit: actionNames(node.exit),
    invoke: node.invoke.map(({ id, src }) => ({
      id,
      src: typeof src === 'string' && !src.startsWith('xstate.invoke.') ? src : id,
    })),
    ...movesOf(node),
    states: Object.fromEntries(
      Object.entries(node.states).map(([key, state]) => [key, configOf(state, redact)]),
    ),
    tags: node.tags,
    ...(node.meta !== undefined && { meta: redact(plainData(node.meta)) as PlainData }),
    ...(node.description !== undefined && { description: node.description }),
  };
}

/** Where a state begins that is entered. */
function startOf(node: Node): Partial<V4Config> {
  if (node.type === 'history') return historyOf(node);
  const first = node.type === 'compound' ? node.initial.target?.[0] : undefined;
  // It may be deeper than a child.
  const initial = first?.path[node.path.length];
  return initial === undefined ? {} : { initial };
}

function historyOf({ history, config }: Node): Partial<V4Config> {
  const { target } = config;
  return {
    history: history === 'deep' ? 'deep' : 'shallow',
    ...(typeof target === 'string' && { target }),
  };
}

function movesOf(node: Node): Pick<V4Config, 'on' | 'after' | 'always'> {
  const on: Record<string, readonly V4Transition[]> = {};
  for (const [type, transitions] of node.transitions)
    // They stand in `after` as well.
    if (!type.startsWith('xstate.after.')) on[v4EventType(type)] = transitions.map(v4Transition);
  const after: Record<string, V4Transition[]> = {};
  for (const transition of node.after)
    (after[String(transition.delay)] ??= []).push(v4Transition(transition));
  return { on, after, always: node.always?.map(v4Transition) ?? [] };
}

function v4Transition({ target, guard, actions, reenter }: Transition): V4Transition {
  return {
    ...(target && { target: target.map(({ id }) => `#${id}`) }),
    ...(guard !== undefined && { cond: nameOf(guard) }),
    actions: actionNames(actions),
    internal: !reenter,
  };
}

/** Without those by which XState 5 sets and clears the timers of `after`: XState 4 has its own. */
function actionNames(actions: readonly Action[]): readonly string[] {
  return actions.filter((action) => !isTimer(action)).map(nameOf);
}

function isTimer(action: Action): boolean {
  const { id, sendId } = action as { readonly id?: unknown; readonly sendId?: unknown };
  const timer = id ?? sendId;
  return typeof timer === 'string' && timer.startsWith('xstate.after.');
}

/** Of an action or a guard: a name, an object with one, or a function. */
function nameOf(named: unknown): string {
  if (typeof named === 'string') return named;
  const { type, name } = named as { readonly type?: unknown; readonly name?: unknown };
  if (typeof type === 'string') return type;
  return typeof name === 'string' && name !== '' ? name : '(anonymous)';
}
