import { describe, expect, it } from 'vitest';
import { ask, child, NetworkTimeoutError, refAt } from '../src/index.ts';
import { faultyService } from '../src/testing/index.ts';
import { outcome, plant } from './plant.ts';

describe('the example of the story', () => {
  it('a timeout is TRANSIENT, attempt 1 at once fails, attempt 2 after 1 s succeeds, and the counter starts anew', async () => {
    const timeout = () => new NetworkTimeoutError('no route');
    const flaky = faultyService({ handle: [timeout(), timeout()] });
    const { tree, clock, probe } = plant({ children: [child('payments', flaky.service)] });
    const payments = refAt(tree, 'payments');
    await clock.settle();
    probe.clear();

    const reply = outcome(ask(tree, 'payments', 'charge'));
    await clock.settle();
    expect(payments.getSnapshot().matches('retrying')).toBe(true);
    expect(payments.getSnapshot().context).toEqual({
      incident: 'payments#1',
      severity: 'TRANSIENT',
      step: 'retry',
      attempt: 2,
      nextAt: 1_000,
    });
    expect(payments.getSnapshot().phase).toBe('waiting');

    await clock.advance(999);
    expect(flaky.calls).toEqual([
      'start 1',
      'handle charge (attempt 1)',
      'handle charge (attempt 2)',
    ]);
    expect(reply).toEqual({});

    await clock.advance(1);
    expect(reply).toEqual({ value: 'charge from 1' });
    expect(payments.getSnapshot().matches('running')).toBe(true);
    expect(payments.getSnapshot().context).toEqual({});
    expect(probe.story()).toEqual([
      'incident.opened payments',
      'child.faulted payments',
      'child.retrying payments',
      'health.changed ',
      'child.faulted payments',
      'child.retrying payments',
      'child.recovered payments',
      'incident.closed payments',
      'health.changed ',
    ]);
    expect(probe.of('child.retrying').map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
      [1, 0],
      [2, 1_000],
    ]);
    expect(probe.of('incident.closed')).toMatchObject([
      { outcome: 'recovered', severity: 'TRANSIENT', repairMs: 1_000, faults: 2, restarts: 0 },
    ]);

    // The counter is reset: the next failure begins with attempt 1, at once.
    flaky.thenHandle(timeout());
    await expect(ask(tree, 'payments', 'again')).resolves.toBe('again from 1');
    expect(probe.of('child.retrying').at(-1)).toMatchObject({ attempt: 1, delayMs: 0 });
  });
});
