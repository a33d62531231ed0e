import { requireRecording } from './check-recording.ts';
import { recordOf } from './keyframe-record.ts';
import type { Recording, RecordingEntry } from './recording.ts';
import { toJson } from './tagged-json.ts';

/** Of the lines' format. A release that changes their meaning raises it. */
export const RECORDING_VERSION = 1;

/**
 * A recording as JSON lines, to be written to a file: a first line with the version, one for each entry,
 * and a last one that says how many there are, so that a file that was cut off is noticed.
 * {@link parseRecording} reads it.
 *
 * @throws InvalidOptionError for what is no recording
 * @example
 * ```ts
 * const text = recordingLines({ redacted: [], unproven: [], entries: [] });
 * // '{"type":"recording","version":1,"redacted":[],"unproven":[]}\n{"type":"end","lines":2}\n'
 * ```
 */
export function recordingLines(recording: Recording): string {
  requireRecording('recordingLines', recording);
  const { entries, redacted, unproven } = recording;
  const first = { type: 'recording', version: RECORDING_VERSION, redacted, unproven };
  const last = { type: 'end', lines: entries.length + 2 };
  return [first, ...entries.map(written), last].map((line) => `${toJson(line)}\n`).join('');
}

function written(entry: RecordingEntry): unknown {
  return entry.type === 'keyframe' ? recordOf(entry) : entry;
}
