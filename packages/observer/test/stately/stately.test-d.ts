import { fromSupervisor } from '@kintsugi/actors';
import type { StatelyInspectionEvent } from '@statelyai/inspect';
import { expectTypeOf, it } from 'vitest';
import { createActor } from 'xstate';
import {
  inspectWithStately,
  type StatelyInspection,
  type StatelyMessage,
  statelyMessages,
} from '../../src/index.ts';

const tree = createActor(fromSupervisor({ children: [] }));

it('a tree, and where it is shown', () => {
  expectTypeOf(inspectWithStately(tree)).toEqualTypeOf<Promise<StatelyInspection>>();
  void inspectWithStately(tree, { port: 1, viewer: 'https://viewer.example' });
  // @ts-expect-error -- it is no tree
  void inspectWithStately({});
  // @ts-expect-error -- no such option
  void inspectWithStately(tree, { url: 'https://viewer.example' });
});

it('the messages of the package', () => {
  expectTypeOf(statelyMessages(tree, () => undefined)).toEqualTypeOf<() => void>();
  type Kinds = StatelyMessage['type'];
  expectTypeOf<Kinds>().toEqualTypeOf<StatelyInspectionEvent['type']>();
});
