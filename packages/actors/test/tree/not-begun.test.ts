import { expect, it } from 'vitest';
import {
  ask,
  child,
  fromSupervisor,
  otp,
  reconfigure,
  service,
  startChild,
  StateCorruptionError,
  stop,
  terminateChild,
  whichChildren,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { deferred } from '../manual-service.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');

/** A nested supervisor whose turn to start comes after a slow sibling's. */
async function plantWaiting() {
  const gate = deferred();
  const first = service({ start: () => gate.promise, handle: () => undefined });
  const a = faultyService();
  const nested = fromSupervisor({
    strategy: 'one_for_all',
    policy: otp,
    intensity: { maxRestarts: 9, withinMs: 1_000 },
    children: [child('a', a.service)],
  });
  const planted = plant({ children: [child('first', first), child('nested', nested)] });
  await planted.clock.settle();
  const begin = async () => {
    gate.resolve();
    await planted.clock.settle();
  };
  const inside = async () =>
    (await whichChildren(planted.tree, 'nested')).map(({ id, state }) => `${id} ${state}`);
  return { ...planted, begin, inside, a };
}

it('rule 2: a child that is added to a supervisor that waits for its turn starts with the others', async () => {
  const { tree, clock, begin, inside } = await plantWaiting();
  const x = faultyService();
  const added = outcome(startChild(tree, 'nested', child('x', x.service)));
  const reply = outcome(ask(tree, anyPath('nested/x'), 'hi'));
  await clock.settle();
  expect([x.calls, added, reply]).toEqual([[], {}, {}]);
  await begin();
  expect(added).toMatchObject({ value: { ok: true, path: 'nested/x' } });
  expect(reply).toMatchObject({ value: 'hi from 1' });
  expect(await inside()).toEqual(['x running', 'a running']);
  x.thenHandle(bug());
  outcome(ask(tree, anyPath('nested/x'), 'crash'));
  await clock.settle();
  expect(await inside()).toEqual(['x running', 'a running']);
  await expect(stop(tree)).resolves.toMatchObject({ ok: true });
  expect(x.calls.at(-1)).toBe('stop 2 shutdown');
});

it('rule 39: what is stopped there before stays stopped', async () => {
  const { tree, begin, inside, a } = await plantWaiting();
  await expect(terminateChild(tree, 'nested/a')).resolves.toEqual({ ok: true });
  await begin();
  expect(await inside()).toEqual(['a stopped']);
  expect(a.calls).toEqual([]);
});

it('rule 40: a tree that is being stopped is not reconfigured', async () => {
  const { promise } = deferred();
  const deaf = service({ start: () => 1, handle: () => 1, stop: () => promise });
  const { tree, clock } = plant({ children: [child('deaf', deaf, { shutdown: Infinity })] });
  await clock.settle();
  const stopped = outcome(stop(tree));
  await expect(reconfigure(tree, '', { children: [] })).resolves.toEqual({
    ok: false,
    reason: 'stopped',
  });
  expect(stopped).toEqual({});
});

it('a source of chance that throws is told, and takes nothing with it', async () => {
  const a = faultyService();
  let isBad = false;
  const random = () => {
    if (isBad) throw new Error('dice');
    return 0.5;
  };
  const { tree, clock, probe } = plant({ children: [child('a', a.service)] }, { random });
  await clock.settle();
  isBad = true;
  a.thenHandle(bug());
  outcome(ask(tree, 'a', 'crash'));
  await clock.settle();
  expect(probe.of('hook.failed').at(-1)).toMatchObject({
    hook: 'random',
    error: { message: 'dice' },
  });
  expect(tree.getSnapshot().status).toBe('active');
  await expect(stop(tree)).resolves.toMatchObject({ ok: true });
});
