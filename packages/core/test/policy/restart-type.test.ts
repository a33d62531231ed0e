import { describe, expect, it } from 'vitest';
import {
  type Exit,
  EXITS,
  RESTART_TYPES,
  restartsAfter,
  type RestartType,
} from '../../src/policy/restart-type.ts';

const table: readonly [RestartType, Exit, boolean][] = [
  ['permanent', 'normal', true],
  ['permanent', 'shutdown', true],
  ['permanent', 'error', true],
  ['transient', 'normal', false],
  ['transient', 'shutdown', false],
  ['transient', 'error', true],
  ['temporary', 'normal', false],
  ['temporary', 'shutdown', false],
  ['temporary', 'error', false],
];

describe('restartsAfter', () => {
  it.each(table)('%s child after %s exit: %s', (type, exit, expected) => {
    expect(restartsAfter(type, exit)).toBe(expected);
  });

  it('is decided for every restart type and exit', () => {
    expect(table.map(([type, exit]) => `${type} ${exit}`)).toEqual(
      RESTART_TYPES.flatMap((type) => EXITS.map((exit) => `${type} ${exit}`)),
    );
  });
});
