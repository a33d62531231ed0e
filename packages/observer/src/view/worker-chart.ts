import type { AnyActorRef, AnyMachineSnapshot } from 'xstate';
import { isMachineSnapshot } from 'xstate';
import type { ServiceView, WorkerState } from '../protocol/frame.ts';
import { defined } from './defined.ts';

type StateNode = AnyMachineSnapshot['machine']['root'];
type Transition = StateNode['always'] extends readonly (infer Each)[] | undefined ? Each : never;

/** The chart of a worker that is an XState machine, and where it is; undefined for any other. */
export function workerView(worker: AnyActorRef | undefined): ServiceView['worker'] {
  const snapshot: unknown = worker?.getSnapshot();
  if (!isMachineSnapshot(snapshot)) return undefined;
  const { root } = snapshot.machine;
  return { chart: stateView(root), active: activeIds(root, snapshot.value) };
}

function stateView(node: StateNode): WorkerState {
  const { id, key, type, invoke } = node;
  return {
    id,
    key,
    type,
    ...defined({
      initial: type === 'compound' ? node.initial.target[0]?.key : undefined,
      invokes: invoke.length === 0 ? undefined : invoke.map((actor) => actor.id),
    }),
    transitions: [...node.transitions.values(), node.always ?? []].flat().map(transitionView),
    states: Object.values(node.states).map(stateView),
  };
}

function transitionView({
  eventType,
  target = [],
}: Transition): WorkerState['transitions'][number] {
  return { event: eventName(eventType), targets: target.map(({ id }) => id) };
}

/** XState's own events by the words of a machine's description. */
function eventName(type: string): string {
  if (type === '') return 'always';
  const [, delay] = /^xstate\.after\.(.+?)\./.exec(type) ?? [];
  if (delay !== undefined) return `after ${delay}`;
  return type.replace(/^xstate\.(done|error)\.(?:actor|state)\./, '$1 ');
}

/** Ids of the nodes that are active, from the snapshot's value: a key, or keys with what is active below. */
function activeIds(node: StateNode, value: unknown): readonly string[] {
  const below = typeof value === 'string' ? [[value, {}] as const] : Object.entries(value ?? {});
  const active = below.flatMap(([key, inner]) => {
    const child = node.states[key];
    return child === undefined ? [] : activeIds(child, inner);
  });
  return [node.id, ...active];
}
