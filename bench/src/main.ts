// What supervision costs beside a raw XState machine child, all in one run: `pnpm bench [--json]`.
// Ratios are medians of rounds in which everything takes its turn; time is CPU time of this process,
// because the machine may be shared.
import { createSubjects, type Running, runningRound } from './running.ts';
import { type Idle, measureIdle, type Starting, startingRound } from './starting.ts';

/** Rounds that start services take ten times as long as those of services that run. */
const ROUNDS = { starting: 7, running: 15 };

const CONDITIONS = [
  'Crashing services have the default steps, but restart at once and without limit, also when many failures have raised the severity.',
  'A crash is a handler or an action that throws a new Error; what that alone costs is a row of its own.',
  'Services are told and asked by path. Rates are per second of CPU.',
];

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

function figuresOf(
  starting: readonly Starting[],
  running: readonly Running[],
  idle: Idle,
): readonly Figure[] {
  const start = (read: (round: Starting) => number) => median(starting.map(read));
  const run = (read: (round: Running) => number) => median(running.map(read));
  const spawns = 'raw spawns';
  // oxfmt-ignore
  return [
    { name: 'raw machine child: spawn', value: start((r) => r.rawUs), unit: 'us' },
    { name: 'raw machine child: memory', value: start((r) => r.rawBytes), unit: 'bytes' },
    { name: 'function service: spawn', value: start((r) => r.functionsUs / r.rawUs), unit: spawns, goal: { atMost: 1 } },
    { name: 'function service: memory, each of 1,000', value: start((r) => r.functionsBytes), unit: 'bytes', goal: { atMost: 2_200 } },
    { name: 'function service: memory, each of 100,000', value: start((r) => r.hundredThousand.bytes), unit: 'bytes', goal: { atMost: 2_200 } },
    { name: 'serviceFrom(machine): spawn', value: start((r) => r.machineUs / r.rawUs), unit: spawns },
    { name: 'serviceFrom(machine): memory', value: start((r) => r.machineBytes), unit: 'bytes' },
    { name: 'throw and catch of an Error', value: run((r) => r.throwUs / r.rawSpawnUs), unit: spawns },
    { name: 'function service: crash to running', value: run((r) => r.crashUs / r.rawSpawnUs), unit: spawns, goal: { atMost: 0.6 } },
    { name: '  the same, with an Error made before', value: run((r) => r.rethrowUs / r.rawSpawnUs), unit: spawns },
    { name: 'serviceFrom(machine): crash to running', value: run((r) => r.machineCrashUs / r.rawSpawnUs), unit: spawns, goal: { atMost: 2 } },
    { name: '  the same, with an Error made before', value: run((r) => r.machineRethrowUs / r.rawSpawnUs), unit: spawns },
    { name: '1,000 function services crash at once', value: 1e6 / run((r) => r.crashUs), unit: 'restarts/s' },
    { name: 'ask, beside send and reply by hand', value: run((r) => r.askUs / r.rawAskUs), unit: 'of it', goal: { atMost: 0.35 } },
    { name: 'ask', value: 1e6 / run((r) => r.askUs), unit: 'per s' },
    { name: 'tell', value: 1e6 / run((r) => r.tellUs), unit: 'per s', goal: { atLeast: 2e6 } },
    { name: 'stop one of 10,000, beside one of 100', value: run((r) => r.stopOfTenThousandUs / r.stopOfHundredUs), unit: 'of it', goal: { atMost: 1.25 } },
    { name: 'start of 100,000, beside 1,000, each', value: start((r) => r.hundredThousand.us / r.functionsUs), unit: 'of it', goal: { atMost: 1.3 } },
    { name: '10,000 idle services: CPU over a second', value: 100 * idle.cpu, unit: '%', goal: { atMost: 1 } },
    { name: '10,000 idle services: timers', value: idle.timers, unit: 'timers', goal: { atMost: 0 } },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function verdictOn({ value, goal }: Figure): string {
  if (goal === undefined) return '';
  const excess = 'atMost' in goal ? value / goal.atMost - 1 : 1 - value / goal.atLeast;
  return excess > 0 ? `short by ${Math.round(100 * excess)} %` : 'reached';
}

function show(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}

function showGoal({ goal }: Figure): string {
  if (goal === undefined) return '';
  return 'atMost' in goal ? `<= ${show(goal.atMost)}` : `>= ${show(goal.atLeast)}`;
}

function rowOf(figure: Figure): string {
  const { name, value, unit } = figure;
  const cells = [name.padEnd(43), show(value).padStart(10), unit.padEnd(11)];
  return [...cells, showGoal(figure).padStart(12), verdictOn(figure)].join(' ').trimEnd();
}

/** The first round is slower than all others, and does not count. */
async function roundsOf<Round>(
  count: number,
  round: () => Promise<Round>,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  for (let left = count + 1; left > 0; left--) rounds.push(await round());
  return rounds.slice(1);
}

if (globalThis.gc === undefined) throw new Error('memory is measured: run it by `pnpm bench`');
const idle = await measureIdle();
const starting = await roundsOf(ROUNDS.starting, startingRound);
const subjects = createSubjects();
const running = await roundsOf(ROUNDS.running, () => runningRound(subjects));
const figures = figuresOf(starting, running, idle);
const node = process.version;
if (process.argv.includes('--json')) {
  const judged = figures.map((figure) => ({ ...figure, verdict: verdictOn(figure) }));
  console.log(JSON.stringify({ node, conditions: CONDITIONS, figures: judged, starting, running }));
} else {
  console.log(`Node ${node}, medians of ${ROUNDS.starting} and more rounds, CPU time\n`);
  for (const figure of figures) console.log(rowOf(figure));
  console.log(`\n${CONDITIONS.join('\n')}`);
}
// Services that have crashed are on probation for 10 s, which keeps a timer.
process.exit();
