import { describe, expect, it, vi } from 'vitest';
import {
  ask,
  child,
  DataCorruptionError,
  fromSupervisor,
  healthOfTree,
  otp,
  policy,
  refAt,
  service,
  StateCorruptionError,
  stop,
  SupervisorGaveUpError,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const escalating = policy({ RECOVERABLE: ['escalate'], CRITICAL: ['escalate'] });
const bug = (message = 'bug') => new StateCorruptionError(message);

/** Three levels, each of which escalates. */
function tower(leaf = faultyService()) {
  const c = fromSupervisor({
    policy: escalating,
    children: [child('leaf', leaf.service), child('other', faultyService().service)],
  });
  const b = fromSupervisor({ policy: escalating, children: [child('c', c)] });
  const planted = plant({
    policy: escalating,
    children: [child('b', b), child('sibling', faultyService().service)],
  });
  return { leaf, ...planted };
}

describe('a tree of three levels', () => {
  it('starts in order, a supervisor when all its children have started', async () => {
    const { clock, probe } = tower();
    await clock.settle();
    expect(probe.story('child.started', 'supervisor.started')).toEqual([
      'child.started b/c/leaf',
      'child.started b/c/other',
      'supervisor.started b/c',
      'child.started b/c',
      'supervisor.started b',
      'child.started b',
      'child.started sibling',
      'supervisor.started ',
    ]);
  });

  it('is asked by path at every level', async () => {
    const { tree } = tower();
    await expect(ask(tree, 'b/c/leaf', 'x')).resolves.toBe('x from 1');
    expect(refAt(tree, 'b/c/leaf').getSnapshot().value).toBe('running');
    expect(refAt(tree, 'b/c').getSnapshot().matches('running')).toBe(true);
    expect(tree.getSnapshot().children.b.getSnapshot().children.c.getSnapshot().children.leaf).toBe(
      refAt(tree, 'b/c/leaf'),
    );
    await expect(ask(tree, anyPath('b/c'), 'x')).rejects.toMatchObject({
      code: 'NOT_ASKABLE',
      message: '"b/c" does not answer: a supervisor has no handle: ask one of its children',
    });
    await expect(ask(tree, anyPath('b/x/leaf'), 'x')).rejects.toThrow('known there: "b/c"');
  });

  it('a fault that escalates to the root carries the whole chain of causes', async () => {
    const { tree, leaf, clock, probe } = tower();
    const seen = outcome(new Promise((_resolve, reject) => tree.subscribe({ error: reject })));
    const error = bug();
    leaf.thenHandle(error);
    outcome(ask(tree, 'b/c/leaf', 'x'));
    await clock.settle();
    const root = tree.getSnapshot().error as SupervisorGaveUpError;
    expect(seen.error).toBe(root);
    expect(root).toBeInstanceOf(SupervisorGaveUpError);
    expect(root).toMatchObject({
      code: 'SUPERVISOR_GAVE_UP',
      child: 'b',
      reason: 'the chain escalated',
      severity: 'RECOVERABLE',
    });
    expect(root.cause).toMatchObject({ name: 'SupervisorGaveUpError', child: 'b/c' });
    expect((root.cause as Error).cause).toMatchObject({ child: 'b/c/leaf' });
    expect(((root.cause as Error).cause as Error).cause).toBe(error);
    expect(tree.getSnapshot().status).toBe('error');
    expect(probe.story('supervisor.gaveUp', 'supervisor.failed')).toEqual([
      'supervisor.gaveUp b/c',
      'supervisor.failed b/c',
      'supervisor.gaveUp b',
      'supervisor.failed b',
      'supervisor.gaveUp ',
      'supervisor.failed ',
    ]);
  });

  it('rule 43: an escalated CRITICAL stays CRITICAL', async () => {
    const { tree, leaf, clock } = tower();
    leaf.thenHandle(new DataCorruptionError('disk'));
    outcome(ask(tree, 'b/c/leaf', 'x'));
    await clock.settle();
    expect(tree.getSnapshot().error).toMatchObject({
      severity: 'CRITICAL',
      cause: { severity: 'CRITICAL' },
    });
  });

  it('rule 41: a supervisor fails only after every child has stopped', async () => {
    const [leaf, slow] = [faultyService({ handle: [bug()] }), faultyService({ stop: ['hang'] })];
    const inner = fromSupervisor({
      policy: escalating,
      children: [child('leaf', leaf.service), child('slow', slow.service, { shutdown: 3_000 })],
    });
    const { tree, clock, probe } = plant({ children: [child('inner', inner)] });
    outcome(ask(tree, 'inner/leaf', 'x'));
    await clock.advance(2_999);
    expect(probe.story('supervisor.failed')).toEqual([]);
    expect(refAt(tree, 'inner').getSnapshot().value).toBe('stopping');
    await clock.advance(1);
    expect(probe.story('supervisor.failed', 'child.restarting')).toEqual([
      'supervisor.failed inner',
      'child.restarting inner',
    ]);
  });

  it('rule 42: a nested supervisor restarts in place: same refs, status active, requests wait', async () => {
    const leaf = faultyService({ handle: [bug()] });
    const inner = fromSupervisor({ policy: escalating, children: [child('leaf', leaf.service)] });
    const { tree, clock, probe } = plant({
      policy: policy({ restart: { backoff: { kind: 'constant', delayMs: 1_000 } } }),
      children: [child('inner', inner)],
    });
    const refs = [refAt(tree, 'inner'), refAt(tree, 'inner/leaf')];
    outcome(ask(tree, 'inner/leaf', 'x'));
    await clock.settle();
    expect(refs[0]?.getSnapshot().status).toBe('active');
    expect(refs.map((ref) => ref.getSnapshot().value)).toEqual(['stopped', 'stopped']);
    expect(healthOfTree(tree).status).toBe('unhealthy');
    await clock.advance(1_000);
    expect([refAt(tree, 'inner'), refAt(tree, 'inner/leaf')]).toEqual(refs);
    expect(refs.map((ref) => ref.getSnapshot().value)).toEqual(['running', 'running']);
    await expect(ask(tree, 'inner/leaf', 'y')).resolves.toBe('y from 2');
    expect(probe.of('child.faulted').at(-1)).toMatchObject({
      path: 'inner',
      fault: { origin: 'supervisor', error: { name: 'SupervisorGaveUpError' } },
    });
    expect(healthOfTree(tree).status).toBe('healthy');
  });

  it('under otp: intensity exceeded in a nested supervisor, restarted by its parent with a fresh count', async () => {
    const leaf = faultyService();
    const inner = fromSupervisor({ policy: otp, children: [child('leaf', leaf.service)] });
    const { tree, clock, probe } = plant({
      policy: otp,
      intensity: { maxRestarts: 5, withinMs: 60_000 },
      children: [child('inner', inner)],
    });
    for (let n = 0; n < 4; n++) {
      leaf.thenHandle(bug());
      outcome(ask(tree, 'inner/leaf', `${n}`));
      await clock.settle();
    }
    // One restart is allowed in 5 s; the second crash is one too many, twice.
    expect(probe.of('supervisor.gaveUp').map(({ path, reason }) => [path, reason])).toEqual([
      ['inner', 'intensity exceeded'],
      ['inner', 'intensity exceeded'],
    ]);
    await expect(ask(tree, 'inner/leaf', 'y')).resolves.toMatch(/^y from/);
  });

  it('rule 24: under otp a first start that fails ends the tree', async () => {
    const { tree, clock } = plant({
      policy: otp,
      children: [
        child('a', faultyService().service),
        child('leaf', faultyService({ start: [bug()] }).service),
      ],
    });
    await clock.settle();
    expect(tree.getSnapshot().error).toMatchObject({
      reason: 'a first start failed',
      child: 'leaf',
      cause: { message: 'bug' },
    });
  });

  it('a nested supervisor without children is healthy, and so is its parent', async () => {
    const { tree, clock } = plant({ children: [child('none', fromSupervisor({ children: [] }))] });
    await clock.settle();
    expect(healthOfTree(tree).status).toBe('healthy');
  });

  it('one that will not stop in time is abandoned, and begins again with nothing of its old life', async () => {
    const starts: string[] = [];
    const stubborn = service({
      start: ({ incarnation }) => void starts.push(`${incarnation}`),
      handle: (request: 'die' | 'ok' | 'hang') => {
        if (request === 'die') throw bug();
        return request === 'hang'
          ? new Promise<string>(() => undefined)
          : Promise.resolve<string>(request);
      },
      stop: () => new Promise<void>(() => undefined),
      handleWithinMs: 1_000,
    });
    const quick = faultyService();
    const inner = fromSupervisor({
      policy: escalating,
      children: [
        child('quick', quick.service),
        child('stubborn', stubborn, { shutdown: Infinity }),
      ],
    });
    const outer = fromSupervisor({
      policy: escalating,
      children: [
        child('inner', inner, { shutdown: 2_000 }),
        child('trigger', faultyService({ handle: [bug()] }).service),
      ],
    });
    const { tree, clock, probe } = plant({ children: [child('outer', outer)] });
    await clock.settle();
    outcome(ask(tree, 'outer/trigger', 'x'));
    await clock.advance(2_000);
    expect(probe.story('child.abandoned')).toEqual(['child.abandoned outer/inner']);
    await clock.advance(1_000);
    expect(refAt(tree, 'outer/inner/quick').getSnapshot().value).toBe('running');
    // True counts, live deadlines.
    expect(healthOfTree(tree).status).toBe('healthy');
    const hung = outcome(ask(tree, 'outer/inner/stubborn', 'hang'));
    await clock.advance(1_000);
    expect(probe.of('child.faulted').at(-1)).toMatchObject({
      path: 'outer/inner/stubborn',
      fault: { error: { name: 'HandleTimeoutError' } },
    });
    expect(hung).toEqual({});
    // The quick one has been stopped once in each life.
    expect(quick.calls.filter((call) => call.startsWith('stop'))).toHaveLength(1);
  });
});

describe('the end of a tree', () => {
  it('after tree.stop() it cannot be started again: XState makes that an uncaught error', async () => {
    const { tree } = tower();
    tree.stop();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    tree.start();
    expect(() => vi.runAllTimers()).toThrow('a tree that has ended cannot be started again');
    vi.useRealTimers();
    await expect(ask(tree, 'sibling', 'x')).rejects.toMatchObject({ code: 'NOT_A_TREE' });
  });

  it('after an end in order start does nothing, and asks are refused', async () => {
    const { tree, leaf } = tower();
    await stop(tree);
    tree.start();
    expect(tree.getSnapshot().status).toBe('done');
    await expect(ask(tree, 'b/c/leaf', 'x')).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      state: 'stopped',
    });
    expect(leaf.calls.filter((call) => call.startsWith('start'))).toHaveLength(1);
  });

  it('a second stop of a stopped tree, and a stop of a failed one, resolve at once', async () => {
    const { tree, leaf, clock } = tower();
    leaf.thenHandle(bug());
    outcome(ask(tree, 'b/c/leaf', 'x'));
    await clock.settle();
    await expect(stop(tree)).resolves.toMatchObject({ reason: 'not_running' });
    await expect(stop(tree)).resolves.toMatchObject({ reason: 'not_running' });
  });

  it('supervisor.stop as an event to the root is an ordered stop; nothing else can be ordered so', async () => {
    const { tree, clock, probe } = tower();
    await clock.settle();
    probe.clear();
    tree.send({ type: 'supervisor.start' } as never);
    tree.send({ type: 'report.stopped', id: 'b', epoch: 1 } as never);
    tree.send({ type: 'command.terminateChild', id: 'b', ticket: 1 } as never);
    expect(probe.story()).toEqual(Array.from({ length: 3 }, () => 'message.undeliverable '));
    tree.send({ type: 'supervisor.stop' });
    await clock.settle();
    expect(probe.of('supervisor.stopping')[0]).toEqual({
      type: 'supervisor.stopping',
      at: 0,
      path: '',
      reason: 'shutdown',
    });
    expect(tree.getSnapshot().status).toBe('done');
  });

  it('what is no tree is refused', async () => {
    const { tree } = tower();
    await expect(ask(refAt(tree, 'sibling') as never, 'x' as never, 'y')).rejects.toMatchObject({
      code: 'NOT_A_TREE',
    });
  });

  it('a nested ref is a tree of its own to ask', async () => {
    const { tree } = tower();
    await expect(ask(refAt(tree, 'b/c'), 'leaf', 'x')).resolves.toBe('x from 1');
  });
});
