import { invalidOption } from '../fault/supervision-error.ts';
import type { Recording } from './recording.ts';

/**
 * Refuses what is no recording at all: what stands in one is checked where it is read.
 *
 * @param caller - the function that it was given to
 * @throws InvalidOptionError otherwise
 */
export function requireRecording(caller: string, value: unknown): asserts value is Recording {
  if (!isRecording(value))
    throw invalidOption(
      `${caller}.recording`,
      'one of parseRecording or of a recorder: { redacted, unproven, entries }',
      value,
    );
}

function isRecording(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { redacted, unproven, entries }: { readonly [Key in keyof Recording]?: unknown } = value;
  const areLists = [redacted, unproven, entries].every((list) => Array.isArray(list));
  return areLists && Array.isArray(entries) && entries.every(isEntry);
}

function isEntry(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value;
}
