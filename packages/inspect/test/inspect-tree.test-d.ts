import { fromSupervisor } from '@kintsugi/actors';
import { expectTypeOf, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createActor } from 'xstate5';
import { inspectTree, type TreeInspection } from '../src/index.ts';

const tree = createActor(fromSupervisor({ children: [] }));

it('a tree, and where it is shown', () => {
  expectTypeOf(inspectTree(tree)).toEqualTypeOf<Promise<TreeInspection>>();
  void inspectTree(tree, { port: 1, origins: ['https://viewer.example'] });
  void inspectTree(tree, { server: new WebSocketServer({ noServer: true }) });
});

it('nothing else', () => {
  // @ts-expect-error -- it is no tree
  void inspectTree({});
  // @ts-expect-error -- a port is a number
  void inspectTree(tree, { port: '1' });
  // @ts-expect-error -- no such option
  void inspectTree(tree, { ports: 1 });
});
