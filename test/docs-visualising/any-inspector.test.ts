import { child, fromSupervisor, service, stop } from '@kintsugi/actors';
import { expect, it } from 'vitest';
import { type AnyActorRef, createActor, type InspectionEvent } from 'xstate';

const db = service({ handle: (text: string) => text });
const shop = fromSupervisor({ children: [child('db', db)] });

it('tells an inspector of XState 5 every actor with its chart', async () => {
  const states = new Map<string, readonly string[]>();
  // In a browser: const { inspect } = createBrowserInspector(), of @statelyai/inspect.
  const inspect = ({ type, actorRef }: InspectionEvent) => {
    const { id, logic } = actorRef as AnyActorRef & {
      readonly logic: { readonly config?: object };
    };
    if (type === '@xstate.actor')
      states.set(id, Object.keys({ states: {}, ...logic.config }.states));
  };
  const tree = createActor(shop, { id: 'shop', inspect }).start();
  expect(states.get('shop')).toContain('restarting');
  expect(states.get('db')).toContain('retrying');
  await stop(tree);
});
