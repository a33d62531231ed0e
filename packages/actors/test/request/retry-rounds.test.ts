import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  NetworkTimeoutError,
  policy,
  RateLimitedError,
  refAt,
  restartChild,
  StateCorruptionError,
  tell,
  terminateChild,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { manualService } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

const blip = () => new NetworkTimeoutError('no route');

describe('rounds of retries', () => {
  it('rule 18: a round tries all that is parked at once, and recovers when nothing is left parked', async () => {
    const manual = manualService({ concurrency: 3 });
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const replies = ['a', 'b', 'c'].map((request) => outcome(ask(tree, 'db', request)));
    manual.attempts[0]?.reject(blip());
    await clock.settle();
    expect(refAt(tree, 'db').getSnapshot().value).toBe('retrying');
    expect(manual.made).toEqual(['a1', 'b1', 'c1', 'a2']);

    // b succeeds and is delivered, c fails and joins the parked; the round of a goes on.
    manual.attempts[1]?.resolve();
    manual.attempts[2]?.reject(blip());
    await clock.settle();
    expect(replies).toEqual([{}, { value: 'b!' }, {}]);
    expect(manual.made).toEqual(['a1', 'b1', 'c1', 'a2']);

    // a succeeds, but c is parked: the next round is for c.
    manual.attempts[3]?.resolve();
    await clock.advance(1_000);
    expect(replies[0]).toEqual({ value: 'a!' });
    expect(manual.made).toEqual(['a1', 'b1', 'c1', 'a2', 'c2']);
    manual.last().resolve();
    await clock.settle();
    expect(replies[2]).toEqual({ value: 'c!' });
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
    expect(probe.of('incident.closed')).toMatchObject([{ outcome: 'recovered' }]);
  });

  it('rule 18: the delay runs from the end of the failed round, and the budget counts rounds', async () => {
    const manual = manualService({ concurrency: 2 });
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const replies = ['a', 'b'].map((request) => outcome(ask(tree, 'db', request)));
    manual.attempts[0]?.reject(blip());
    manual.attempts[1]?.reject(blip());
    await clock.settle();
    expect(manual.made).toEqual(['a1', 'b1', 'a2']);
    // The first round hangs for 5 s; the second begins 1 s after its end, with both.
    await clock.advance(5_000);
    manual.last().reject(blip());
    await clock.advance(999);
    expect(manual.made).toHaveLength(3);
    await clock.advance(1);
    expect(manual.made.slice(3).toSorted()).toEqual(['a3', 'b2']);
    for (const attempt of manual.attempts.slice(3)) attempt.resolve();
    await clock.settle();
    expect(replies).toEqual([{ value: 'a!' }, { value: 'b!' }]);
    expect(probe.of('child.retrying').map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('four rounds: at once, after 1, 2 and 4 s; then the chain goes on', async () => {
    const flaky = faultyService({ handle: Array.from({ length: 5 }, blip) });
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    const reply = outcome(ask(tree, 'db', 'q'));
    await clock.advance(6_999);
    expect(reply).toEqual({});
    await clock.advance(1);
    expect(probe.of('child.retrying').map(({ at, attempt }) => [at, attempt])).toEqual([
      [0, 1],
      [0, 2],
      [1_000, 3],
      [3_000, 4],
    ]);
    expect(probe.of('child.restarting')).toMatchObject([{ at: 7_000, attempt: 1 }]);
    expect(reply).toMatchObject({ error: { name: 'NetworkTimeoutError' } });
  });

  it('rule 18: requests that arrive meanwhile wait, and are handled in order afterwards', async () => {
    const manual = manualService();
    const { tree, clock } = plant({ children: [child('db', manual.service)] });
    for (const request of ['a', 'b', 'c']) void ask(tree, 'db', request);
    manual.last().reject(blip());
    await clock.settle();
    expect(manual.made).toEqual(['a1', 'a2']);
    manual.last().resolve();
    await clock.settle();
    manual.last().resolve();
    await clock.settle();
    expect(manual.made).toEqual(['a1', 'a2', 'b1', 'c1']);
  });

  it('rule 6: faults of the same moment are one fault with a count', async () => {
    const manual = manualService({ concurrency: 4 });
    const patient = policy({ retry: { backoff: { kind: 'constant', delayMs: 1_000 } } });
    const { tree, clock, probe } = plant({
      policy: patient,
      children: [child('db', manual.service)],
    });
    for (const request of ['a', 'b', 'c', 'd']) outcome(ask(tree, 'db', request));
    for (const attempt of manual.attempts) attempt.reject(blip());
    await clock.advance(1_000);
    expect(manual.made.slice(4).toSorted()).toEqual(['a2', 'b2', 'c2', 'd2']);
    for (const attempt of manual.attempts.slice(4)) attempt.reject(blip());
    await clock.advance(1_000);
    for (const attempt of manual.attempts.slice(8)) attempt.resolve();
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(2);
    // Eight attempts have failed.
    expect(probe.of('incident.closed')).toMatchObject([{ faults: 8, outcome: 'recovered' }]);
  });

  it('the worst fault of a round speaks for it', async () => {
    const manual = manualService({ concurrency: 2 });
    const { tree, clock, probe } = plant({
      policy: policy({ retry: { backoff: { kind: 'constant', delayMs: 1_000 } } }),
      children: [child('db', manual.service)],
    });
    for (const request of ['a', 'b']) outcome(ask(tree, 'db', request));
    for (const attempt of manual.attempts) attempt.reject(blip());
    await clock.advance(1_000);
    manual.attempts[2]?.reject(blip());
    manual.attempts[3]?.reject(new StateCorruptionError('half a row'));
    await clock.settle();
    // Only counted: the other one of the first moment, and the other one of the round.
    expect(probe.of('child.faulted').at(-1)).toMatchObject({ severity: 'RECOVERABLE', more: 2 });
    expect(probe.of('child.restarting')).toHaveLength(1);
  });

  it('a server that says when to come back is not asked sooner', async () => {
    const limited = new RateLimitedError('slow down', { retryAfterMs: 2_500 });
    const flaky = faultyService({ handle: [limited] });
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    const reply = outcome(ask(tree, 'db', 'q'));
    await clock.advance(2_499);
    expect(reply).toEqual({});
    await clock.advance(1);
    expect(reply).toEqual({ value: 'q from 1' });
    expect(probe.of('child.retrying')).toMatchObject([{ attempt: 1, delayMs: 2_500 }]);
  });

  it('a tell is retried like an ask', async () => {
    const flaky = faultyService({ handle: [blip()] });
    const { tree, clock } = plant({ children: [child('db', flaky.service)] });
    tell(tree, 'db', 'note');
    await clock.settle();
    expect(flaky.calls).toEqual(['start 1', 'handle note (attempt 1)', 'handle note (attempt 2)']);
  });

  it('what is not retryable is handled once: its caller gets its own error, and nobody else waits for it', async () => {
    const manual = manualService({ concurrency: 2, retryable: (request) => request !== 'charge' });
    const { tree, clock } = plant({ children: [child('db', manual.service)] });
    const charge = outcome(ask(tree, 'db', 'charge'));
    const read = outcome(ask(tree, 'db', 'read'));
    const error = blip();
    manual.attempts[0]?.reject(error);
    manual.attempts[1]?.resolve();
    await clock.settle();
    expect(charge.error).toBe(error);
    expect(read).toEqual({ value: 'read!' });
    expect(manual.made).toEqual(['charge1', 'read1']);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
  });

  it('a round that fails while its life is stopped in order is over: the next life tells of its faults', async () => {
    const manual = manualService();
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const stopped = outcome(ask(tree, 'db', 'a'));
    manual.last().reject(blip());
    await clock.settle();
    expect(manual.made).toEqual(['a1', 'a2']);
    const terminated = outcome(terminateChild(tree, 'db'));
    manual.last().reject(blip());
    await clock.settle();
    expect(stopped).toMatchObject({ error: { name: 'NetworkTimeoutError' } });
    expect(terminated).toEqual({ value: { ok: true } });

    await restartChild(tree, 'db');
    const reply = outcome(ask(tree, 'db', 'b'));
    manual.last().reject(blip());
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(2);
    expect(manual.made).toEqual(['a1', 'a2', 'b1', 'b2']);
    manual.last().resolve();
    await clock.settle();
    expect(reply).toEqual({ value: 'b!' });
  });

  it('a retryable hook that throws means no, and is reported', async () => {
    const manual = manualService({
      retryable: () => {
        throw new TypeError('no such field');
      },
    });
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const reply = outcome(ask(tree, 'db', 'q'));
    manual.last().reject(blip());
    await clock.settle();
    expect(reply).toMatchObject({ error: { name: 'NetworkTimeoutError' } });
    expect(probe.of('hook.failed')).toMatchObject([
      { hook: 'retryable', path: 'db', error: { message: 'no such field' } },
    ]);
  });

  it('requestId is the same over all attempts and different for every request', async () => {
    const manual = manualService();
    const { tree, clock } = plant({ children: [child('db', manual.service)] });
    const reply = outcome(ask(tree, 'db', 'a'));
    manual.last().reject(blip());
    await clock.settle();
    manual.last().reject(blip());
    await clock.advance(1_000);
    manual.last().resolve();
    await clock.settle();
    expect(reply).toEqual({ value: 'a!' });
    void ask(tree, 'db', 'b');
    const ids = manual.attempts.map(({ ctx }) => ctx.requestId);
    expect(ids[0]).toMatch(/^[0-9a-f]{24}$/);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids[3]).not.toBe(ids[0]);
  });
});
