import { randomBytes } from 'node:crypto';
import type { Clock, FlightRecorder } from '@kintsugi/actors';
import { requireRedactKeys, systemClock } from '@kintsugi/actors/inspection';
import { invalidOption, refuseUnknownKeys, requireInteger } from '@kintsugi/core';

/** How a tree is observed. */
export interface ObserveOptions {
  /** Port of the page: 0 to 65_535; 0 is any that is free. @default 0 */
  readonly port?: number;
  /**
   * The address to listen at, which is also the name that the page may be opened by. Anything but a loopback
   * address shows the tree to whoever can reach it. `0.0.0.0` and `::` are no names: they need `names`.
   * @default '127.0.0.1'
   */
  readonly host?: string;
  /**
   * Other names that the page may be opened by, with the port as a browser sends it: `ops.internal:8080`. The url has the
   * first. @default []
   */
  readonly names?: readonly string[];
  /** What acts must bring: at least 16 letters, digits, `-` or `_`. @default 32 random bytes */
  readonly token?: string;
  /** Whether services may be restarted, stopped, recovered and made to fail from the page. @default false */
  readonly allowActions?: boolean;
  /**
   * Keys whose values are left out of everything that is shown: in contexts, requests and errors at any depth,
   * and where a text says `key=…`; a longer name that ends in one counts as well. @default []
   */
  readonly redact?: readonly string[];
  /** The tree's flight recorder: what the page knows of the past. @default none, and no past */
  readonly recorder?: FlightRecorder;
  /**
   * What the page is kept up to date by: it is for people, so it is not the tree's, which a test may have
   * stopped. @default the platform's
   */
  readonly clock?: Clock;
}

/** Options that are complete. */
export type Observing = Required<Omit<ObserveOptions, 'recorder'>> &
  Pick<ObserveOptions, 'recorder'>;

const KEYS = ['port', 'host', 'names', 'token', 'allowActions', 'redact', 'recorder', 'clock'];
const WILDCARDS = ['0.0.0.0', '::'];
const NAME = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
const TOKEN = /^[\w-]{16,}$/;

export function checkedOptions(options: ObserveOptions): Observing {
  refuseUnknownKeys('observe', options, KEYS);
  const all: Observing = {
    port: 0,
    host: '127.0.0.1',
    names: [],
    token: randomBytes(32).toString('base64url'),
    allowActions: false,
    redact: [],
    clock: systemClock,
    ...options,
  };
  const { port, host, token, allowActions, redact } = all;
  requireInteger('observe.port', port, { min: 0, max: 65_535 });
  requireHost(host, all.names);
  if (typeof token !== 'string' || !TOKEN.test(token))
    // Not told: a token that is nearly right is a secret, too.
    throw invalidOption('observe.token', 'at least 16 letters, digits, "-" or "_"', '…');
  if (typeof allowActions !== 'boolean')
    throw invalidOption('observe.allowActions', 'true or false', allowActions);
  requireRedactKeys('observe.redact', redact);
  if (all.recorder !== undefined)
    requireParts('observe.recorder', 'what recordFlight returned', all.recorder, RECORDER);
  requireParts('observe.clock', 'a clock', all.clock, CLOCK);
  return all;
}

function requireHost(host: unknown, names: unknown): void {
  const areNames =
    Array.isArray(names) && names.every((name) => typeof name === 'string' && NAME.test(name));
  if (!areNames)
    throw invalidOption('observe.names', 'a list of names such as "ops.internal:8080"', names);
  if (typeof host !== 'string' || host === '')
    throw invalidOption('observe.host', 'a name or an address', host);
  if (WILDCARDS.includes(host) && names.length === 0)
    throw invalidOption(
      'observe.host',
      'an address that the page can be opened at; for every address say in observe.names what it is called',
      host,
    );
}

const RECORDER = ['recording', 'lines', 'stop'];
const CLOCK = ['now', 'setTimeout', 'clearTimeout'];

function requireParts(
  option: string,
  expected: string,
  value: unknown,
  parts: readonly string[],
): void {
  const whole: object = Object(value);
  if (!parts.every((part) => typeof Reflect.get(whole, part) === 'function'))
    throw invalidOption(option, expected, value);
}
