import { describe, expect, it } from 'vitest';
import { createActor, fromPromise, setup } from 'xstate';
import {
  child,
  deleteChild,
  fromSupervisor,
  refAt,
  startChild,
  stop,
  terminateChild,
  unwatch,
  watch,
} from '../../src/index.ts';
import { createTestClock, faultyService } from '../../src/testing/index.ts';
import { anyPath, plant } from '../plant.ts';
import { bug, crash, escalating, failing, notices } from './notices.ts';

describe('rule 48: whom and how one watches', () => {
  it('by ref, from a nested tree, and the tree itself', async () => {
    const heard = notices();
    const inner = fromSupervisor({ children: [child('leaf', faultyService().service)] });
    const { tree, clock } = plant({ children: [child('inner', inner)] });
    await clock.settle();
    const ref = refAt(tree, 'inner');
    for (const target of [ref, refAt(tree, 'inner/leaf'), tree]) watch(tree, target, heard.hear);
    watch(ref, 'leaf', heard.hear);
    watch(ref, '', heard.hear);
    watch(ref, ref, heard.hear);
    await stop(tree);
    await clock.settle();
    expect(heard.said).toEqual([
      'inner/leaf shutdown',
      'inner/leaf shutdown',
      'inner shutdown',
      'inner shutdown',
      'inner shutdown',
      ' shutdown',
    ]);
  });

  it('the ref of one that was removed is not that of its namesake', async () => {
    const heard = notices();
    const { tree, clock } = plant({ children: [] });
    await clock.settle();
    const first = await startChild(tree, '', child('a', faultyService().service));
    await terminateChild(tree, anyPath('a'));
    await deleteChild(tree, anyPath('a'));
    await startChild(tree, '', child('a', faultyService().service));
    if (!('ref' in first)) throw new Error('not started');
    watch(tree, first.ref, heard.hear);
    watch(tree, anyPath('a'), heard.hear);
    await clock.settle();
    expect(heard.said).toEqual(['a not_running']);
  });

  it('before the tree is started, and in a host machine', async () => {
    const heard = notices();
    const clock = createTestClock();
    const shop = fromSupervisor({ children: [child('till', faultyService().service)] });
    const early = createActor(shop, { clock });
    watch(early, 'till', heard.hear);
    early.start();
    await clock.settle();
    expect(heard.said).toEqual([]);
    await stop(early);
    const host = setup({ actors: { shop } }).createMachine({ invoke: { src: 'shop', id: 'shop' } });
    const actor = createActor(host, { clock }).start();
    const tree = actor.getSnapshot().children['shop'] as typeof early;
    watch(tree, 'till', heard.hear);
    actor.stop();
    await clock.settle();
    expect(heard.said).toEqual(['till shutdown', 'till shutdown']);
  });

  it('in a tree to which nobody listens: with the errors all the same', async () => {
    const heard = notices();
    const [parked, fatal] = [bug('parked'), bug('fatal')];
    const clock = createTestClock();
    const inner = fromSupervisor({
      policy: failing,
      children: [child('leaf', faultyService({ handle: [parked] }).service)],
    });
    const tree = createActor(
      fromSupervisor({
        policy: escalating,
        children: [child('inner', inner), child('a', faultyService({ handle: [fatal] }).service)],
      }),
      { clock },
    );
    tree.subscribe({ error: () => undefined });
    tree.start();
    await clock.settle();
    for (const path of ['inner/leaf', 'a']) watch(tree, anyPath(path), heard.hear);
    crash(tree, 'inner/leaf');
    crash(tree, 'a');
    await clock.settle();
    expect(heard.all).toMatchObject([
      { path: 'inner/leaf', cause: 'failed', error: parked },
      { path: 'a', cause: 'gave_up', error: { path: '', child: 'a', cause: fatal } },
    ]);
  });

  it('a listener that throws, or rejects, is told about and harms nobody', async () => {
    const heard = notices();
    const { tree, clock, probe } = plant({ children: [child('a', faultyService().service)] });
    await clock.settle();
    watch(tree, 'a', () => {
      throw bug('listener');
    });
    const rejecting: () => unknown = async () => {
      throw bug('async listener');
    };
    watch(tree, 'a', rejecting);
    watch(tree, 'a', heard.hear);
    await terminateChild(tree, 'a');
    await clock.settle();
    expect(heard.said).toEqual(['a shutdown']);
    expect(
      probe
        .of('observer.failed')
        .map(({ path, observer, error }) => [path, observer, error.message]),
    ).toEqual([
      ['a', 'monitor', 'listener'],
      ['a', 'monitor', 'async listener'],
    ]);
  });

  it('what is no path, no ref of this tree, no function or no monitor is refused at once', () => {
    const { tree } = plant({ children: [child('a', faultyService().service)] });
    const { tree: other } = plant({ children: [child('a', faultyService().service)] });
    const nobody = () => undefined;
    for (const target of [
      5,
      undefined,
      {},
      refAt(other, 'a'),
      other,
      createActor(fromPromise(nobody as never)),
    ])
      expect(() => watch(tree, target as never, nobody)).toThrow(
        expect.objectContaining({ option: 'watch.target' }),
      );
    expect(() => watch(tree, 'a', 5 as never)).toThrow('watch.onEnd must be a function, got 5');
    expect(() => unwatch({ path: 'a' })).toThrow('unwatch.monitor must be made by watch()');
    expect(() => watch(refAt(tree, 'a') as never, 'a' as never, nobody)).toThrow(
      expect.objectContaining({ code: 'NOT_A_TREE' }),
    );
  });

  it('nothing is kept of monitors that are over', async () => {
    const { tree, clock } = plant({
      children: [
        child('inner', fromSupervisor({ children: [child('leaf', faultyService().service)] })),
      ],
    });
    await clock.settle();
    // A second monitor finds the same places, whatever has become of the first.
    const first = watch(tree, 'inner/leaf', () => undefined);
    const heard = notices();
    watch(tree, 'inner/leaf', heard.hear);
    unwatch(first);
    await terminateChild(tree, 'inner/leaf');
    await clock.settle();
    unwatch(watch(tree, 'inner', heard.hear));
    await terminateChild(tree, 'inner');
    await clock.settle();
    expect(heard.said).toEqual(['inner/leaf shutdown']);
  });
});
