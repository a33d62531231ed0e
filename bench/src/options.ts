import { parseArgs } from 'node:util';

export interface Options {
  readonly json: boolean;
  readonly rounds: number;
  readonly battery: boolean;
  readonly help: boolean;
}

/** Said to the person who called, without a stack. */
export class UsageError extends Error {}

/**
 * What was asked for on the command line.
 *
 * @throws UsageError naming the option that is unknown or out of range
 */
export function optionsOf(given: readonly string[]): Options {
  const { json, rounds, battery, help } = parsed(given);
  if (!/^[1-9]\d{0,2}$/.test(rounds))
    throw new UsageError(
      `--rounds must be an integer from 1 to 999, not ${JSON.stringify(rounds)}`,
    );
  return { json, rounds: Number(rounds), battery, help };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      // pnpm hands on the `--` that npm's users are used to.
      args: given.filter((argument) => argument !== '--'),
      options: {
        json: { type: 'boolean', default: false },
        rounds: { type: 'string', default: '7' },
        battery: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
