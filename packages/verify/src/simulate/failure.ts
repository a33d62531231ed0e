import { writeFileSync } from 'node:fs';
import { describeEvent, formatDuration, type SupervisionEvent } from '@kintsugi/core';
import { counted } from '../counted.ts';
import { describeInjection, type Injection } from './injection.ts';
import { type ImportOf, type TestSubject, testText } from './test-text.ts';

/** What a generated test imports. */
export interface TestImports {
  /** The tree that was simulated. */
  readonly tree: ImportOf;
  /** The invariants that were given: needed when one of them does not hold. */
  readonly invariants?: ImportOf;
  /** The function that was given as `replace`: needed when one was. */
  readonly replace?: ImportOf;
}

/** Something that does not hold, with the least that must happen for it. */
export interface Failure {
  /** Name of the invariant. */
  readonly invariant: string;
  /** What is wrong when the script is run, in a sentence. */
  readonly what: string;
  /** What was wrong when it was found: the same but for its numbers, when the invariant is yours. */
  readonly whatFound: string;
  /** When it was found: virtual milliseconds since the simulation began. */
  readonly at: number;
  /** How much had been injected by then. */
  readonly injections: number;
  /** What is left of that: all of it happens, and it goes wrong again. */
  readonly script: readonly Injection[];
  /** The seed of latencies and of the tree's own chance; undefined when it goes wrong without any. */
  readonly seed: number | undefined;
  /** How often the tree was run to find the script. */
  readonly shrinkRuns: number;
  /** What happens when the script is run, line by line, in words. */
  readonly story: readonly string[];
  /** All of it as a text for people. */
  readonly text: string;
  /**
   * A vitest file that runs the script and fails as long as it goes wrong.
   *
   * @throws InvalidOptionError when it would not fail without something that is not imported
   */
  toTest(imports: TestImports): string;
  /** Writes that file, in the place of one that is there already. @throws the same, and the error of the file system */
  writeTest(path: string, imports: TestImports): void;
}

type FailureData = Omit<Failure, 'text' | 'toTest' | 'writeTest'>;

/** @param given - options of the simulation that the script does not tell */
export function createFailure(
  data: FailureData,
  given: Pick<TestSubject, 'rebootAfterMs' | 'isReplaced'>,
): Failure {
  const toTest = (imports: TestImports) => testText({ ...data, ...given }, imports);
  return {
    ...data,
    text: textOf(data),
    toTest,
    writeTest: (path, imports) => writeFileSync(path, toTest(imports)),
  };
}

/** So much of the story is shown: the end of it. */
const SHOWN = 40;

function textOf({
  invariant,
  what,
  whatFound,
  at,
  injections,
  script,
  story,
  shrinkRuns,
}: FailureData): string {
  const left = story.length - SHOWN;
  return [
    `"${invariant}" does not hold: ${what}`,
    ...(what === whatFound ? [] : [`when it was found, it was: ${whatFound}`]),
    `found after ${formatDuration(at)} and ${counted(injections, 'injection')}${shrunk(script.length, shrinkRuns)}:`,
    ...script.map((injection) => `  ${timeText(injection.at)}  ${describeInjection(injection)}`),
    'what happens then:',
    ...(left > 0 ? [`  … ${counted(left, 'line')} before`] : []),
    ...story.slice(-SHOWN).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function shrunk(count: number, runs: number): string {
  if (runs === 0) return '';
  const shown = runs === 1 ? '1 more run has' : `${counted(runs, 'more run')} have`;
  return `; ${enough(count)}, as ${shown} shown`;
}

function enough(count: number): string {
  if (count === 0) return 'none of them is needed';
  return count === 1 ? 'one is enough' : `${count} are enough`;
}

function timeText(at: number): string {
  return `${(at / 1_000).toFixed(3)} s`.padStart(12);
}

export function storyLine(at: number, what: Injection | SupervisionEvent): string {
  return 'do' in what
    ? `${timeText(at)}  > ${describeInjection(what)}`
    : `${timeText(at)}    ${describeEvent(what)}`;
}
