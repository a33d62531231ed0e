/** What the command line asks for. */
export type Command =
  | {
      readonly kind: 'run';
      readonly names: readonly string[];
      readonly seed: number;
      readonly isJson: boolean;
    }
  /** The mixed scenario, over and over, on a page. */
  | { readonly kind: 'observe'; readonly seed: number; readonly isJson: boolean }
  | { readonly kind: 'list'; readonly isJson: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly why: string };

/** The seed without `--seed`: the same story every time. */
export const DEFAULT_SEED = 7;

const FLAGS = ['--observe', '--list', '--seed N', '--json', '--help'] as const;
const OBSERVED = 'mixed';
const WORDS = ['--observe', '--list', '--json', '--help', '-h'];
const LARGEST_SEED = 2 ** 32 - 1;

/**
 * Reads the command line.
 *
 * @param known - names of the scenarios
 * @example
 * ```ts
 * parseArguments(['stable', '--seed', '3'], ['stable']);
 * // { kind: 'run', names: ['stable'], seed: 3, isJson: false }
 * ```
 */
export function parseArguments(args: readonly string[], known: readonly string[]): Command {
  const words = args.flatMap((word) =>
    word.startsWith('--seed=') ? ['--seed', word.slice(7)] : [word],
  );
  const seedAt = words.indexOf('--seed');
  const seedText = seedAt === -1 ? String(DEFAULT_SEED) : words[seedAt + 1];
  const others = words.filter(
    (_word, index) => seedAt === -1 || (index !== seedAt && index !== seedAt + 1),
  );
  // pnpm hands the `--` on.
  const names = others.filter((word) => !word.startsWith('-'));
  const flags = new Set(others.filter((word) => word.startsWith('-') && word !== '--'));

  const why = refusal(names, flags, seedText, known);
  if (why !== undefined) return { kind: 'refused', why };
  const isJson = flags.has('--json');
  if (flags.has('--help') || flags.has('-h')) return { kind: 'help' };
  if (flags.has('--list')) return { kind: 'list', isJson };
  const seed = Number(seedText);
  if (flags.has('--observe')) return { kind: 'observe', seed, isJson };
  return { kind: 'run', names: names.length === 0 ? known : names, seed, isJson };
}

function refusal(
  names: readonly string[],
  flags: ReadonlySet<string>,
  seedText: string | undefined,
  known: readonly string[],
): string | undefined {
  const flag = [...flags].find((word) => !WORDS.includes(word));
  if (flag !== undefined) return `unknown flag "${flag}"; known are ${FLAGS.join(', ')}`;
  const name = names.find((word) => !known.includes(word));
  if (name !== undefined)
    return `unknown scenario "${name}"; known are ${known.join(', ')}, and simulate and verify`;
  if (names.length > 1)
    return `one scenario at a time, or none for all; known are ${known.join(', ')}`;
  if (flags.has('--observe') && ![undefined, OBSERVED].includes(names[0]))
    return `--observe shows the scenario ${OBSERVED}, not ${names[0]}`;
  return refusedSeed(seedText);
}

function refusedSeed(text: string | undefined): string | undefined {
  if (text !== undefined && isSeed(text)) return undefined;
  const got = text === undefined ? 'nothing' : `"${text}"`;
  return `--seed must be an integer from 0 to ${LARGEST_SEED}, got ${got}`;
}

function isSeed(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= LARGEST_SEED;
}

/** What `--help` says. */
export function usage(known: readonly string[]): string {
  return [
    'demo            runs all scenarios, one after the other, in under a minute',
    `demo <name>     runs one of ${known.join(', ')}`,
    'demo --observe  runs mixed over and over, on a page where you can break it, too',
    'demo simulate   lives through a week of a shop in seconds; its own --help',
    'demo verify     explores everything that can happen to two services; its own --help',
    '  --list        names the scenarios and what they show',
    '  --seed N      draws the faults with this seed',
    '  --json        prints every event as a line of JSON; without the banner of pnpm:',
    '                npx --yes pnpm@10.34.9 --silent demo --json | jq .type',
    '',
  ].join('\n');
}
