import {
  type AnySupervisorLogic,
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  policy,
  service,
  startChild,
  stop,
} from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { analyse } from '../../src/index.ts';

const forEver = () => new Promise<never>(() => {});

/** Its stop hangs; so does its start, when it is told so. */
const hanging = (start: 'starts' | 'hangs') =>
  service({
    ...(start === 'hangs' ? { start: forEver, startWithinMs: 7_000 } : {}),
    handle: (_request: string) => 'ok',
    stop: forEver,
  });

/** Waits that nothing can lengthen. */
const patient = policy({
  restart: { maxAttempts: 2, backoff: { kind: 'constant', delayMs: 300 } },
  initialStartFailure: 'heal',
});

interface AnyTree {
  readonly strategy: 'one_for_one' | 'one_for_all';
  readonly children: readonly {
    readonly shutdown: 'brutal_kill' | number;
    /** Places of siblings before it. */
    readonly after: readonly number[];
    readonly below: AnyTree | undefined;
  }[];
}

const { tree: anyTree } = fc.letrec<{ tree: AnyTree }>((tie) => ({
  tree: fc.record({
    strategy: fc.constantFrom('one_for_one', 'one_for_one', 'one_for_all'),
    children: fc.array(
      fc.record({
        shutdown: fc.constantFrom<'brutal_kill' | number>('brutal_kill', 0, 100, 900, 5_000),
        after: fc.constantFrom([], [], [0], [1], [0, 1]),
        below: fc.option(tie('tree'), { nil: undefined, maxDepth: 1, freq: 3 }),
      }),
      { maxLength: 4 },
    ),
  }),
}));

function treeOf({ strategy, children }: AnyTree, start: 'starts' | 'hangs'): AnySupervisorLogic {
  const options = (index: number, after: readonly number[]) => {
    const dependsOn = after.filter((place) => place < index).map((place) => `c${place}`);
    return strategy === 'one_for_one' ? { dependsOn } : {};
  };
  return fromSupervisor({
    strategy,
    policy: patient,
    children: children.map(({ shutdown, after, below }, index) => {
      const own = options(index, after);
      return below === undefined
        ? child(`c${index}`, hanging(start), { shutdown, ...own })
        : child(`c${index}`, treeOf(below, start), {
            ...own,
            ...(shutdown === 900 ? { shutdown } : {}),
          });
    }),
  });
}

function hasGroups({ strategy, children }: AnyTree): boolean {
  const isGroup = strategy === 'one_for_all' && children.length > 1;
  return isGroup || children.some(({ below }) => below !== undefined && hasGroups(below));
}

const LONG_MS = 10_000_000;

async function measure(tree: AnySupervisorLogic) {
  const clock = createTestClock();
  const actor = createActor(tree, { clock });
  const at = { started: -1, stopped: -1 };
  actor.on('supervisor.started', ({ path }) => {
    if (path === '') at.started = clock.now();
  });
  actor.start();
  await clock.advance(LONG_MS);
  void stop(actor).then(() => {
    at.stopped = clock.now();
  });
  await clock.advance(LONG_MS);
  return { startMs: at.started, stopMs: at.stopped - LONG_MS };
}

const MORE = Number(process.env['LAW_RUNS'] ?? 1);

describe('how long a tree takes', () => {
  it('to stop, when every stop hangs: a real one takes just as long', async () => {
    await fc.assert(
      fc.asyncProperty(anyTree, async (any) => {
        const tree = treeOf(any, 'starts');
        const [root] = analyse(tree).supervisors;
        expect((await measure(tree)).stopMs).toBe(root?.stop.atMostMs);
      }),
      { numRuns: 40 * MORE },
    );
  });

  it('to start, when every start hangs and is restarted: a real one takes just as long; under one_for_all, no longer', async () => {
    const seen = { exact: 0, bounded: 0 };
    await fc.assert(
      fc.asyncProperty(anyTree, async (any) => {
        const tree = treeOf(any, 'hangs');
        const [root] = analyse(tree, { startWithinMs: 7_000 }).supervisors;
        const { atMostMs = 0 } = root?.start ?? {};
        const { startMs } = await measure(tree);
        expect(startMs).toBeLessThanOrEqual(atMostMs);
        const isExact = !hasGroups(any);
        expect(isExact ? startMs : atMostMs).toBe(atMostMs);
        seen[isExact ? 'exact' : 'bounded'] += 1;
      }),
      { numRuns: 40 * MORE },
    );
    expect(Math.min(seen.exact, seen.bounded)).toBeGreaterThan(5);
  });

  it('to stop instances: all at once', async () => {
    const rooms = fromDynamicSupervisor({ child: hanging('starts'), shutdown: 2_000 });
    const tree = fromSupervisor({
      children: [child('rooms', rooms), child('a', hanging('starts'))],
    });
    expect(analyse(tree).supervisors.map(({ stop: { atMostMs } }) => atMostMs)).toEqual([
      7_000, 2_000,
    ]);
    const clock = createTestClock();
    const actor = createActor(tree, { clock }).start();
    await clock.settle();
    const started = ['one', 'two', 'three'].map((id) => startChild(actor, 'rooms', { id }));
    await clock.settle();
    await Promise.all(started);
    let stoppedAt = -1;
    void stop(actor).then(() => {
      stoppedAt = clock.now();
    });
    await clock.advance(60_000);
    expect(stoppedAt).toBe(7_000);
  });
});
