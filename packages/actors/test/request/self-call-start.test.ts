import { describe, expect, it } from 'vitest';
import { ask, child, fromSupervisor, service } from '../../src/index.ts';
import { anyPath, plant } from '../plant.ts';

describe('a start that asks whoever is started only after it', () => {
  const later = () => service({ start: () => 1, handle: () => 'hi' });
  /** What the start of "a" has seen, asking by this path, in such a tree. */
  async function asked(
    path: string,
    tree: (a: ReturnType<typeof later>) => Parameters<typeof fromSupervisor>[0],
  ) {
    let seen: unknown = 'nothing';
    const a = service({
      start: async (ctx) => {
        seen = await ask(ctx.tree, anyPath(path), 'q').catch((error: unknown) => error);
        return 1;
      },
      handle: () => 'a',
    });
    const { clock } = plant(tree(a as never));
    await clock.settle();
    return seen;
  }
  const turn = {
    code: 'SELF_CALL',
    message: expect.stringContaining('waits for its turn to start') as string,
  };

  it('rule 20: in start order', async () => {
    const seen = await asked('b', (a) => ({ children: [child('a', a), child('b', later())] }));
    expect(seen).toMatchObject({ ...turn, cycle: ['a', 'b'] });
  });

  it('rule 20: through a dependency', async () => {
    const seen = await asked('b', (a) => ({
      children: [
        child('b', later(), { dependsOn: ['c'] }),
        child('c', later(), { dependsOn: ['a'] }),
        child('a', a),
      ],
    }));
    expect(seen).toMatchObject(turn);
  });

  it('rule 20: out of a nested supervisor, and into one', async () => {
    const out = await asked('b', (a) => ({
      children: [child('n', fromSupervisor({ children: [child('a', a)] })), child('b', later())],
    }));
    expect(out).toMatchObject({ ...turn, cycle: ['n/a', 'b'] });
    const into = await asked('n/b', (a) => ({
      children: [child('a', a), child('n', fromSupervisor({ children: [child('b', later())] }))],
    }));
    expect(into).toMatchObject({ ...turn, cycle: ['a', 'n/b'] });
  });

  it('one that is up, or that waits for nobody, answers', async () => {
    const seen = await asked('b', (a) => ({ children: [child('b', later()), child('a', a)] }));
    expect(seen).toBe('hi');
    const free = await asked('b', (a) => ({
      children: [child('b', later()), child('a', a, { dependsOn: ['b'] })],
    }));
    expect(free).toBe('hi');
  });
});
