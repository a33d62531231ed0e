import { refuseUnknownKeys } from '../fault/supervision-error.ts';
import type { IncidentOutcome } from '../supervision-event.ts';
import { requireRecording } from './check-recording.ts';
import { checkedPolicies, type ReplayPolicy } from './checked-policies.ts';
import { type Decision, type Divergence, divergenceAt, unprovenDivergence } from './divergence.ts';
import { outcomesOf } from './outcomes.ts';
import { Player } from './player.ts';
import type { RecordedStep, Recording } from './recording.ts';
import { type DecidedStep, storyOf } from './step-text.ts';

/** How a recording is to be replayed. */
export interface ReplayOptions {
  /**
   * Policies by path of the supervisor (`''` is the root), instead of the recorded ones: to see where
   * another policy would have decided otherwise. Made by `policy()`, or its `escalation`.
   */
  readonly policies?: Readonly<Record<string, ReplayPolicy>>;
}

/** What replaying came to. */
export interface Replay {
  /** Each step with what is decided now, up to the first that is decided otherwise than before, and with it. */
  readonly steps: readonly DecidedStep[];
  /** The same in words: a line for what came and when, and below it a line for each thing that is decided. */
  readonly story: readonly string[];
  /** By id, how each incident ended that was open meanwhile. */
  readonly outcomes: Readonly<Record<string, IncidentOutcome | 'open'>>;
  /** The first step that is decided otherwise; undefined when all are decided as they were recorded. */
  readonly divergence: Divergence | undefined;
}

/**
 * Lets the reducer decide again about everything that was recorded, and compares. It ends with the first
 * step that is decided otherwise: what came after that came in answer to something else.
 *
 * @throws InvalidOptionError for what is no recording, or no policy, and for a policy at a path where no supervisor was recorded
 * @example
 * ```ts
 * const { divergence } = replay(parseRecording(lines));
 * if (divergence !== undefined) console.log(divergence.text);
 * ```
 */
export function replay(recording: Recording, options: ReplayOptions = {}): Replay {
  requireRecording('replay', recording);
  refuseUnknownKeys('replay', options, ['policies']);
  const { policies = {} } = options;
  const player = new Player(checkedPolicies(policies, recording.entries));
  const steps: DecidedStep[] = [];
  let found = unprovenDivergence(recording.unproven);
  for (const entry of recording.entries) {
    if (found !== undefined) break;
    if (entry.type === 'keyframe') player.begin(entry);
    if (entry.type !== 'step') continue;
    const decision = decisionOf(player, entry);
    found = divergenceAt(steps.length + 1, entry, decision);
    if ('effects' in decision) steps.push({ ...entry, ...decision });
  }
  const outcomes = outcomesOf(recording.entries, steps);
  return { steps, story: storyOf(steps), outcomes, divergence: found };
}

function decisionOf(player: Player, step: RecordedStep): Decision {
  try {
    return { effects: player.play(step) };
  } catch (error) {
    return { error };
  }
}
