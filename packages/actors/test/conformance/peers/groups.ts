import { expect, it } from 'vitest';
import {
  ask,
  child,
  fromSupervisor,
  otp,
  service,
  StateCorruptionError,
  whichChildren,
} from '../../../src/index.ts';
import { faultyService, otpDriver, type Reason } from '../../../src/testing/index.ts';
import { deferred } from '../../manual-service.ts';
import { anyPath, outcome, plant } from '../../plant.ts';
import { names } from '../otp/reading.ts';

const RESTARTS = ['permanent', 'transient', 'temporary'] as const;
const EXITS: Readonly<Record<string, Reason>> = {
  normal: 'normal',
  shutdown: 'shutdown',
  error: 'error',
  kill: 'killed',
};
const CELLS = RESTARTS.flatMap((restart) =>
  Object.entries(EXITS).map(([name, reason]) => ({ restart, name, reason })),
);

/** What the 3 × 4 table says: permanent always, transient after an error, temporary never. */
function isRestarted(restart: string, name: string): boolean {
  if (restart === 'transient') return name === 'error' || name === 'kill';
  return restart === 'permanent';
}

/** Group strategies: 11 to 13. */
export function groups(): void {
  it.each([
    ['rest_for_one', ['stop c', 'stop b', 'start b', 'start c'], [1, 2, 2]],
    ['one_for_all', ['stop c', 'stop b', 'stop a', 'start a', 'start b', 'start c'], [2, 2, 2]],
  ] as const)(
    '11. %s: stopped in reverse, started in order, for one unit of budget',
    async (strategy, order, lives) => {
      const calls: string[] = [];
      const member = (id: string) =>
        service({
          start: () => void calls.push(`start ${id}`),
          handle: () => {
            throw new StateCorruptionError('bug');
          },
          stop: () => void calls.push(`stop ${id}`),
        });
      const { tree, clock } = plant({
        policy: otp,
        strategy,
        intensity: { maxRestarts: 1, withinMs: 60_000 },
        children: [child('a', member('a')), child('b', member('b')), child('c', member('c'))],
      });
      calls.length = 0;
      outcome(ask(tree, anyPath('b'), undefined));
      await clock.settle();
      // Who has faulted is cleaned up after when its turn comes.
      expect(calls).toEqual(order);
      expect(tree.getSnapshot().status).toBe('active');
      const children = (await whichChildren(tree, '')).toReversed();
      expect(children.map(({ incarnation }) => incarnation)).toEqual(lives);
      expect(children.map(({ restarts }) => restarts)).toEqual([0, 1, 0]);
    },
  );

  it.each(CELLS)('12. $restart, $name', async ({ restart, name, reason }) => {
    const otpTree = otpDriver();
    const s = await otpTree.start({}, [otpTree.worker('c', { restart })]);
    await otpTree.exit('c', reason);
    const rest = restart === 'temporary' ? [] : ['c none'];
    expect(names(await otpTree.which(s))).toEqual(isRestarted(restart, name) ? ['c#2'] : rest);
    expect(otpTree.state(s)).toBe('alive');
  });

  it('12. a transient child that is done can be deleted, and added again', async () => {
    const otpTree = otpDriver();
    const done = otpTree.worker('c', { restart: 'transient' });
    const s = await otpTree.start({}, [done]);
    await otpTree.exit('c', 'normal');
    expect(await otpTree.deleteChild(s, 'c')).toEqual({ ok: true });
    expect(await otpTree.startChild(s, done)).toMatchObject({ ok: true, child: { n: 2 } });
  });

  it('13. two children fault in the same tick: one group restart, one unit of budget', async () => {
    const lives: string[] = [];
    const flights = [deferred(), deferred()];
    const member = (id: string, index: number) =>
      service({
        start: ({ incarnation }) => void lives.push(`${id}${incarnation}`),
        handle: () => flights[index]?.promise,
      });
    const { tree, clock, probe } = plant({
      policy: otp,
      strategy: 'one_for_all',
      intensity: { maxRestarts: 1, withinMs: 60_000 },
      children: [child('a', member('a', 0)), child('b', member('b', 1))],
    });
    for (const id of ['a', 'b']) outcome(ask(tree, anyPath(id), undefined));
    await clock.settle();
    for (const { reject } of flights) reject(new StateCorruptionError('bug'));
    await clock.settle();
    expect(lives).toEqual(['a1', 'b1', 'a2', 'b2']);
    expect(probe.of('child.restarting')).toHaveLength(1);
    expect(tree.getSnapshot().status).toBe('active');
  });

  it('13. nor does the stale fault hit the life that comes after', async () => {
    const flaky = faultyService();
    const inner = fromSupervisor({
      policy: otp,
      strategy: 'one_for_all',
      intensity: { maxRestarts: 1, withinMs: 60_000 },
      children: [child('flaky', flaky.service), child('other', faultyService().service)],
    });
    const { tree, clock, probe } = plant({ policy: otp, children: [child('inner', inner)] });
    flaky.thenHandle(new StateCorruptionError('bug'));
    outcome(ask(tree, anyPath('inner/flaky'), 'x'));
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(1);
    await expect(ask(tree, anyPath('inner/flaky'), 'x')).resolves.toBe('x from 2');
  });
}
