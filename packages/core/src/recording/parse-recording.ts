import { invalidOption } from '../fault/supervision-error.ts';
import { checkEntry } from './check-entry.ts';
import { type KeyframeRecord, keyframeOf } from './keyframe-record.ts';
import type { RecordedEvent, RecordedStep, Recording, RecordingEntry } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { RECORDING_VERSION } from './recording-lines.ts';
import { fromJson } from './tagged-json.ts';

type Line =
  | (Pick<Recording, 'redacted' | 'unproven'> & {
      readonly type: 'recording';
      readonly version: unknown;
    })
  | KeyframeRecord
  | RecordedStep
  | RecordedEvent
  | { readonly type: 'end'; readonly lines: unknown };

const KINDS: Readonly<Record<Line['type'], true>> = {
  recording: true,
  keyframe: true,
  step: true,
  event: true,
  end: true,
};

/** Some editors and shells put it before what they save. */
const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Reads what {@link recordingLines} has written. Of a step it checks the fields that are read, and of a keyframe
 * the words that it is made of: strategies, states, restart types. What was decided, and its numbers, it trusts: a recording is your own.
 *
 * @throws InvalidOptionError for what is no text
 * @throws RecordingError naming the line: for a text that is no recording, a version that is not known, a
 * line that is not JSON, of no known kind or without one of its fields, a policy that cannot work, a file that was cut off
 * @example
 * ```ts
 * replay(parseRecording(readFileSync('incident.jsonl', 'utf8'))).divergence; // undefined
 * ```
 */
export function parseRecording(text: string): Recording {
  const texts = linesOf(text);
  const [first, ...rest] = texts.map((line, index) => parsedLine(line, index + 1, texts.length));
  if (first?.type !== 'recording')
    throw new RecordingError(1, 'no recording of Kintsugi: it begins with {"type":"recording",…}');
  if (first.version !== RECORDING_VERSION)
    throw new RecordingError(
      1,
      `version ${String(first.version)} is not known: this release reads version ${RECORDING_VERSION}`,
    );
  checkEnd(rest.at(-1), texts.length);
  const { redacted, unproven } = first;
  return { redacted, unproven, entries: entriesOf(rest.slice(0, -1)) };
}

function linesOf(text: unknown): readonly string[] {
  if (typeof text !== 'string')
    throw invalidOption('parseRecording.text', 'a text, as readFileSync(file, "utf8")', text);
  if (text.trim() === '') throw new RecordingError(1, 'the file is empty');
  const lines = text.replace(BYTE_ORDER_MARK, '').split('\n');
  while (lines.length > 1 && lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}

function parsedLine(text: string, line: number, lines: number): Line {
  const data = parsedJson(text, line, lines);
  if (isLine(data)) return data;
  throw new RecordingError(
    line,
    `no line of a recording: known are ${Object.keys(KINDS).join(', ')}`,
  );
}

function parsedJson(text: string, line: number, lines: number): unknown {
  try {
    return fromJson(text);
  } catch (cause) {
    const isCutOff = line > 1 && line === lines;
    const problem = isCutOff ? 'the file was cut off in the middle of this line' : 'it is not JSON';
    throw new RecordingError(line, problem, { cause });
  }
}

function isLine(data: unknown): data is Line {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return typeof data.type === 'string' && Object.hasOwn(KINDS, data.type);
}

function checkEnd(last: Line | undefined, lines: number): void {
  if (last?.type !== 'end')
    throw new RecordingError(
      lines,
      'the file was cut off after this line: its last line is missing',
    );
  if (last.lines !== lines)
    throw new RecordingError(
      lines,
      `${String(last.lines)} lines were written, and there are ${lines}`,
    );
}

function entriesOf(lines: readonly Line[]): readonly RecordingEntry[] {
  const known = new Set<string>();
  return lines.map((line, index) => {
    const entry = entryOf(line, index + 2);
    if (entry.type === 'keyframe') known.add(entry.path);
    if (entry.type === 'step' && !known.has(entry.path))
      throw new RecordingError(
        index + 2,
        `a step of "${entry.path}", which has no keyframe before it`,
      );
    return entry;
  });
}

function entryOf(line: Line, number: number): RecordingEntry {
  if (line.type === 'recording' || line.type === 'end')
    throw new RecordingError(number, `"${line.type}" is not expected here`);
  if (line.type === 'keyframe')
    return readWith(() => keyframeOf(line), number, 'a keyframe that cannot be used: ');
  readWith(() => checkEntry(line), number, '');
  return line;
}

function readWith<Result>(read: () => Result, line: number, problem: string): Result {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RecordingError(line, `${problem}${reason}`, { cause });
  }
}
