import { FAULT_PRESETS, type FaultPreset } from '@kintsugi/verify';

/** What `demo simulate` is asked for. */
export type SimulateCommand =
  | {
      readonly kind: 'simulate';
      readonly seed: number;
      readonly days: number;
      readonly faults: FaultPreset;
      readonly isJson: boolean;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly why: string };

const DEFAULT_SEED = 7;
const DEFAULT_DAYS = 7;
const LARGEST_SEED = 2 ** 32 - 1;
const MOST_DAYS = 3_650;
const PRESETS = Object.keys(FAULT_PRESETS) as readonly FaultPreset[];
const TAKES_VALUE = ['--seed', '--days', '--faults'];
const TAKES_NONE = ['--json', '--help', '-h'];
const FLAGS = ['--seed N', '--days N', '--faults NAME', '--json', '--help'];

/**
 * Reads what stands after `simulate` on the command line.
 *
 * @example
 * ```ts
 * parseSimulateArguments(['--days', '1']);
 * // { kind: 'simulate', seed: 7, days: 1, faults: 'ordinary', isJson: false }
 * ```
 */
export function parseSimulateArguments(args: readonly string[]): SimulateCommand {
  const values = new Map<string, string>();
  const words = args.flatMap(valueApart);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (!TAKES_VALUE.includes(word) && !TAKES_NONE.includes(word))
      return refused(`unknown word "${word}"; known are ${FLAGS.join(', ')}`);
    values.set(word, TAKES_VALUE.includes(word) ? (words.shift() ?? '') : '');
  }
  return values.has('--help') || values.has('-h') ? { kind: 'help' } : commandOf(values);
}

/** `--seed=7` as `--seed 7`. */
function valueApart(word: string): readonly string[] {
  const flag = TAKES_VALUE.find((each) => word.startsWith(`${each}=`));
  return flag === undefined ? [word] : [flag, word.slice(flag.length + 1)];
}

function commandOf(values: ReadonlyMap<string, string>): SimulateCommand {
  const seed = values.get('--seed') ?? String(DEFAULT_SEED);
  const days = values.get('--days') ?? String(DEFAULT_DAYS);
  const name = values.get('--faults') ?? 'ordinary';
  const faults = PRESETS.find((preset) => preset === name);
  if (!isSeed(seed))
    return refused(`--seed must be an integer from 0 to ${LARGEST_SEED}, got ${quoted(seed)}`);
  if (!areDays(days))
    return refused(`--days must be a number above 0, at most ${MOST_DAYS}, got ${quoted(days)}`);
  if (faults === undefined)
    return refused(`--faults must be one of ${PRESETS.join(', ')}, got ${quoted(name)}`);
  const isJson = values.has('--json');
  return { kind: 'simulate', seed: Number(seed), days: Number(days), faults, isJson };
}

function quoted(value: string): string {
  return value === '' ? 'nothing' : `"${value}"`;
}

function isSeed(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= LARGEST_SEED;
}

function areDays(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= MOST_DAYS;
}

function refused(why: string): SimulateCommand {
  return { kind: 'refused', why };
}

/** What `demo simulate --help` says. */
export const SIMULATE_USAGE = [
  'demo simulate    lives through days of a shop, and shows how it fared: about 2 s a day',
  `  --seed N       draws everything that happens with this seed, 0 to ${LARGEST_SEED};`,
  `                 ${DEFAULT_SEED} when left out; the same seed tells the same story`,
  `  --days N       how long: more than 0, at most ${MOST_DAYS}; ${DEFAULT_DAYS} when left out`,
  `  --faults NAME  how much goes wrong: ${PRESETS.join(', ')}; ordinary when left out`,
  '  --json         a line of JSON for each service, and one for the whole',
  'It ends with 0 when all that must hold has held, 1 when not, 2 when it is asked wrongly.',
  '',
].join('\n');
