import type { Look } from '@kintsugi/actors/inspection';
import { errorText, foreseenStep, pathOf, restartsWithin, supervisorChart } from '@kintsugi/core';
import type { IncidentView, LastIncident, NodeView } from '../protocol/frame.ts';
import type { ChartTable } from './chart-table.ts';
import { defined } from './defined.ts';

/** What a view needs besides what it is a view of. */
export interface Viewing {
  /** Milliseconds of the tree's clock. */
  readonly at: number;
  readonly charts: ChartTable;
  /** Leaves out of texts what must not leave the house. */
  readonly redact: (data: unknown) => unknown;
}

type Child = NonNullable<Look['child']>;
type Supervisor = NonNullable<Look['supervisor']>;

/** A place in the tree as the page is told of it. */
export function nodeView(look: Look, viewing: Viewing, cameFrom?: string): NodeView {
  const { path, child, supervisor, health, upSince, waiting, hasFallback } = look;
  return {
    path,
    ...chartState(look, viewing.charts),
    ...(child === undefined ? ROOT : { ...lifeOf(child), ...defined(newsOf(child, viewing)) }),
    upSince: upSince ?? null,
    ...defined({
      cameFrom,
      hasFallback,
      health,
      waiting,
      supervisor: supervisor && supervisorView(supervisor, viewing),
    }),
  };
}

/** The root has one life, and nobody restarts it. */
const ROOT = { kind: 'supervisor', incarnation: 1, restarts: 0 } as const;

function lifeOf({ record }: Child): Pick<NodeView, 'kind' | 'incarnation' | 'restarts'> {
  const { spec, incarnation, restarts } = record;
  return { kind: spec.kind, incarnation, restarts };
}

function newsOf(child: Child, viewing: Viewing) {
  return {
    since: child.record.since,
    nextAt: nextAttempt(child),
    dependsOn: dependenciesOf(child),
    incident: incidentView(child, viewing),
    lastIncident: lastIncidentView(child, viewing),
  };
}

function nextAttempt({ record }: Child): number | undefined {
  const { retry, restart, recovery } = record.timers ?? NO_TIMERS;
  const at = Math.min(retry, restart, recovery);
  return at === Infinity ? undefined : at;
}

const NO_TIMERS = { retry: Infinity, restart: Infinity, recovery: Infinity } as const;

function dependenciesOf({ record }: Child): readonly string[] | undefined {
  const { dependsOn } = record.spec;
  return dependsOn.length === 0 ? undefined : dependsOn;
}

/** A supervisor is where its own chart is; where that is not known, where its supervisor's record has it. */
function chartState(
  { supervisor, child, hasEndedAtOnce }: Look,
  charts: ChartTable,
): Pick<NodeView, 'state' | 'chart'> {
  const [state, chart] =
    supervisor === undefined && child !== undefined
      ? [child.record.state, child.of.chart]
      : [supervisor?.state.state ?? 'stopped', supervisorChart];
  return { state: hasEndedAtOnce ? 'stopped' : state, chart: charts.keyOf(chart) };
}

function supervisorView(
  { spec, state }: Supervisor,
  { at }: Viewing,
): NonNullable<NodeView['supervisor']> {
  const { strategy, intensity } = spec;
  const isLimited = intensity !== undefined && intensity.maxRestarts !== Infinity;
  return {
    strategy,
    intensity: isLimited
      ? { used: restartsWithin(state.restarts, intensity, at), ...intensity }
      : null,
    children: state.children.size,
  };
}

function incidentView({ of, record }: Child, { at, redact }: Viewing): IncidentView | undefined {
  const { incident } = record;
  if (incident === undefined) return undefined;
  const { severity, openedAt, step, attempts, faults, first, last } = incident;
  return {
    id: `${pathOf(of, record.id)}#${record.incidents}`,
    severity,
    openedAt,
    ...defined({
      step,
      attempt: step === undefined ? undefined : attempts[step],
      nextStep: foreseenStep(of, record, at)?.step,
    }),
    error: String(redact(errorText((last.at(-1) ?? first).error))),
    faults,
  };
}

function lastIncidentView({ of, record }: Child, { redact }: Viewing): LastIncident | undefined {
  const { lastIncident } = record;
  if (lastIncident === undefined) return undefined;
  const { number, repairMs, error, ...incident } = lastIncident;
  return {
    id: `${pathOf(of, record.id)}#${number}`,
    ...incident,
    ...defined({ repairMs }),
    error: String(redact(errorText(error))),
  };
}

/** Whether it looks otherwise in a while, though nothing happens: restarts that are used up are forgotten. */
export function isFading({ supervisor }: NodeView): boolean {
  return (supervisor?.intensity?.used ?? 0) > 0;
}

/** The supervisor of a path; undefined for the root. */
export function pathAbove(path: string): string | undefined {
  return path === '' ? undefined : path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Whether one path is another or lies below it. */
export function isWithin(path: string, above: string): boolean {
  return above === '' || path === above || path.startsWith(`${above}/`);
}
