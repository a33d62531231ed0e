import {
  type CheckReport,
  counterexampleMermaid,
  counterexampleText,
  describeVerification,
  type Verification,
  verify,
} from '@kintsugi/verify';
import { wantsColour } from '../terminal/colour.ts';
import { PROSE_WIDTH, wrap } from '../terminal/line.ts';
import { Screen } from '../terminal/screen.ts';
import type { Surroundings } from '../terminal/surroundings.ts';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';
import { pair, SCOPE } from './subject.ts';

const EXIT_MISUSE = 2;
const FLAGS = ['--json', '--mermaid', '--help', '-h'];

const VERIFY_USAGE = [
  'demo verify     explores everything that can happen to two services; then plants a mistake',
  '                in the protocol, three times, and shows the shortest way to each: about 15 s',
  '  --mermaid     shows each way as a sequence diagram for Mermaid',
  '  --json        prints what was found as lines of JSON, each way as its steps',
  'It ends with 0 when the protocol holds and every mistake is found, 1 when not, 2 when it is',
  'asked wrongly.',
  '',
].join('\n');

/**
 * `demo verify`: the protocol that ships, and mistakes planted in it, explored.
 *
 * @returns the exit code: 0 when the protocol holds and every planted bug is found
 */
export function demoVerify(
  args: readonly string[],
  { stdout, stderr, env }: Pick<Surroundings, 'stdout' | 'stderr' | 'env'>,
): number {
  const why = refusal(args);
  if (why !== undefined) {
    stderr.write(`demo: ${why}\n`);
    return EXIT_MISUSE;
  }
  if (args.includes('--help') || args.includes('-h')) {
    stdout.write(VERIFY_USAGE);
    return 0;
  }
  if (args.includes('--json')) return tellInJson((text) => stdout.write(text));
  const screen = new Screen(stdout, wantsColour(stdout.isTTY === true, env));
  return tell(screen, args.includes('--mermaid'));
}

function refusal(args: readonly string[]): string | undefined {
  const unknown = args.find((word) => !FLAGS.includes(word));
  if (unknown !== undefined)
    return `unknown word "${unknown}"; known are --mermaid, --json, --help`;
  const isBoth = args.includes('--json') && args.includes('--mermaid');
  return isBoth ? '--json or --mermaid, not both' : undefined;
}

const PLANTING =
  'A search that finds nothing may just be blind. So three mistakes are planted in the protocol, one after the other, and the same is explored again.';
const FINE = 'The protocol holds, and every planted mistake was found.';
const NOT_FINE = 'The protocol does not hold, or a planted mistake was not found: see above.';

function tell(screen: Screen, isMermaid: boolean): number {
  prose(
    screen,
    'Two services under one_for_all, and everything that can happen to them within two faults: whichever fails, whenever, however its start, its stop or its retry ends, in whatever order the news of it comes.',
  );
  screen.status([['… exploring', 'dim']]);
  const shipped = verify(pair, SCOPE);
  screen.clearStatus();
  screen.line();
  for (const line of describeVerification(shipped).split('\n')) screen.line([[line]]);
  screen.line();
  prose(screen, PLANTING);
  const found = PLANTED_BUGS.map((bug) => tellBug(screen, bug, isMermaid));
  const isFine = shipped.holds && found.every(Boolean);
  screen.line();
  screen.line([isFine ? [FINE, 'green'] : [NOT_FINE, 'red']]);
  return isFine ? 0 : 1;
}

function tellBug(screen: Screen, bug: PlantedBug, isMermaid: boolean): boolean {
  screen.line();
  screen.line([
    ['Planted: ', 'dim'],
    [bug.title, 'bold'],
  ]);
  screen.status([['… exploring', 'dim']]);
  const { counterexample, states } = planted(bug);
  screen.clearStatus();
  if (counterexample === undefined) {
    screen.line([['not found', 'red']]);
    return false;
  }
  screen.line([
    [`found among ${states.toLocaleString('en-US')} states, by the shortest way:`, 'green'],
  ]);
  const write = isMermaid ? counterexampleMermaid : counterexampleText;
  for (const line of write(counterexample).split('\n')) screen.line([[line]]);
  return true;
}

function planted({ reduce }: PlantedBug): Pick<CheckReport, 'counterexample' | 'states'> {
  const { checks }: Verification = verify(pair, { ...SCOPE, reduce });
  const [check] = checks;
  return { counterexample: check?.counterexample, states: check?.states ?? 0 };
}

function prose(screen: Screen, text: string): void {
  for (const line of wrap(text, Math.min(PROSE_WIDTH, screen.width))) screen.line([[line]]);
}

function tellInJson(write: (text: string) => unknown): number {
  const line = (value: object) => write(`${JSON.stringify(value)}\n`);
  const shipped = verify(pair, SCOPE);
  for (const check of shipped.checks) line({ type: 'check.finished', ...check });
  let isFound = true;
  for (const bug of PLANTED_BUGS) {
    const { counterexample, states } = planted(bug);
    line({ type: 'bug.searched', bug: bug.name, title: bug.title, states, counterexample });
    isFound &&= counterexample !== undefined;
  }
  return shipped.holds && isFound ? 0 : 1;
}
