import { invalidOption, refuseUnknownKeys } from '@kintsugi/core';

/** Something by name, of which nothing is known yet. */
export type Named = Readonly<Partial<Record<string, unknown>>>;

/** A system under test whose types are forgotten: all of it is looked at. */
export interface AnySut {
  readonly start: unknown;
  readonly events: Named;
  readonly states: unknown;
  readonly stop?: unknown;
  readonly paths?: unknown;
  readonly excluded?: unknown;
}

const KEYS = ['start', 'events', 'states', 'paths', 'stop', 'excluded'];

/**
 * Refuses what is no system under test at all, before anything of it is used.
 *
 * @throws InvalidOptionError naming the part
 */
export function checkParts(sut: AnySut): void {
  refuseUnknownKeys('walk', sut, KEYS);
  requireFunction('walk.start', sut.start);
  if (sut.stop !== undefined) requireFunction('walk.stop', sut.stop);
  requireRecord('walk.events', 'an object of functions', sut.events);
  if (typeof sut.states !== 'function')
    requireRecord('walk.states', 'an object or a function', sut.states);
  const { paths = [], excluded = {} } = sut;
  requireRecord('walk.excluded', 'an object of reasons', excluded);
  if (!Array.isArray(paths) || !paths.every(isPath))
    throw invalidOption('walk.paths', 'a list of { initial, steps }', paths);
}

/** @throws InvalidOptionError for anything but a function */
export function requireFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw invalidOption(option, 'a function', value);
}

function requireRecord(option: string, rule: string, value: unknown): void {
  if (!isRecord(value)) throw invalidOption(option, rule, value);
}

/** Whether it is an object. */
export function isRecord(value: unknown): value is Named {
  return typeof value === 'object' && value !== null;
}

function isPath(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { steps } = value;
  return Array.isArray(steps) && steps.every(isRecord);
}
