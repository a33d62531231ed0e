import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ERLANG_SCENARIOS, type Erlang } from '../erlang/erlang.ts';
import type { SubjectName } from '../peers/subjects.ts';
import { SCALING } from '../scaling/scaling.ts';
import type { Measured } from '../scenarios/scenario.ts';
import { SCENARIOS } from '../scenarios/scenarios.ts';

/** One measurement, in a process of its own. */
export interface Job {
  readonly scenario: string;
  readonly subject: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** In so many rounds at most. */
  readonly rounds: number;
}

/** What came of a job in one round. */
export type Result = { readonly measured: Measured } | { readonly failure: string };

const measureFile = fileURLToPath(new URL('../measure.js', import.meta.url));

function nodeJob(scenario: string, subject: SubjectName): Job {
  // Its time is quadratic in the burst: 10 s a round, for a figure that is far from everybody's.
  const isSlow = scenario === 'burst' && subject === 'xstate-parent-machine';
  return {
    scenario,
    subject,
    command: process.execPath,
    arguments: ['--expose-gc', measureFile, scenario, subject],
    rounds: isSlow ? 3 : Infinity,
  };
}

/** The policy matters where something crashes, and nowhere else. */
function appliesTo(scenario: string, subject: SubjectName): boolean {
  return subject !== 'kintsugi-healing' || scenario === 'crash' || scenario === 'burst';
}

/** All jobs of a round, those of one scenario together: ratios are between neighbours. */
export function jobsOf(
  subjects: readonly SubjectName[],
  erlang: Erlang | undefined,
): readonly (readonly Job[])[] {
  const erlangJob = (scenario: string): Job => ({
    scenario,
    subject: 'erlang',
    command: 'erl',
    arguments: erlang?.argumentsOf(scenario) ?? [],
    rounds: Infinity,
  });
  const ofScenario = (scenario: string): readonly Job[] => {
    const names = subjects.filter((subject) => appliesTo(scenario, subject));
    const jobs = names.map((subject) => nodeJob(scenario, subject));
    const inErlang = ERLANG_SCENARIOS.filter((name) => name.startsWith(scenario));
    return erlang === undefined ? jobs : [...jobs, ...inErlang.map(erlangJob)];
  };
  return [
    ...SCENARIOS.map(({ name }) => ofScenario(name)),
    ...SCALING.map(({ name }) => [nodeJob(name, 'kintsugi')]),
  ];
}

const TIME_LIMIT_MS = 240_000;

/** Runs a job, and reads the one line that it prints. */
export function run({ command, arguments: given }: Job): Result {
  const { error, status, stdout, stderr } = spawnSync(command, given, {
    encoding: 'utf8',
    timeout: TIME_LIMIT_MS,
  });
  if (error !== undefined) return { failure: error.message };
  if (status !== 0) return { failure: (stderr || stdout).trim().slice(0, 500) };
  return { measured: JSON.parse(stdout) };
}
