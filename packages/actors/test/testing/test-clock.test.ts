import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor, setup } from 'xstate';
import { createTestClock } from '../../src/testing/index.ts';

describe('createTestClock', () => {
  it('moves only when told, from the instant it was given', async () => {
    const clock = createTestClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
    await clock.settle();
    expect(clock.now()).toBe(1_250);
  });

  it('fires every timer at its own instant, in order of instants and then of setting', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 }),
        async (delays) => {
          const clock = createTestClock();
          const fired: { at: number; index: number }[] = [];
          delays.forEach((delay, index) =>
            clock.setTimeout(() => fired.push({ at: clock.now(), index }), delay),
          );
          await clock.advance(20);
          const expected = delays
            .map((at, index) => ({ at, index }))
            .toSorted((a, b) => a.at - b.at || a.index - b.index);
          expect(fired).toEqual(expected);
          expect(clock.pending).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('chained timers cascade within one advance, with promises in between', async () => {
    const clock = createTestClock();
    const fired: number[] = [];
    const chain = (left: number) => {
      fired.push(clock.now());
      if (left > 0) void Promise.resolve().then(() => clock.setTimeout(() => chain(left - 1), 100));
    };
    clock.setTimeout(() => chain(4), 100);
    await clock.advance(500);
    expect(fired).toEqual([100, 200, 300, 400, 500]);
  });

  it('settle fires what is due already, chains of 0 ms included, and nothing later', async () => {
    const clock = createTestClock();
    const fired: string[] = [];
    clock.setTimeout(() => {
      fired.push('now');
      clock.setTimeout(() => fired.push('after'), 0);
    }, 0);
    clock.setTimeout(() => fired.push('later'), 1);
    await clock.settle();
    expect(fired).toEqual(['now', 'after']);
    expect(clock.pending).toBe(1);
  });

  it('a timer that was cleared does not fire', async () => {
    const clock = createTestClock();
    const fired: string[] = [];
    const timer = clock.setTimeout(() => fired.push('cleared'), 10);
    clock.setTimeout(() => clock.clearTimeout(other), 5);
    const other = clock.setTimeout(() => fired.push('cleared later'), 10);
    clock.clearTimeout(timer);
    clock.clearTimeout(undefined);
    await clock.advance(20);
    expect(fired).toEqual([]);
  });

  it('never goes back, also with two advances at once', async () => {
    const clock = createTestClock();
    await Promise.all([clock.advance(100), clock.advance(10)]);
    expect(clock.now()).toBe(100);
  });

  it('a chain that never moves on is an error, not a test that hangs', async () => {
    const clock = createTestClock();
    const again = () => void clock.setTimeout(again, 0);
    again();
    await expect(clock.settle()).rejects.toThrow(
      '10000 timers have fired at 0 ms and there are more: nothing moves on',
    );
  });

  it('is good as the clock of any XState actor', async () => {
    const clock = createTestClock();
    const light = setup({}).createMachine({
      initial: 'red',
      states: { red: { after: { 1_000: 'green' } }, green: { after: { 500: 'red' } } },
    });
    const actor = createActor(light, { clock }).start();
    await clock.advance(1_000);
    expect(actor.getSnapshot().value).toBe('green');
    await clock.advance(1_500);
    expect(actor.getSnapshot().value).toBe('green');
    await clock.advance(500);
    expect(actor.getSnapshot().value).toBe('red');
  });

  it.each([-1, Number.NaN, '5'])('refuses to start at %s, and to move on by it', async (value) => {
    expect(() => createTestClock(value as number)).toThrow('createTestClock.startAt must be');
    await expect((async () => createTestClock().advance(value as number))()).rejects.toThrow(
      'advance.ms must be',
    );
  });
});
