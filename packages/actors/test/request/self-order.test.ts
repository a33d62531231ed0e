import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  fromSupervisor,
  otp,
  restartChild,
  service,
  startChild,
  StateCorruptionError,
  terminateChild,
  whichChildren,
} from '../../src/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const plain = () => service({ start: () => 1, handle: (request: string) => request });

describe('a hook that orders a start which has to wait for it', () => {
  it('rule 20: in start: startChild is answered, and carried out', async () => {
    let seen: unknown;
    const a = service({
      start: async ({ tree }) => {
        await Promise.resolve();
        seen = await startChild(tree, '', child('x', plain()));
      },
      handle: () => 1,
    });
    const { tree, clock } = plant({ policy: otp, children: [child('a', a)] });
    await clock.settle();
    expect(seen).toMatchObject({ ok: false, reason: 'self_call' });
    await expect(ask(tree, anyPath('x'), 'hi')).resolves.toBe('hi');
  });

  it('rule 20: in the synchronous part of start, and to a nested supervisor behind it', async () => {
    const seen: unknown[] = [];
    const a = service({
      start: ({ tree }) => {
        void startChild(tree, '', child('x', plain())).then((result) => seen.push(result));
        void restartChild(tree, anyPath('n/y')).then((result) => seen.push(result));
      },
      handle: () => 1,
    });
    const n = fromSupervisor({ children: [child('y', plain())] });
    const { tree, clock } = plant({ children: [child('a', a), child('n', n)] });
    await clock.settle();
    expect(seen).toMatchObject([{ reason: 'self_call' }, { ok: false }]);
    expect((await whichChildren(tree, '')).map(({ id }) => id)).toEqual(['x', 'n', 'a']);
  });

  it('rule 20: in stop, while its group is being stopped', async () => {
    let seen: unknown = 'nothing';
    const e = service({
      start: ({ tree }) => tree,
      handle: () => 1,
      stop: async (tree, why) => {
        if (why === 'restart') seen = await startChild(tree, '', child('z', plain()));
      },
    });
    const f = service({
      handle: () => {
        throw new StateCorruptionError('bug');
      },
    });
    const { tree, clock } = plant({
      strategy: 'one_for_all',
      children: [child('e', e, { shutdown: Infinity }), child('f', f)],
    });
    await clock.settle();
    outcome(ask(tree, anyPath('f'), 'x'));
    await clock.settle();
    expect(seen).toMatchObject({ ok: false, reason: 'self_call' });
    expect((await whichChildren(tree, '')).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'z running',
      'f running',
      'e running',
    ]);
  });

  it('one that has to wait for nobody is awaited', async () => {
    const boss = service({
      start: ({ tree }) => tree,
      handle: async (_: string, { tree }) => {
        const started = await startChild(tree, '', child('x', plain()));
        await terminateChild(tree, anyPath('x'));
        return [started, await restartChild(tree, anyPath('x'))];
      },
    });
    const { tree, clock } = plant({ children: [child('boss', boss)] });
    await clock.settle();
    await expect(ask(tree, 'boss', 'go')).resolves.toMatchObject([{ ok: true }, { ok: true }]);
  });
});
