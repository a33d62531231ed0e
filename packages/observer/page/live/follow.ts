import { createScene, followDelta } from '../model/scene.ts';
import { readClock } from '../model/tree-clock.ts';
import type { Store } from '../store.ts';
import { restWhileHidden } from './rest-while-hidden.ts';
import { openStream } from './stream.ts';

/** Follows the tree that serves this page, whether the present is looked at or not. */
export function follow(store: Store): void {
  const heard = (at: number) => readClock(store.state.clock, at, performance.now());
  const stream = openStream('stream', {
    frame: (frame) => {
      store.update({
        connection: { status: 'open' },
        scene: createScene(frame, store.state.scene),
        clock: heard(frame.at),
      });
    },
    delta: (delta) => {
      const { scene } = store.state;
      if (scene === undefined) return;
      followDelta(scene, delta);
      store.update({ clock: heard(delta.at) });
    },
    beat: ({ at }) => {
      const { scene } = store.state;
      if (scene === undefined) return;
      scene.world.at = at;
      store.update({ clock: heard(at) });
    },
    lost: () => {
      const { connection } = store.state;
      if (connection.status !== 'lost')
        store.update({ connection: { status: 'lost', since: Date.now() } });
    },
  });
  restWhileHidden(
    () => {
      stream.rest();
      store.update({ connection: { status: 'resting', since: Date.now() } });
    },
    () => stream.wake(),
  );
}
