import type { Effect } from '../supervision/effect.ts';
import { inputText } from './input-text.ts';
import type { RecordedStep } from './recording.ts';
import { sameData } from './same-data.ts';
import { decisionLines } from './step-text.ts';
import { toJson } from './tagged-json.ts';

/** Where a replay leaves what was recorded. */
export interface Divergence {
  /** Which of the recording's steps it is, from 1; 0 when the recording itself is to be doubted. */
  readonly step: number;
  /** Path of the supervisor that decides otherwise. */
  readonly path: string;
  /** In words, over several lines: what came, what was decided then, what now. */
  readonly text: string;
}

/** What a replay has decided, or the error of a reducer that could not. */
export type Decision = { readonly effects: readonly Effect[] } | { readonly error: unknown };

/** The difference between a step as it was recorded and what is decided now; undefined when there is none. */
export function divergenceAt(
  number: number,
  step: RecordedStep,
  decision: Decision,
): Divergence | undefined {
  const { path, input, effects: before } = step;
  const what = `step ${number} is decided otherwise: ${inputText(path, input)}`;
  const diverges = (...lines: readonly string[]) => ({
    step: number,
    path,
    text: [what, ...lines].join('\n  '),
  });
  if ('error' in decision) return diverges(`now it cannot be decided: ${String(decision.error)}`);
  const { effects } = decision;
  if (before === undefined || sameData(before, effects)) return undefined;
  const [then, now] = [before, effects].map((each) => decisionLines({ ...step, effects: each }));
  return sameData(then, now)
    ? diverges('then and now:', ...indented(now), ...firstDifference(before, effects))
    : diverges('then:', ...indented(then), 'now:', ...indented(now));
}

function indented(lines: readonly string[] = []): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** Where the words are the same, the data must speak. */
function firstDifference(before: readonly Effect[], now: readonly Effect[]): readonly string[] {
  const length = Math.max(before.length, now.length);
  const at = Array.from({ length }, (_, index) => index).find(
    (index) => !sameData(before[index], now[index]),
  );
  if (at === undefined) return [];
  return [`then, of it: ${told(before[at])}`, `now, of it: ${told(now[at])}`];
}

function told(effect: Effect | undefined): string {
  return effect === undefined ? 'nothing' : toJson(effect);
}

/** A recording that did not lead to the state in which it was read out is no proof of anything. */
export function unprovenDivergence([path]: readonly string[]): Divergence | undefined {
  if (path === undefined) return undefined;
  const name = path === '' ? 'the root' : `"${path}"`;
  const text = `the recording of ${name} does not lead to the state that it was in when it was read out: it does not hold everything that came to it. This is a defect of Kintsugi.`;
  return { step: 0, path, text };
}
