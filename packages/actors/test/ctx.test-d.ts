import { expectTypeOf, it } from 'vitest';
import {
  type AnyTree,
  ask,
  isSupervisionError,
  type RequestContext,
  service,
  type StartContext,
  stop,
  tell,
  terminateChild,
} from '../src/index.ts';

it('ctx.tree may be asked for anything, at any depth, and by every function', () => {
  service({
    start: ({ tree }) => ask(tree, 'db', 'open'),
    handle: (request: string, { tree, resource }) => {
      expectTypeOf(tree).toEqualTypeOf<AnyTree>();
      expectTypeOf(resource).toEqualTypeOf<unknown>();
      expectTypeOf(ask(tree, 'a/b/c', request)).toEqualTypeOf<Promise<unknown>>();
      expectTypeOf(tell(tree, 'a/b', { any: 'thing' })).toEqualTypeOf<void>();
      void terminateChild(tree, 'a/b');
      void stop(tree);
    },
    fallback: (request, { tree }) => tell(tree, 'a', request),
  });
});

it('exit takes what a service may end with, and nothing else', () => {
  type Exit = ((exit?: 'normal' | 'shutdown') => void) | undefined;
  expectTypeOf<RequestContext<undefined>['exit']>().toExtend<Exit>();
  expectTypeOf<StartContext<void>['exit']>().toExtend<Exit>();
  service({
    handle: (_request: string, { exit }) => {
      exit();
      exit('shutdown');
      // @ts-expect-error an error is thrown
      exit('error');
    },
  });
});

it('a self-call is one of what the library refuses', () => {
  const error: unknown = undefined;
  if (isSupervisionError(error) && error.code === 'SELF_CALL')
    expectTypeOf(error.cycle).toEqualTypeOf<readonly string[]>();
});
