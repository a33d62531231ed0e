import {
  completeRecording,
  invalidOption,
  type Recording,
  recordingLines,
  refuseUnknownKeys,
  requireInteger,
} from '@kintsugi/core';
import { requireRedactKeys } from '../inspection/redacting.ts';
import { rootOf } from '../tree/find.ts';
import type { Tree } from '../tree/paths.ts';
import { FlightLog } from './flight-log.ts';
import { readOut } from './read-out.ts';

/** What is kept, and what is not told. */
export interface FlightOptions {
  /**
   * How many of the last inputs and events can be replayed in any case; up to four times as many are kept. An
   * integer of at least 1. In a tree with more children than that it is as many as there are children.
   * @default 16_384
   */
  readonly capacity?: number;
  /**
   * Keys whose values are left out of what is read: in errors at any depth, and where a text says `key=…`,
   * `key: …` or `--key …`; a longer name that ends in one counts as well, and with any key the users of URLs
   * are left out. Ids of children never are. @default []
   */
  readonly redact?: readonly string[];
}

/** A tree's flight recorder. */
export interface FlightRecorder {
  /**
   * What it holds now: plain data, which nothing changes any more. Everything is decided again for it, which
   * takes up to about two seconds when the ring is full.
   */
  recording(): Recording;
  /** The same as JSON lines, to be written to a file; `parseRecording` reads them. */
  lines(): string;
  /** Records nothing more. What it holds can still be read. */
  stop(): void;
}

const DEFAULT_CAPACITY = 16_384;

/**
 * Keeps what last came to every supervisor of a tree, as a flight recorder does: cheap enough to be always
 * on, and read when something has happened. What is read can be replayed, and made a test of.
 *
 * A crash costs a little more with it; docs/incidents.md has the figure, and what it keeps. Put it there
 * before the tree is started to see it start.
 *
 * @throws InvalidOptionError for a capacity below 1, keys that are no strings, an unknown option, or a tree
 * that has a recorder already
 * @throws NotATreeError for anything but a tree
 * @example
 * ```ts
 * const recorder = recordFlight(tree, { redact: ['password'] });
 * process.on('SIGUSR2', () => writeFileSync('incident.jsonl', recorder.lines()));
 * ```
 */
export function recordFlight(tree: Tree<unknown>, options: FlightOptions = {}): FlightRecorder {
  const { tree: context } = rootOf(tree);
  const { capacity, redact } = checked(options);
  if (context.flight !== undefined)
    throw invalidOption('recordFlight.tree', 'without a flight recorder: stop the other one', tree);
  const log = new FlightLog(capacity);
  context.flight = log;
  const recording = () => {
    const { entries, now } = readOut(log.rows);
    // Without it they have gone on.
    return completeRecording(entries, context.flight === log ? now : new Map(), redact);
  };
  return {
    recording,
    lines: () => recordingLines(recording()),
    stop: () => {
      if (context.flight === log) context.flight = undefined;
    },
  };
}

function checked(options: FlightOptions): Required<FlightOptions> {
  refuseUnknownKeys('recordFlight', options, ['capacity', 'redact']);
  const { capacity = DEFAULT_CAPACITY, redact = [] } = options;
  requireInteger('recordFlight.capacity', capacity, { min: 1 });
  requireRedactKeys('recordFlight.redact', redact);
  return { capacity, redact: [...redact] };
}
