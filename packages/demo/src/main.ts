import { type Command, parseArguments, usage } from './arguments.ts';
import { scenarios } from './scenarios/index.ts';
import { observed } from './scenarios/observed.ts';
import { runScenario } from './scenarios/run-scenario.ts';
import type { Outcome, Scenario } from './scenarios/scenario.ts';
import { demoSimulate } from './simulation/demo-simulate.ts';
import { wantsColour } from './terminal/colour.ts';
import { PROSE_WIDTH, wrap } from './terminal/line.ts';
import { JsonReporter } from './terminal/json.ts';
import type { Reporter } from './terminal/reporter.ts';
import { Screen } from './terminal/screen.ts';
import { StoryReporter } from './terminal/story.ts';
import { demoVerify } from './verification/demo-verify.ts';

/** Shells say 128 + the signal's number. */
const EXIT_INTERRUPTED = 130;
const EXIT_MISUSE = 2;
/** Of the column of names that `--list` begins with. */
const NAME_WIDTH = 13;

const known = scenarios.map(({ name }) => name);
// pnpm hands the `--` on.
const [first, ...rest] = process.argv.slice(2).filter((word) => word !== '--');
process.exitCode = await demo();

/** @returns the exit code */
async function demo(): Promise<number> {
  const surroundings = { ...process, now: () => performance.now() };
  if (first === 'simulate') return demoSimulate(rest, surroundings);
  if (first === 'verify') return demoVerify(rest, surroundings);
  return perform(parseArguments(process.argv.slice(2), known));
}

/** @returns the exit code */
async function perform(command: Command): Promise<number> {
  switch (command.kind) {
    case 'refused':
      process.stderr.write(`demo: ${command.why}\n`);
      return EXIT_MISUSE;
    case 'help':
      process.stdout.write(usage(known));
      return 0;
    case 'list':
      process.stdout.write(scenarios.map((scenario) => listed(scenario, command.isJson)).join(''));
      return 0;
    case 'observe':
      return run(command, (reporter) => [observed((url) => reporter.observed(url))]);
    case 'run':
      return run(command, () => scenarios.filter(({ name }) => command.names.includes(name)));
  }
}

type Listed = Pick<(typeof scenarios)[number], 'name' | 'title' | 'what' | 'breaks'>;

function listed({ name, title, what, breaks }: Listed, isJson: boolean): string {
  if (isJson)
    return `${JSON.stringify({ type: 'scenario.listed', scenario: name, title, what, breaks })}\n`;
  const width = Math.min(PROSE_WIDTH, new Screen(process.stdout, false).width) - NAME_WIDTH;
  const lines = [title, what, breaks].flatMap((text) => wrap(text, width));
  return lines
    .map((line, index) => `${(index === 0 ? name : '').padEnd(NAME_WIDTH)}${line}\n`)
    .join('');
}

async function run(
  { seed, isJson }: Extract<Command, { kind: 'run' | 'observe' }>,
  choose: (reporter: Reporter) => readonly Scenario[],
): Promise<number> {
  const { stdout } = process;
  const reporter: Reporter = isJson
    ? new JsonReporter(stdout)
    : new StoryReporter(new Screen(stdout, wantsColour(stdout.isTTY, process.env)));
  const { signal } = interruption();
  const outcomes: Outcome[] = [];
  reporter.began(seed);
  try {
    for (const scenario of choose(reporter))
      outcomes.push(await runScenario(scenario, { seed, signal, reporter }));
  } catch (error) {
    if (!signal.aborted) throw error;
    reporter.interrupted();
    return EXIT_INTERRUPTED;
  }
  reporter.ended(outcomes);
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

/** Aborted by Ctrl-C, and when nobody reads on. A second Ctrl-C ends the process at once. */
function interruption(): AbortController {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  process.stdout.on('error', interrupt);
  return controller;
}
