import {
  cloneState,
  createState,
  type JudgedFault,
  type Recording,
  type RecordingEntry,
  reduce,
  type Severity,
  type SupervisorSpec,
  type UndatedInput,
} from '../../src/index.ts';
import { specOf, type TreeOptions } from '../supervision/tree-spec.ts';

export function fault(severity: Severity, message = 'broken'): JudgedFault {
  const error = { name: 'Error', message };
  return { id: 'fault-1', origin: 'operation', severity, rule: 'test', error };
}

/** Inputs and when they come: milliseconds. */
export type Script = readonly (readonly [at: number, input: UndatedInput])[];

export const STARTED: Script = [
  [0, { type: 'supervisor.start' }],
  [0, { type: 'report.started', id: 'db', epoch: 1 }],
  [0, { type: 'report.started', id: 'web', epoch: 1 }],
];

/**
 * What a recorder would have of a supervisor of `db` and `web` to which this came.
 *
 * @param before - what had come to it before it was recorded
 */
export function recorded(
  script: Script,
  options: TreeOptions = {},
  before: Script = [],
): Recording {
  const spec: SupervisorSpec = specOf({ db: {}, web: {} }, options);
  const state = createState(spec);
  for (const [at, undated] of before) reduce(state, { ...undated, at, random: 0.5 }, spec);
  const { path } = spec;
  const entries: RecordingEntry[] = [{ type: 'keyframe', path, spec, state: cloneState(state) }];
  for (const [at, undated] of script) {
    const input = { ...undated, at, random: 0.5 };
    entries.push({ type: 'step', path, input, effects: reduce(state, input, spec) });
  }
  return { redacted: [], unproven: [], entries };
}
