import { describe, expect, it } from 'vitest';
import { createActor, setup } from 'xstate';
import {
  ask,
  child,
  fromSupervisor,
  policy,
  StateCorruptionError,
  stop,
  type SupervisorGaveUpError,
} from '../../src/index.ts';
import { createTestClock, faultyService, probeEvents } from '../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const escalating = policy({ RECOVERABLE: ['escalate'], CRITICAL: ['escalate'] });
const bug = () => new StateCorruptionError('bug');

/** A tree that gives up when `leaf` is asked, and what its last resort saw. */
function doomed() {
  const calls: SupervisorGaveUpError[] = [];
  const leaf = faultyService({ handle: [bug(), bug()] });
  const slow = faultyService({ stop: ['hang'] });
  const options = {
    policy: escalating,
    children: [child('slow', slow.service, { shutdown: 1_000 }), child('leaf', leaf.service)],
  } as const;
  const lastResort = (error: SupervisorGaveUpError) => void calls.push(error);
  return { calls, options, lastResort };
}

describe('rule 50: the last resort', () => {
  it('is called once, when every child is stopped or abandoned and everything has been told', async () => {
    const { calls, options, lastResort } = doomed();
    const told: unknown[] = [];
    const { tree, clock, probe } = plant(options, {
      lastResort(error) {
        lastResort(error);
        told.push(probe.events.at(-1)?.type, tree.getSnapshot().status);
      },
    });
    await clock.settle();
    outcome(ask(tree, 'leaf', 'x'));
    await clock.advance(999);
    expect(calls).toEqual([]);
    await clock.advance(60_000);
    expect(calls).toEqual([tree.getSnapshot().error]);
    expect(told).toEqual(['supervisor.failed', 'error']);
    await stop(tree);
    tree.stop();
    await clock.settle();
    expect(calls).toHaveLength(1);
  });

  it('not for an ordered stop, nor (rule 40) for one that comes while the tree gives up', async () => {
    const { calls, lastResort } = doomed();
    const ordered = plant(doomed().options, { lastResort });
    void stop(ordered.tree);
    await ordered.clock.advance(1_000);
    const both = plant(doomed().options, { lastResort });
    await both.clock.settle();
    outcome(ask(both.tree, 'leaf', 'x'));
    await both.clock.settle();
    void stop(both.tree);
    await both.clock.advance(1_000);
    const hard = plant(doomed().options, { lastResort });
    hard.tree.stop();
    await hard.clock.settle();
    expect([ordered, both].map(({ tree }) => tree.getSnapshot().status)).toEqual(['done', 'done']);
    expect(calls).toEqual([]);
  });

  it('not for a nested supervisor that gives up', async () => {
    const { calls, options, lastResort } = doomed();
    const { tree, clock, probe } = plant(
      { children: [child('inner', fromSupervisor(options))] },
      { lastResort },
    );
    await clock.settle();
    outcome(ask(tree, anyPath('inner/leaf'), 'x'));
    await clock.advance(1_000);
    expect(probe.story('supervisor.failed')).toEqual(['supervisor.failed inner']);
    expect(calls).toEqual([]);
  });

  it('works for a tree that a host machine invokes', async () => {
    const { calls, options, lastResort } = doomed();
    const shop = fromSupervisor(options);
    const clock = createTestClock();
    const host = setup({ actors: { shop } }).createMachine({
      initial: 'open',
      states: {
        open: { invoke: { src: 'shop', id: 'shop', input: { lastResort }, onError: 'closed' } },
        closed: {},
      },
    });
    const actor = createActor(host, { clock }).start();
    await clock.settle();
    const tree = actor.getSnapshot().children['shop'];
    if (tree === undefined) throw new Error('not invoked');
    outcome(ask(tree, 'leaf', 'x'));
    await clock.advance(1_000);
    expect(actor.getSnapshot().value).toBe('closed');
    expect(calls).toHaveLength(1);
    expect(calls[0]?.story).toContain('because of StateCorruptionError: bug');
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw bug();
      },
    ],
    [
      'rejects',
      async () => {
        throw bug();
      },
    ],
  ])('one that %s is told about, and harms nothing', async (_, lastResort) => {
    const { options } = doomed();
    const { tree, clock, probe } = plant(options, { lastResort });
    await clock.settle();
    outcome(ask(tree, 'leaf', 'x'));
    await clock.advance(1_000);
    expect(probe.of('hook.failed')).toMatchObject([
      { path: '', hook: 'lastResort', error: { message: 'bug' } },
    ]);
    expect(tree.getSnapshot().status).toBe('error');
  });

  it('what is no function makes a tree that has failed before it starts', () => {
    const input = { lastResort: 'exit' } as never;
    const tree = createActor(fromSupervisor({ children: [] }), { input });
    expect(tree.getSnapshot()).toMatchObject({
      status: 'error',
      error: { option: 'input.lastResort', rule: 'a function', value: 'exit' },
    });
  });

  it('is optional: undefined is none', async () => {
    const { options } = doomed();
    const clock = createTestClock();
    const input = { lastResort: undefined } as never;
    const tree = createActor(fromSupervisor(options), { clock, input });
    const probe = probeEvents(tree);
    tree.subscribe({ error: () => undefined });
    tree.start();
    await clock.settle();
    outcome(ask(tree, 'leaf', 'x'));
    await clock.advance(1_000);
    expect(probe.story('hook.failed', 'supervisor.failed')).toEqual(['supervisor.failed ']);
  });
});
