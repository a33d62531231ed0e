import type { SupervisorState } from '../supervision/state.ts';
import { Player } from './player.ts';
import type { RecordedStep, Recording, RecordingEntry } from './recording.ts';
import { redaction } from './redact.ts';
import { sameData } from './same-data.ts';

/**
 * A recording from what a recorder has kept: the steps, without what was decided. That is decided again,
 * which costs the running tree nothing, and is proven by the states that the supervisors are in now.
 *
 * @param now - by path, the states in which the supervisors are; of others nothing is proven
 * @param redacted - keys whose values are left out, see {@link Recording}
 * @example
 * ```ts
 * completeRecording([keyframe, step], new Map([['', state]]), ['password']).unproven; // []
 * ```
 */
export function completeRecording(
  entries: readonly RecordingEntry[],
  now: ReadonlyMap<string, SupervisorState>,
  redacted: readonly string[],
): Recording {
  const player = new Player();
  const redact = redaction(redacted);
  const complete = entries.map((entry) => {
    if (entry.type === 'keyframe') player.begin(entry);
    return redact(entry.type === 'step' ? decided(player, entry) : entry);
  });
  const unproven = [...now].filter(([path, state]) => !leadsTo(player, path, state));
  return { redacted, unproven: unproven.map(([path]) => path), entries: complete };
}

/** What no reducer could decide is the most interesting of all, and what was decided then is not known. */
function decided(player: Player, step: RecordedStep): RecordedStep {
  try {
    return { ...step, effects: player.play(step) };
  } catch {
    return step;
  }
}

function leadsTo(player: Player, path: string, state: SupervisorState): boolean {
  return sameData(player.stateAt(path), state);
}
