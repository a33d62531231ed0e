import { pathOf } from '../supervision/spec.ts';
import type { IncidentOutcome, SupervisionEvent } from '../supervision-event.ts';
import { requireRecording } from './check-recording.ts';
import type { Recording, RecordingEntry } from './recording.ts';
import type { DecidedStep } from './step-text.ts';

/** By id, how each incident ended that was open when the recording began, or opened in these steps. */
export function outcomesOf(
  entries: readonly RecordingEntry[],
  steps: readonly DecidedStep[],
): Readonly<Record<string, IncidentOutcome | 'open'>> {
  const outcomes = new Map<string, IncidentOutcome | 'open'>();
  for (const incident of entries.flatMap(openIn)) outcomes.set(incident, 'open');
  for (const event of steps.flatMap(reportsOf)) {
    if (event.type === 'incident.opened') outcomes.set(event.incident, 'open');
    if (event.type === 'incident.closed') outcomes.set(event.incident, event.outcome);
  }
  return Object.fromEntries(outcomes);
}

/**
 * By id, how each incident ended when it was recorded, whatever this release would decide; `'open'` where it
 * had not ended. A step of which is not recorded what it decided says nothing.
 *
 * @throws InvalidOptionError for what is no recording
 * @example
 * ```ts
 * recordedOutcomes(recording); // { 'billing/payments#3': 'degraded' }
 * ```
 */
export function recordedOutcomes(
  recording: Recording,
): Readonly<Record<string, IncidentOutcome | 'open'>> {
  requireRecording('recordedOutcomes', recording);
  const { entries } = recording;
  const steps = entries.flatMap((entry) =>
    entry.type === 'step' ? [{ effects: [], ...entry }] : [],
  );
  return outcomesOf(entries, steps);
}

function openIn(entry: RecordingEntry): readonly string[] {
  if (entry.type !== 'keyframe') return [];
  const open = [...entry.state.children.values()].filter(({ incident }) => incident !== undefined);
  return open.map(({ id, incidents }) => `${pathOf(entry, id)}#${incidents}`);
}

/** What was told in a step. */
export function reportsOf({ effects }: DecidedStep): readonly SupervisionEvent[] {
  return effects.flatMap((effect) => (effect.type === 'report' ? [effect.event] : []));
}
