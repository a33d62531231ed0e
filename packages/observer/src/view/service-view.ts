import { type Tree, workerAt } from '@kintsugi/actors';
import { type Look, lookAt, waitingAt } from '@kintsugi/actors/inspection';
import { foreseenStep, pathOf, plainData } from '@kintsugi/core';
import type { ClosedIncident, EventView, ServiceView } from '../protocol/frame.ts';
import { defined } from './defined.ts';
import { workerView } from './worker-chart.ts';

const MOST_WAITING = 20;
const NO_CHAINS = { TRANSIENT: [], RECOVERABLE: [], CRITICAL: [] } as const;

type Child = NonNullable<Look['child']>;

/** What a view of one service needs besides the tree. */
export interface ServiceViewing {
  /** Milliseconds of the tree's clock. */
  readonly at: number;
  readonly redact: (data: unknown) => unknown;
  readonly incidents: readonly ClosedIncident[];
  /** What was recorded of it before anybody looked. */
  readonly events: readonly EventView[];
}

/** One place in full; undefined when there is no such place. */
export function serviceView(
  tree: Tree<unknown>,
  path: string,
  { at, redact, incidents, events }: ServiceViewing,
): ServiceView | undefined {
  const look = lookAt(tree, path);
  if (look === undefined) return undefined;
  const own = (data: unknown) => redact(plainData(data));
  return {
    path,
    ...workerPart(tree, look, own),
    chains: look.child?.of.policy.chains ?? NO_CHAINS,
    ...(look.child !== undefined && placeInChain(look.child, at)),
    mailbox: waitingAt(tree, path, MOST_WAITING).map(own),
    waiting: look.waiting ?? 0,
    dependencies: look.child === undefined ? [] : dependenciesOf(tree, look.child),
    incidents: incidents.map((incident) => ({
      ...incident,
      error: String(redact(incident.error)),
    })),
    events,
  };
}

function workerPart(
  tree: Tree<unknown>,
  { path, waiting }: Look,
  own: (data: unknown) => unknown,
): Pick<ServiceView, 'worker' | 'context'> {
  const ref = waiting === undefined ? undefined : workerAt(tree, path);
  const worker = workerView(ref);
  const snapshot: object = ref?.getSnapshot() ?? {};
  return {
    ...(worker !== undefined && { worker }),
    ...('context' in snapshot && { context: own(snapshot.context) }),
  };
}

function placeInChain({ of, record }: Child, at: number): Pick<ServiceView, 'at'> {
  const { incident } = record;
  if (incident?.step === undefined) return {};
  const { failure: severity, step } = incident;
  return { at: { severity, step, ...defined({ next: foreseenStep(of, record, at)?.step }) } };
}

function dependenciesOf(tree: Tree<unknown>, { of, record }: Child): ServiceView['dependencies'] {
  return record.spec.dependsOn.map((id) => {
    const path = pathOf(of, id);
    return { path, state: lookAt(tree, path)?.child?.record.state ?? 'none' };
  });
}
