import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  NetworkTimeoutError,
  policy,
  refAt,
  StateCorruptionError,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { manualService } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

const blip = () => new NetworkTimeoutError('no route');

describe('repeated failures', () => {
  it('rule 12: the fifth failure within the window is raised by one tier', async () => {
    const flaky = faultyService();
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    for (let n = 1; n <= 5; n++) {
      flaky.thenHandle(blip());
      outcome(ask(tree, 'db', `${n}`));
      await clock.advance(10_000);
    }
    expect(probe.of('child.faulted').map(({ severity, raisedBy }) => [severity, raisedBy])).toEqual(
      [
        ...Array.from({ length: 4 }, () => ['TRANSIENT', undefined]),
        ['RECOVERABLE', 'repeated failures'],
      ],
    );
    expect(probe.of('child.restarting')).toMatchObject([{ severity: 'RECOVERABLE' }]);
  });

  it('rule 12: not when most operations succeed, and with minFailureRate 0 all the same', async () => {
    for (const minFailureRate of [0.5, 0]) {
      const flaky = faultyService();
      const { tree, clock, probe } = plant({
        policy: policy({ pattern: { minFailureRate } }),
        children: [child('db', flaky.service)],
      });
      for (let n = 1; n <= 5; n++) {
        await Promise.all(['ok', 'ok', 'ok'].map(async (request) => ask(tree, 'db', request)));
        flaky.thenHandle(blip());
        outcome(ask(tree, 'db', `${n}`));
        await clock.advance(1_000);
      }
      expect(probe.of('child.restarting')).toHaveLength(minFailureRate === 0 ? 1 : 0);
    }
  });

  it('rule 12: failures that are older than the window do not count', async () => {
    const flaky = faultyService();
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    for (let n = 1; n <= 10; n++) {
      flaky.thenHandle(blip());
      outcome(ask(tree, 'db', `${n}`));
      await clock.advance(15_001);
    }
    expect(probe.of('child.restarting')).toEqual([]);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
  });

  it('rule 8: twenty requests in flight that fail at once are one failure', async () => {
    const manual = manualService({ concurrency: 20 });
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const replies = Array.from({ length: 20 }, (_, n) => outcome(ask(tree, 'db', `${n}`)));
    for (const attempt of manual.attempts.slice(0, 20)) attempt.reject(blip());
    await clock.settle();
    manual.last().resolve();
    await clock.advance(1_000);
    for (const attempt of manual.attempts.slice(21)) attempt.resolve();
    await clock.settle();
    expect(replies.filter(({ value }) => value !== undefined)).toHaveLength(20);
    expect(probe.of('incident.opened')).toHaveLength(1);
    expect(probe.of('child.restarting')).toEqual([]);
  });

  it('rules 13 and 15: an incident stays open on probation, and closes after stableAfterMs', async () => {
    const flaky = faultyService({ handle: [new StateCorruptionError('bug')] });
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    outcome(ask(tree, 'db', 'a'));
    await clock.advance(9_999);
    expect(probe.of('incident.closed')).toEqual([]);
    flaky.thenHandle(new StateCorruptionError('bug'));
    outcome(ask(tree, 'db', 'b'));
    await clock.settle();
    // The same incident: its second restart waits 1 s.
    expect(
      probe
        .of('child.restarting')
        .map(({ incident, attempt, delayMs }) => [incident, attempt, delayMs]),
    ).toEqual([
      ['db#1', 1, 0],
      ['db#1', 2, 1_000],
    ]);
    await clock.advance(11_000);
    expect(probe.of('incident.closed')).toMatchObject([
      { outcome: 'recovered', restarts: 2, repairMs: 10_999 },
    ]);
  });
});

describe('rules of one’s own', () => {
  it('come before the default ones; one that throws is skipped, and reported', async () => {
    const declined = {
      name: 'declined',
      classify: (error: unknown) =>
        error instanceof RangeError ? ('TRANSIENT' as const) : undefined,
    };
    const broken = {
      name: 'broken',
      classify: (): undefined => {
        throw new TypeError('bug in rule');
      },
    };
    const flaky = faultyService({ handle: [new RangeError('declined')] });
    const { tree, clock, probe } = plant({
      policy: policy({ rules: [broken, declined] }),
      children: [child('db', flaky.service)],
    });
    await expect(ask(tree, 'db', 'a')).resolves.toBe('a from 1');
    await clock.settle();
    expect(probe.of('child.faulted')).toMatchObject([
      { severity: 'TRANSIENT', fault: { rule: 'declined' } },
    ]);
    expect(probe.of('hook.failed')).toMatchObject([
      { hook: 'rule', path: 'db', error: { message: expect.stringContaining('"broken"') } },
    ]);
  });
});

describe('a step of one’s own', () => {
  it('is a typed state of the service, gets the error, and keeps the resource', async () => {
    const seen: unknown[] = [];
    const drain = {
      step: 'drain',
      run: ({ path, error }: { path: string; error: unknown }) => void seen.push([path, error]),
    } as const;
    const flaky = faultyService();
    const { tree, clock, probe } = plant({
      policy: policy({ RECOVERABLE: [drain, 'fail'] }),
      children: [child('db', flaky.service)],
    });
    const states: string[] = [];
    refAt(tree, 'db').subscribe((snapshot) => {
      if (snapshot.matches('drain')) states.push(snapshot.value);
    });
    const error = new StateCorruptionError('bug');
    flaky.thenHandle(error);
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    expect(states).toContain('drain');
    expect(seen).toEqual([['db', error]]);
    expect(probe.story('child.stepping', 'child.recovered')).toEqual([
      'child.stepping db',
      'child.recovered db',
    ]);
    await expect(ask(tree, 'db', 'b')).resolves.toBe('b from 1');
  });

  it('that fails is followed by the next; its signal is aborted when the service is stopped', async () => {
    let signal: AbortSignal | undefined;
    const hang = {
      step: 'hang',
      run: (ctx: { signal: AbortSignal }) => {
        signal = ctx.signal;
        return new Promise<void>(() => undefined);
      },
    } as const;
    const fails = { step: 'fails', run: async () => Promise.reject(new Error('no')) } as const;
    const flaky = faultyService({ handle: [new StateCorruptionError('bug')] });
    const { tree, clock, probe } = plant({
      policy: policy({ RECOVERABLE: [fails, hang, 'fail'] }),
      children: [child('db', flaky.service)],
    });
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    expect(probe.of('child.stepping').map(({ step }) => step)).toEqual(['fails', 'hang']);
    expect(signal?.aborted).toBe(false);
    tree.stop();
    expect(signal?.aborted).toBe(true);
  });
});
