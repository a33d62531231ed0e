import { describe, expect, it } from 'vitest';
import { type AnyTree, ask, child, fromSupervisor, service, stop } from '../../src/index.ts';
import { ServiceActor } from '../../src/service/service-actor.ts';
import { type Caller, callerIn, isWithin } from '../../src/tree/caller.ts';
import { find, rootOf } from '../../src/tree/find.ts';
import { plant } from '../plant.ts';

const callerOf = (tree: AnyTree): Caller | undefined => callerIn(tree, rootOf(tree).tree);

describe('who calls', () => {
  it('is known in every hook until it returns, and by ctx.tree also later', async () => {
    const plot: { tree?: AnyTree } = {};
    const seen: (string | undefined)[] = [];
    const look = (hook: string) => {
      const caller = plot.tree && callerOf(plot.tree);
      seen.push(`${hook} ${caller?.path}`);
    };
    const looker = service({
      start: () => look('start'),
      handle: async (_request: string, { tree }) => {
        look('handle');
        await Promise.resolve();
        look('later');
        return callerOf(tree)?.path;
      },
      stop: () => look('stop'),
    });
    const inner = fromSupervisor({ children: [child('it', looker)] });
    const { tree } = plant({ children: [child('inner', inner)] });
    plot.tree = tree;
    expect(await ask(tree, 'inner/it', 'x')).toBe('inner/it');
    expect(callerOf(tree)).toBeUndefined();
    await stop(tree);
    expect(seen).toEqual([
      'start undefined',
      'handle inner/it',
      'later undefined',
      'stop inner/it',
    ]);
  });

  it('a hook that throws is left behind all the same', async () => {
    const { tree } = plant({
      children: [
        child(
          'it',
          service({
            handle: (_request: string): string => {
              throw new Error('no');
            },
          }),
        ),
      ],
    });
    await ask(tree, 'it', 'x').catch(() => undefined);
    expect(callerOf(tree)).toBeUndefined();
  });

  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a', true],
    ['a/b', '', true],
    ['a/b', 'a/b/c', false],
    ['ab', 'a', false],
  ])('%s is within "%s": %s', (path, place, expected) => {
    const caller = { path } as Caller;
    expect(isWithin(caller, place)).toBe(expected);
  });
});

describe('info of a start', () => {
  it('is kept with the life: the last word of a start that succeeded', async () => {
    const infos: ((value: unknown) => void)[] = [];
    const runs = service({
      start: ({ info, incarnation }) => {
        infos.push(info);
        if (incarnation > 1) return;
        info('first');
        info({ port: 80 });
      },
      handle: (_request: string, { exit }) => exit(),
    });
    const { tree, clock } = plant({ children: [child('it', runs)] });
    const startInfo = () => {
      const { member } = find(tree, 'it');
      return member instanceof ServiceActor ? member.startInfo : undefined;
    };
    expect(startInfo()).toEqual({ port: 80 });
    infos[0]?.('too late');
    expect(startInfo()).toEqual({ port: 80 });
    await ask(tree, 'it', 'x');
    await clock.settle();
    expect(startInfo()).toBeUndefined();
  });
});
