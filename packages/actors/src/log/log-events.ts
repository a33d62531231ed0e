import {
  describeEvent,
  invalidOption,
  refuseUnknownKeys,
  type SupervisionEvent,
} from '@kintsugi/core';
import log from 'loglevel';
import type { Subscription } from 'rxjs';
import type { Tree } from '../tree/paths.ts';
import { events$ } from '../tree/streams.ts';
import { levelOf, LOG_LEVELS, type LogLevel } from './event-level.ts';

/** What is logged, and how. */
export interface LogOptions {
  /**
   * From which level on a path is told; that of the longest path above it counts, `''` is for all.
   * A logger's own `setLevel` overrides it later. @default { '': 'info' }
   */
  readonly levels?: Readonly<Record<string, LogLevel | 'silent'>>;
  /**
   * `text`: a line for people, and the event as structured metadata beside it. `json`: one line of
   * JSON, for machines. @default 'text'
   */
  readonly format?: 'text' | 'json';
  /** First part of every logger's name. @default 'kintsugi' */
  readonly name?: string;
}

/**
 * Logs a tree's events through loglevel: one logger per path, named `kintsugi:<path>`
 * (`kintsugi` for the root). Unsubscribe to end it. Logging is a subscriber like any other: nothing in
 * the tree knows of it.
 *
 * @throws InvalidOptionError for an unknown level, format or key
 * @example
 * ```ts
 * logEvents(tree, { levels: { '': 'warn', 'billing/payments': 'debug' }, format: 'json' });
 * // {"level":"warn","at":1754,"logger":"kintsugi:billing/payments","message":"billing/payments …","type":"child.faulted",…}
 * ```
 */
export function logEvents(tree: Tree<unknown>, options: LogOptions = {}): Subscription {
  const { levels, format, name } = checked(options);
  return events$(tree).subscribe((event) => {
    const loggerName = event.path === '' ? name : `${name}:${event.path}`;
    const logger = loggerFor(loggerName, levelFor(levels, event.path), event);
    if (logger === undefined) return;
    const write = logger[levelOf(event)];
    if (format === 'json') write(jsonLine(loggerName, event));
    else write(describeEvent(event), event);
  });
}

function checked(options: LogOptions): Required<LogOptions> {
  refuseUnknownKeys('logEvents', options, ['levels', 'format', 'name']);
  const { levels = { '': 'info' }, format = 'text', name = 'kintsugi' } = options;
  for (const [path, level] of Object.entries(levels)) checkLevel(path, level);
  if (format !== 'text' && format !== 'json')
    throw invalidOption('logEvents.format', '"text" or "json"', format);
  return { levels, format, name };
}

function checkLevel(path: string, level: LogLevel | 'silent'): void {
  if (level === 'silent' || LOG_LEVELS.includes(level)) return;
  const rule = `one of ${LOG_LEVELS.join(', ')}, silent`;
  throw invalidOption(`logEvents.levels["${path}"]`, rule, level);
}

/** One line of JSON: level, time, logger, the event in words, then the event itself. */
function jsonLine(logger: string, event: SupervisionEvent): string {
  const { at, ...rest } = event;
  return JSON.stringify({
    level: levelOf(event),
    at,
    logger,
    message: describeEvent(event),
    ...rest,
  });
}

/** The level set for the longest part of the path, from the root on. */
function levelFor(
  levels: Readonly<Record<string, LogLevel | 'silent'>>,
  path: string,
): LogLevel | 'silent' {
  for (
    let prefix = path;
    prefix !== '';
    prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')))
  ) {
    const level = Object.hasOwn(levels, prefix) ? levels[prefix] : undefined;
    if (level !== undefined) return level;
  }
  return levels[''] ?? 'info';
}

/** A path's logger is made for the first thing it has to tell: 100,000 quiet services need none. */
function loggerFor(
  name: string,
  level: LogLevel | 'silent',
  event: SupervisionEvent,
): log.Logger | undefined {
  const known = log.getLoggers()[name];
  if (known !== undefined) return known;
  const isTold =
    level !== 'silent' && LOG_LEVELS.indexOf(levelOf(event)) >= LOG_LEVELS.indexOf(level);
  if (!isTold) return undefined;
  const logger = log.getLogger(name);
  logger.setDefaultLevel(level);
  return logger;
}
