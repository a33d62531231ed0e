import { describe, expect, it } from 'vitest';
import { fromTransition } from 'xstate';
import {
  ask,
  child,
  deleteChild,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  reconfigure,
  refAt,
  restartChild,
  type Runnable,
  startChild,
  StateCorruptionError,
  tell,
  terminateChild,
  whichChild,
  whichChildren,
  workerAt,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');
const ok = () => faultyService().service;

describe('a nested supervisor that its parent describes anew', () => {
  /** `inner` in a tree that restarts it for each crash of its leaf. */
  async function plantNested(inner: Runnable) {
    const planted = plant({ policy: otp, children: [child('inner', inner)] });
    const { tree, clock } = planted;
    await clock.settle();
    const redescribe = (another: Runnable) =>
      reconfigure(tree, '', { children: [child('inner', another)] });
    const inside = async () =>
      (await whichChildren(tree, anyPath('inner'))).map(({ id, status }) => `${id} ${status}`);
    return { ...planted, redescribe, inside };
  }
  const never = { maxRestarts: 0, withinMs: 1_000 };

  it('goes on as it is, and is that from its next start on', async () => {
    const leaf = faultyService();
    const newer = faultyService();
    const { tree, clock, redescribe, inside } = await plantNested(
      fromSupervisor({
        policy: otp,
        intensity: never,
        children: [child('leaf', leaf.service), child('old', ok())],
      }),
    );
    const ref = refAt(tree, anyPath('inner/leaf'));
    await redescribe(
      fromSupervisor({
        policy: otp,
        strategy: 'rest_for_one',
        children: [child('leaf', newer.service), child('new', ok())],
      }),
    );
    expect(await inside()).toEqual(['old running', 'leaf running']);
    leaf.thenHandle(bug());
    outcome(ask(tree, anyPath('inner/leaf'), 'x'));
    await clock.settle();
    expect(await inside()).toEqual(['new running', 'leaf running']);
    expect(refAt(tree, anyPath('inner/leaf'))).toBe(ref);
    expect(newer.calls).toEqual(['start 2']);
    newer.thenHandle(bug());
    outcome(ask(tree, anyPath('inner/leaf'), 'x'));
    await clock.settle();
    await expect(whichChildren(tree, anyPath('inner'))).resolves.toMatchObject([
      { id: 'new', incarnation: 2 },
      { id: 'leaf', incarnation: 3 },
    ]);
  });

  it('has the policy of the new description, with its chart', async () => {
    const leaf = faultyService();
    const { tree, clock, redescribe } = await plantNested(
      fromSupervisor({
        policy: otp,
        intensity: never,
        children: [child('leaf', leaf.service)],
      }),
    );
    await redescribe(
      fromSupervisor({
        policy: policy({ RECOVERABLE: ['fallback', 'fail'] }),
        children: [child('leaf', leaf.service)],
      }),
    );
    leaf.thenHandle(bug());
    leaf.thenHandle(bug());
    outcome(ask(tree, anyPath('inner/leaf'), 'x'));
    await clock.settle();
    outcome(ask(tree, anyPath('inner/leaf'), 'x'));
    await clock.settle();
    await expect(whichChild(tree, anyPath('inner/leaf'))).resolves.toMatchObject({
      child: { state: 'degraded' },
    });
  });

  it('may have a child of another kind under the same name: another actor', async () => {
    const leaf = faultyService();
    const { tree, clock, redescribe, inside } = await plantNested(
      fromSupervisor({
        policy: otp,
        intensity: never,
        children: [child('leaf', leaf.service), child('x', ok()), child('y', ok())],
      }),
    );
    await redescribe(
      fromSupervisor({
        policy: otp,
        children: [
          child('leaf', leaf.service),
          child('x', fromSupervisor({ children: [child('deep', ok())] })),
          child(
            'y',
            fromTransition((count: number) => count + 1, 0),
          ),
        ],
      }),
    );
    leaf.thenHandle(bug());
    outcome(ask(tree, anyPath('inner/leaf'), 'x'));
    await clock.settle();
    expect(await inside()).toEqual(['y running', 'x running', 'leaf running']);
    await expect(ask(tree, anyPath('inner/x/deep'), 'hi')).resolves.toBe('hi from 1');
    tell(tree, anyPath('inner/y'), { type: 'ANY' });
    await clock.settle();
    expect(workerAt(tree, anyPath('inner/y'))?.getSnapshot()).toMatchObject({ context: 1 });
    expect(tree.getSnapshot().status).toBe('active');
  });

  it('of the two descriptions, the later one counts', async () => {
    const leaf = faultyService();
    const inner = fromSupervisor({
      policy: otp,
      intensity: never,
      children: [child('leaf', leaf.service)],
    });
    const { tree, clock, redescribe, inside } = await plantNested(inner);
    const own = (id: string) => ({
      intensity: never,
      children: [child('leaf', leaf.service), child(id, ok())],
    });
    const crash = async () => {
      leaf.thenHandle(bug());
      outcome(ask(tree, anyPath('inner/leaf'), 'x'));
      await clock.settle();
      await clock.advance(6_000);
    };
    await reconfigure(tree, anyPath('inner'), own('mine'));
    // It was described as this before: nothing new.
    await redescribe(inner);
    await crash();
    expect(await inside()).toEqual(['mine running', 'leaf running']);
    await redescribe(fromSupervisor({ policy: otp, ...own('theirs') }));
    await crash();
    expect(await inside()).toEqual(['theirs running', 'leaf running']);
    await redescribe(fromSupervisor({ policy: otp, ...own('not this') }));
    await reconfigure(tree, anyPath('inner'), own('but mine'));
    await crash();
    expect(await inside()).toEqual(['but mine running', 'leaf running']);
  });

  it('also one that was started by restartChild, or is an instance of a template', async () => {
    const before = fromSupervisor({ children: [child('before', ok())] });
    const after = fromSupervisor({ children: [child('after', ok())] });
    const { tree, redescribe, inside } = await plantNested(before);
    await redescribe(after);
    await terminateChild(tree, anyPath('inner'));
    await restartChild(tree, anyPath('inner'));
    expect(await inside()).toEqual(['after running']);

    const leaf = faultyService();
    const failing = fromSupervisor({
      policy: otp,
      intensity: never,
      children: [child('leaf', leaf.service)],
    });
    const cells = fromDynamicSupervisor({ child: failing });
    const dynamic = plant({ children: [child('cells', cells)] });
    await startChild(dynamic.tree, 'cells', { id: 'one' });
    await reconfigure(dynamic.tree, 'cells', { child: after });
    leaf.thenHandle(bug());
    outcome(ask(dynamic.tree, anyPath('cells/one/leaf'), 'x'));
    await dynamic.clock.settle();
    await expect(whichChildren(dynamic.tree, anyPath('cells/one'))).resolves.toMatchObject([
      { id: 'after', status: 'running' },
    ]);
  });
});

it('a child that was added under the name of another is gone with a restart of its supervisor', async () => {
  const [leaf, described, added] = [faultyService(), faultyService(), faultyService()];
  const inner = fromSupervisor({
    policy: otp,
    intensity: { maxRestarts: 0, withinMs: 1_000 },
    children: [child('leaf', leaf.service), child('x', described.service)],
  });
  const { tree, clock } = plant({ policy: otp, children: [child('inner', inner)] });
  await clock.settle();
  await terminateChild(tree, 'inner/x');
  await deleteChild(tree, 'inner/x');
  await startChild(tree, 'inner', child('x', added.service));
  leaf.thenHandle(bug());
  outcome(ask(tree, 'inner/leaf', 'x'));
  await clock.settle();
  expect(described.calls.at(-1)).toBe('start 2');
  expect(added.calls.at(-1)).toBe('stop 1 shutdown');
  await expect(ask(tree, 'inner/x', 'hi')).resolves.toBe('hi from 2');
  expect(described.calls.at(-1)).toBe('handle hi (attempt 1)');
});
