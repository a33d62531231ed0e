import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../src/fault/supervision-error.ts';
import { ages } from '../../src/policy/instant-ring.ts';
import {
  DEFAULT_LONG_WINDOW,
  type LongWindow,
  reachesLongWindow,
  recordRestart,
  type RestartHistory,
  validateLongWindow,
} from '../../src/policy/restart-history.ts';

/** The history of a child restarted `count` times, `everyMs` apart from 0 on. */
function restarted(count: number, everyMs: number, window: LongWindow = DEFAULT_LONG_WINDOW) {
  let history: RestartHistory;
  for (let n = 0; n < count; n++) history = recordRestart(history, window, n * everyMs);
  return history;
}

describe('restart history', () => {
  it('of a child that was never restarted is nothing, and reaches no window', () => {
    expect(reachesLongWindow(restarted(0, 1), DEFAULT_LONG_WINDOW, 0)).toBe(false);
  });

  it.each([
    [
      'a child that lives 15.1 s reaches the window with its 12th restart',
      11,
      15_100,
      200_000,
      false,
    ],
    ['so that its next failure is raised', 12, 15_100, 200_000, true],
    ['the first of twelve still counts when it is exactly an hour old', 12, 1_000, 3_600_000, true],
    ['and no longer a millisecond later', 12, 1_000, 3_600_001, false],
    ['more restarts than the window asks for reach it too', 50, 1_000, 60_000, true],
    ['a restart every six minutes never does', 50, 360_000, 49 * 360_000, false],
  ])('%s', (_name, count, everyMs, now, expected) => {
    expect(reachesLongWindow(restarted(count, everyMs), DEFAULT_LONG_WINDOW, now)).toBe(expected);
  });

  it('holds no more instants than the window asks for', () => {
    const history = restarted(1_000, 1);
    expect(history && ages(history, 999)).toHaveLength(12);
  });

  it('decides nothing where there is no window, and is kept to be read', () => {
    const never = { restarts: Infinity, withinMs: 1_000 };
    expect(restarted(20, 1, never)).toMatchObject({ decides: false, at: { length: 12 } });
    expect(reachesLongWindow(restarted(20, 1), never, 20)).toBe(false);
  });
});

describe('validateLongWindow', () => {
  it('returns what it accepts', () => {
    expect(validateLongWindow('longWindow', DEFAULT_LONG_WINDOW)).toBe(DEFAULT_LONG_WINDOW);
    const never = { restarts: Infinity, withinMs: 1 };
    expect(validateLongWindow('longWindow', never)).toBe(never);
  });

  it.each<[string, unknown]>([
    ['policy.longWindow', null],
    ['policy.longWindow.every', { restarts: 1, withinMs: 1, every: 1 }],
    ['policy.longWindow.restarts', { restarts: 0, withinMs: 1 }],
    ['policy.longWindow.restarts', { restarts: 2.5, withinMs: 1 }],
    ['policy.longWindow.withinMs', { restarts: 1, withinMs: 0 }],
    ['policy.longWindow.withinMs', { restarts: 1, withinMs: Infinity }],
  ])('names %s when it refuses %j', (option, window) => {
    const refused = () =>
      Reflect.apply(validateLongWindow, undefined, ['policy.longWindow', window]);
    expect(refused).toThrow(InvalidOptionError);
    expect(refused).toThrow(expect.objectContaining({ option }));
  });
});
