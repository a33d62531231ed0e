import type { Effect } from '../supervision/effect.ts';
import type { SupervisorSpec } from '../supervision/spec.ts';
import type { SupervisorState } from '../supervision/state.ts';
import type { SupervisorInput } from '../supervision/supervisor-input.ts';
import type { SupervisionEvent } from '../supervision-event.ts';
import { requireRecording } from './check-recording.ts';

/** A supervisor as it was at this point: what comes to it from here on can be replayed. */
export interface Keyframe {
  readonly type: 'keyframe';
  /** Path of the supervisor; the root's is `''`. */
  readonly path: string;
  /** What its reducer is given from here on. */
  readonly spec: SupervisorSpec;
  /** Before the next of its steps. Not to be changed: replaying works on a copy. */
  readonly state: SupervisorState;
}

/** One thing that came to a supervisor, and what it decided. */
export interface RecordedStep {
  readonly type: 'step';
  /** Path of the supervisor; the root's is `''`. */
  readonly path: string;
  readonly input: SupervisorInput;
  /** What was decided, in order; absent where there is nothing to compare a replay with. */
  readonly effects?: readonly Effect[];
}

/** Something that happened without a supervisor's deciding it: a changed health, an alert, a lost message. */
export interface RecordedEvent {
  readonly type: 'event';
  readonly event: SupervisionEvent;
}

/** One line of a recording. */
export type RecordingEntry = Keyframe | RecordedStep | RecordedEvent;

/** What a flight recorder has kept: plain data, in the order in which it happened. */
export interface Recording {
  /** Keys whose values were left out. */
  readonly redacted: readonly string[];
  /**
   * Paths of supervisors whose inputs do not lead to the state that they were in. Always empty, unless
   * Kintsugi has a defect.
   */
  readonly unproven: readonly string[];
  /** A supervisor's first is its keyframe; it has another one wherever its description, or all of its state, is replaced. */
  readonly entries: readonly RecordingEntry[];
}

/**
 * Everything that was told while it was recorded: what the supervisors decided, and what happened beside.
 *
 * @throws InvalidOptionError for what is no recording
 * @example
 * ```ts
 * eventsOf(recording).map(describeEvent); // ['payments has a new incident (payments#1): TRANSIENT', …]
 * ```
 */
export function eventsOf(recording: Recording): readonly SupervisionEvent[] {
  requireRecording('eventsOf', recording);
  return recording.entries.flatMap((entry) => {
    if (entry.type === 'event') return [entry.event];
    if (entry.type === 'keyframe') return [];
    return (entry.effects ?? []).flatMap((effect) =>
      effect.type === 'report' ? [effect.event] : [],
    );
  });
}
