import { describe, expect, it } from 'vitest';
import { fromCallback, fromTransition } from 'xstate';
import {
  ask,
  child,
  fromSupervisor,
  healthOfTree,
  otp,
  policy,
  recover,
  refAt,
  restartChild,
  service,
  StateCorruptionError,
  tell,
  terminateChild,
  whichChildren,
  workerAt,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { deferred, manualService } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');
const waitsASecond = policy({ restart: { backoff: { kind: 'constant', delayMs: 1_000 } } });

/** Three services that note when they start and stop, and a tree of them. */
function plantThree(strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one') {
  const notes: string[] = [];
  const noting = (id: string) =>
    service({
      start: ({ incarnation }) => {
        notes.push(`+${id}${incarnation}`);
        return incarnation;
      },
      handle: (request: 'crash' | 'life', { resource }) => {
        if (request === 'crash') throw bug();
        return resource;
      },
      stop: (life, reason) => void notes.push(`-${id}${life} ${reason}`),
    });
  const planted = plant({
    strategy,
    children: [child('a', noting('a')), child('b', noting('b')), child('c', noting('c'))],
  });
  return { ...planted, notes };
}

describe('a crash of the middle one of three', () => {
  it.each([
    ['one_for_one' as const, ['-b1 restart', '+b2']],
    ['rest_for_one' as const, ['-c1 restart', '-b1 restart', '+b2', '+c2']],
    ['one_for_all' as const, ['-c1 restart', '-b1 restart', '-a1 restart', '+a2', '+b2', '+c2']],
  ])('under %s: stops in reverse, starts in order', async (strategy, expected) => {
    const { tree, clock, notes } = plantThree(strategy);
    await clock.settle();
    expect(notes.splice(0)).toEqual(['+a1', '+b1', '+c1']);
    await expect(ask(tree, 'b', 'crash')).rejects.toThrow('bug');
    await clock.settle();
    expect(notes).toEqual(expected);
    expect(healthOfTree(tree).status).toBe('healthy');
  });

  it('tells who goes with whom, and counts the restart for the one that crashed', async () => {
    const { tree, clock, probe } = plantThree('one_for_all');
    await clock.settle();
    probe.clear();
    outcome(ask(tree, 'b', 'crash'));
    await clock.settle();
    expect(
      probe.story(
        'child.restarting',
        'child.cycled',
        'child.started',
        'group.restarting',
        'group.restarted',
      ),
    ).toEqual([
      'child.restarting b',
      'group.restarting ',
      'child.cycled c',
      'child.cycled a',
      'child.started a',
      'child.started b',
      'child.started c',
      'group.restarted ',
    ]);
    expect(probe.of('child.cycled').map((event) => event.with)).toEqual(['b', 'b']);
    expect((await whichChildren(tree, '')).map(({ restarts }) => restarts)).toEqual([0, 1, 0]);
  });

  it.each(['one_for_all', 'rest_for_one'] as const)(
    'under %s the supervisor is restarting meanwhile, and its refs stay',
    async (strategy) => {
      const b = faultyService({ handle: [bug()] });
      const { tree, clock } = plant({
        strategy,
        policy: waitsASecond,
        children: [child('b', b.service), child('c', faultyService().service)],
      });
      const ref = refAt(tree, 'c');
      outcome(ask(tree, 'b', 'x'));
      await clock.settle();
      expect(tree.getSnapshot().value).toBe('restarting');
      expect(ref.getSnapshot().value).toBe('restarting');
      expect(healthOfTree(tree).status).toBe('unhealthy');
      await clock.advance(1_000);
      expect(tree.getSnapshot().value).toBe('running');
      expect(refAt(tree, 'c')).toBe(ref);
      expect(ref.getSnapshot().value).toBe('running');
    },
  );

  it('under one_for_one the supervisor runs on', async () => {
    const b = faultyService({ handle: [bug()] });
    const { tree, clock } = plant({ policy: waitsASecond, children: [child('b', b.service)] });
    outcome(ask(tree, 'b', 'x'));
    await clock.settle();
    expect(tree.getSnapshot().value).toBe('running');
    expect(refAt(tree, 'b').getSnapshot().value).toBe('restarting');
  });
});

describe('requests while a group is restarted', () => {
  it('rule 21: those to siblings wait, and the new life answers them', async () => {
    const [a, b] = [faultyService(), faultyService({ handle: [bug()] })];
    const { tree, clock, probe } = plant({
      strategy: 'one_for_all',
      policy: waitsASecond,
      children: [child('a', a.service), child('b', b.service)],
    });
    outcome(ask(tree, 'b', 'x'));
    await clock.settle();
    const waiting = [outcome(ask(tree, 'a', 'one')), outcome(ask(tree, 'b', 'two'))];
    tell(tree, 'a', 'told');
    await clock.advance(999);
    expect(waiting).toEqual([{}, {}]);
    await clock.advance(1);
    expect(waiting).toEqual([{ value: 'one from 2' }, { value: 'two from 2' }]);
    expect(a.calls).toContain('handle told (attempt 1)');
    expect(probe.story('message.undeliverable')).toEqual([]);
  });

  it('rule 21: those that waited already keep their place', async () => {
    const [a, b] = [manualService(), faultyService({ handle: [bug()] })];
    const { tree, clock } = plant({
      strategy: 'one_for_all',
      children: [child('a', a.service), child('b', b.service)],
    });
    const replies = ['one', 'two', 'three'].map((request) => outcome(ask(tree, 'a', request)));
    await clock.settle();
    outcome(ask(tree, 'b', 'x'));
    await clock.settle();
    expect(replies[0]?.error).toMatchObject({ code: 'INCARNATION_ENDED' });
    a.last().resolve();
    await clock.settle();
    a.last().resolve();
    await clock.settle();
    expect(replies.slice(1)).toEqual([{ value: 'two!' }, { value: 'three!' }]);
    expect(a.attempts.map(({ ctx }) => ctx.incarnation)).toEqual([1, 2, 2]);
  });

  it('rule 20: those in flight at a sibling are aborted and rejected at once', async () => {
    const [a, b] = [manualService(), faultyService({ handle: [bug()] })];
    const { tree, clock, probe } = plant({
      strategy: 'one_for_all',
      children: [child('a', a.service), child('b', b.service)],
    });
    const reply = outcome(ask(tree, 'a', 'long'));
    await clock.settle();
    const { signal } = a.last().ctx;
    outcome(ask(tree, 'b', 'x'));
    await clock.settle();
    expect(signal.aborted).toBe(true);
    expect(reply.error).toMatchObject({ code: 'INCARNATION_ENDED' });
    // The one who was only cycled has had no fault.
    expect(probe.of('child.faulted').map(({ path }) => path)).toEqual(['b']);
  });

  it('rule 20: a member that waits for the one that crashed does not hold up the restart', async () => {
    const b = faultyService({ handle: ['hang', bug()], concurrency: 2 });
    const a = service({ handle: (word: string): Promise<string> => ask(tree, 'b', word) });
    const { tree, clock } = plant({
      strategy: 'one_for_all',
      children: [child('b', b.service), child('a', a)],
    });
    const reply = outcome(ask(tree, 'a', 'through'));
    await clock.settle();
    outcome(ask(tree, 'b', 'x'));
    await clock.settle();
    expect(tree.getSnapshot().value).toBe('running');
    expect(reply.error).toMatchObject({ code: 'INCARNATION_ENDED' });
  });
});

describe('members of a group', () => {
  it('may be functions, XState logic and supervisors, whatever crashes', async () => {
    const notes: string[] = [];
    const ticker = fromCallback(() => {
      notes.push('ticker up');
      return () => notes.push('ticker down');
    });
    const counter = fromTransition((count: number, _event: { type: 'INC' }) => {
      if (count === 1) throw bug();
      return count + 1;
    }, 0);
    const leaf = faultyService();
    const inner = fromSupervisor({ children: [child('leaf', leaf.service)] });
    const { tree, clock } = plant({
      strategy: 'one_for_all',
      policy: otp,
      children: [child('ticker', ticker), child('inner', inner), child('counter', counter)],
    });
    await clock.settle();
    const worker = workerAt(tree, 'ticker');
    tell(tree, 'counter', { type: 'INC' });
    tell(tree, 'counter', { type: 'INC' });
    await clock.settle();
    expect(notes).toEqual(['ticker up', 'ticker down', 'ticker up']);
    expect(workerAt(tree, 'ticker')).not.toBe(worker);
    expect(workerAt(tree, 'counter')?.getSnapshot().context).toBe(0);
    expect(leaf.calls).toEqual(['start 1', 'stop 1 shutdown', 'start 2']);
    expect((await whichChildren(tree, '')).map(({ incarnation }) => incarnation)).toEqual([
      2, 2, 2,
    ]);
  });

  it('a nested supervisor that gives up takes its siblings with it; theirs do not take its own', async () => {
    const [leaf, other] = [faultyService(), faultyService()];
    const inner = fromSupervisor({
      policy: otp,
      strategy: 'rest_for_one',
      intensity: { maxRestarts: 0, withinMs: 5_000 },
      children: [child('leaf', leaf.service)],
    });
    const { tree, clock, probe } = plant({
      strategy: 'rest_for_one',
      policy: otp,
      children: [child('inner', inner), child('other', other.service)],
    });
    await clock.settle();
    leaf.thenHandle(bug());
    outcome(ask(tree, 'inner/leaf', 'x'));
    await clock.settle();
    expect(probe.of('child.cycled')).toMatchObject([{ path: 'other', with: 'inner' }]);
    expect(other.calls).toEqual(['start 1', 'stop 1 restart', 'start 2']);
    other.thenHandle(bug());
    outcome(ask(tree, 'other', 'x'));
    await clock.advance(5_000);
    expect(leaf.calls.filter((call) => call.startsWith('start'))).toHaveLength(2);
  });

  it('rule 29: a crash of another member widens the restart, it is not queued', async () => {
    const [a, b] = [faultyService({ handle: [bug()] }), faultyService({ handle: [bug()] })];
    const slow = service({ handle: () => 1, stop: () => promise });
    const { promise, resolve } = deferred();
    const { tree, clock, probe } = plant({
      strategy: 'rest_for_one',
      children: [child('a', a.service), child('b', b.service), child('slow', slow)],
    });
    await clock.settle();
    outcome(ask(tree, 'b', 'x'));
    await clock.settle();
    outcome(ask(tree, 'a', 'x'));
    await clock.settle();
    resolve();
    await clock.settle();
    expect(probe.of('group.restarting').map((event) => event.child)).toEqual(['b', 'a']);
    expect(probe.of('group.restarted').map((event) => event.child)).toEqual(['a']);
    expect((await whichChildren(tree, '')).map(({ incarnation }) => incarnation)).toEqual([
      2, 2, 2,
    ]);
  });

  it('rule 31: one that is idle is started with its group; one that failed is left alone', async () => {
    const failing = faultyService({ handle: [new StateCorruptionError('for good')] });
    const b = faultyService();
    const { tree, clock } = plant({
      strategy: 'one_for_all',
      policy: policy({
        rules: [
          {
            name: 'for good',
            classify: (error) =>
              error instanceof Error && error.message === 'for good' ? 'CRITICAL' : undefined,
          },
        ],
        CRITICAL: ['fail'],
      }),
      children: [
        child('idle', faultyService().service),
        child('failing', failing.service),
        child('b', b.service),
      ],
    });
    await clock.settle();
    await terminateChild(tree, 'idle');
    outcome(ask(tree, 'failing', 'x'));
    await clock.settle();
    b.thenHandle(bug());
    outcome(ask(tree, 'b', 'x'));
    await clock.settle();
    expect((await whichChildren(tree, '')).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'b running',
      'failing failed',
      'idle running',
    ]);
    await expect(recover(tree, 'failing')).resolves.toEqual({ ok: true });
  });

  it('rule 33: stopping the one whose restart it is leaves those after it idle, and that is told', async () => {
    const b = faultyService({ start: ['ok', bug()], handle: [bug()] });
    const { tree, clock, probe } = plant({
      strategy: 'rest_for_one',
      policy: waitsASecond,
      children: [
        child('a', faultyService().service),
        child('b', b.service),
        child('c', faultyService().service),
      ],
    });
    outcome(ask(tree, 'b', 'x'));
    await clock.advance(1_000);
    await expect(terminateChild(tree, 'b')).resolves.toEqual({ ok: true });
    expect(probe.of('child.leftIdle')).toMatchObject([{ path: 'c', because: 'b' }]);
    expect(tree.getSnapshot().value).toBe('running');
    expect(healthOfTree(tree).status).toBe('unhealthy');
    await expect(restartChild(tree, 'c')).resolves.toEqual({ ok: true });
    expect(healthOfTree(tree).status).toBe('healthy');
  });
});
