import { expect, it } from 'vitest';
import {
  ask,
  type Backoff,
  child,
  fromSupervisor,
  policy,
  StateCorruptionError,
} from '../../../src/index.ts';
import { faultyService } from '../../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../../plant.ts';

const STABLE_AFTER_MS = 10_000;

/** Restarts without end, with this backoff. */
function restarting(curve: Backoff) {
  return policy({
    RECOVERABLE: ['restart', 'fail'],
    restart: { maxAttempts: 100, backoff: curve },
    longWindow: { restarts: Infinity },
    pattern: { failures: 1_000 },
    stableAfterMs: STABLE_AFTER_MS,
  });
}

const GROWING = {
  kind: 'exponential',
  baseMs: 1_000,
  maxMs: 10_000,
  firstAttempt: 'delayed',
} as const satisfies Backoff;

function bugs(many: number): readonly Error[] {
  return Array.from({ length: many }, () => new StateCorruptionError('bug'));
}

/** 6: backoff. */
export function backoff(): void {
  it('6. backoff grows, is capped, and begins anew after a quiet time', async () => {
    const flaky = faultyService({ handle: bugs(1), start: ['ok', ...bugs(5)] });
    const { tree, clock, probe } = plant({
      policy: restarting(GROWING),
      children: [child('flaky', flaky.service)],
    });
    outcome(ask(tree, 'flaky', 'x'));
    await clock.advance(60_000);
    const delays = () => probe.of('child.restarting').map(({ delayMs }) => delayMs);
    expect(delays()).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    await clock.advance(STABLE_AFTER_MS);
    flaky.thenHandle(...bugs(1));
    outcome(ask(tree, 'flaky', 'x'));
    await clock.settle();
    expect(delays().at(-1)).toBe(1_000);
  });

  it.each([
    ['full', 0, 1],
    ['equal', 0.5, 1],
    ['quarter', 0.75, 1.25],
  ] as const)('6. jitter %s stays within its bounds', async (jitter, from, to) => {
    for (const random of [0, 0.25, 0.5, 0.999_999]) {
      const flaky = faultyService({ handle: bugs(1), start: ['ok', ...bugs(3)] });
      const { tree, clock, probe } = plant(
        {
          policy: restarting({ ...GROWING, maxMs: 100_000, jitter }),
          children: [child('flaky', flaky.service)],
        },
        { random: () => random },
      );
      outcome(ask(tree, 'flaky', 'x'));
      await clock.advance(60_000);
      const delays = probe.of('child.restarting').map(({ delayMs }) => delayMs);
      expect(delays).toHaveLength(4);
      delays.forEach((delayMs, index) => {
        const plain = 1_000 * 2 ** index;
        expect(delayMs).toBeGreaterThanOrEqual(plain * from);
        expect(delayMs).toBeLessThanOrEqual(plain * to);
      });
    }
  });

  it('6. two layers of backoff count for themselves', async () => {
    const flaky = faultyService();
    const inner = fromSupervisor({
      policy: policy({
        RECOVERABLE: ['restart', 'escalate'],
        restart: { maxAttempts: 1, backoff: GROWING },
        stableAfterMs: STABLE_AFTER_MS,
      }),
      children: [child('flaky', flaky.service)],
    });
    const { tree, clock, probe } = plant({
      policy: restarting(GROWING),
      children: [child('inner', inner)],
    });
    const crash = async () => {
      flaky.thenHandle(...bugs(1));
      outcome(ask(tree, anyPath('inner/flaky'), 'x'));
      await clock.advance(100);
    };
    const delays = () => probe.of('child.restarting').map(({ path, delayMs }) => [path, delayMs]);
    // The inner layer waits, then gives up and is restarted: its own counter is new each time.
    for (const outerMs of [1_000, 2_000]) {
      await crash();
      await clock.advance(1_000);
      await crash();
      expect(delays().slice(-2)).toEqual([
        ['inner/flaky', 1_000],
        ['inner', outerMs],
      ]);
      await clock.advance(outerMs);
    }
    // Quiet within the inner layer alone does not make the outer one forget, nor the other way round.
    await clock.advance(STABLE_AFTER_MS);
    await crash();
    expect(delays().at(-1)).toEqual(['inner/flaky', 1_000]);
  });
}
