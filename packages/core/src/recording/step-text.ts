import type { Effect } from '../supervision/effect.ts';
import { decisionText } from './decision-text.ts';
import { inputText } from './input-text.ts';
import type { RecordedStep } from './recording.ts';

/** A step that has been decided. */
export interface DecidedStep extends RecordedStep {
  readonly effects: readonly Effect[];
}

/** What was decided in a step, a line each; what only tells of it is left out. */
export function decisionLines({ path, input, effects }: DecidedStep): readonly string[] {
  const texts = effects.flatMap((effect) => decisionText(path, input.at, effect) ?? []);
  return (texts.length === 0 ? ['nothing'] : texts).map((text) => `=> ${text}`);
}

/**
 * Steps in words: a line for what came, and when, in milliseconds after the first; below it a line for each
 * thing that was decided.
 *
 * @example
 * ```ts
 * storyOf(steps).slice(0, 3);
 * // [
 * //   '+0 ms: db faults (operation): TRANSIENT Error: reset',
 * //   '  => db is retrying (retry 1, TRANSIENT)',
 * //   '  => try the parked requests of db again',
 * // ]
 * ```
 */
export function storyOf(steps: readonly DecidedStep[]): readonly string[] {
  const from = steps[0]?.input.at ?? 0;
  return steps.flatMap((step) => {
    const { path, input } = step;
    const came = `+${Math.round(input.at - from)} ms: ${inputText(path, input)}`;
    return [came, ...decisionLines(step).map((line) => `  ${line}`)];
  });
}
