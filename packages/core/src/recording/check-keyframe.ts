import { supervisorChart } from '../escalation/supervisor-chart.ts';
import { SEVERITIES } from '../fault/severity.ts';
import { RESTART_TYPES } from '../policy/restart-type.ts';
import { AUTO_SHUTDOWNS, type ChildSpec, STRATEGIES } from '../supervision/spec.ts';
import type { ChildRecord, GroupOperation, Life, Phase } from '../supervision/state.ts';
import {
  type Fields,
  FLAG,
  LIST,
  maybe,
  NUMBER,
  oneOf,
  requireFields,
  type Rule,
} from './field-rules.ts';
import type { Keyframe } from './recording.ts';

const SPEC: Fields = {
  strategy: oneOf([...STRATEGIES, 'simple_one_for_one']),
  autoShutdown: oneOf(AUTO_SHUTDOWNS),
  maxChildren: NUMBER,
};

/** What must stand in a child spec. */
export const CHILD_SPEC: Fields = {
  kind: oneOf(['service', 'supervisor'] satisfies readonly ChildSpec['kind'][]),
  restart: oneOf(RESTART_TYPES),
  shutdown: {
    text: 'brutal_kill or a number',
    holds: (value) => value === 'brutal_kill' || typeof value === 'number',
  },
  significant: FLAG,
  dependsOn: LIST,
};

const SET: Rule = { text: 'a set', holds: (value) => value instanceof Set };
const STATE: Fields = {
  state: oneOf(Object.keys(supervisorChart.states)),
  orderedStarts: SET,
  awaited: maybe(SET),
  dependants: { text: 'a map', holds: (value) => value instanceof Map },
};

const LIVES = Object.keys({
  none: true,
  starting: true,
  up: true,
  stopping: true,
} satisfies Record<Life, true>);
const PHASES = Object.keys({
  stopping: true,
  stoppingSlowly: true,
  waiting: true,
  attempting: true,
  starting: true,
  waitingForDependency: true,
} satisfies Record<Phase, true>);
const GROUP_PHASES = Object.keys({
  stopping: true,
  waiting: true,
  starting: true,
} satisfies Record<GroupOperation['phase'], true>);

const CHILD: Fields = {
  life: oneOf(LIVES),
  phase: maybe(oneOf(PHASES)),
  epoch: NUMBER,
  incarnation: NUMBER,
};
const INCIDENT: Fields = { severity: oneOf(SEVERITIES), failure: oneOf(SEVERITIES) };

/**
 * Whether every word of it is one that there is: what no supervisor can have been in would be replayed all the same, and the step
 * after it blamed.
 *
 * @throws Error saying which field must be what
 */
export function checkKeyframe({ spec, state }: Keyframe): void {
  requireFields('spec.', spec, SPEC);
  requireFields('state.', state, STATE);
  if (state.group !== undefined)
    requireFields('state.group.', state.group, { phase: oneOf(GROUP_PHASES) });
  for (const { id, spec: own } of spec.children) requireFields(`spec of ${id}: `, own, CHILD_SPEC);
  const chart: Fields = { state: oneOf(Object.keys(spec.chart.states)) };
  for (const child of state.children.values()) checkChild(child, chart);
  for (const id of [state.first, state.last, state.cursor])
    if (id !== undefined && !state.children.has(id))
      throw new Error(`it speaks of a child "${id}", which it does not have`);
}

function checkChild(child: ChildRecord, chart: Fields): void {
  const { id, spec, incident } = child;
  requireFields(`spec of ${id}: `, spec, CHILD_SPEC);
  requireFields(`${id}.`, child, chart);
  requireFields(`${id}.`, child, CHILD);
  if (incident !== undefined) requireFields(`${id}.incident.`, incident, INCIDENT);
}
