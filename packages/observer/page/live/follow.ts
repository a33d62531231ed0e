import { createScene, followDelta } from '../model/scene.ts';
import type { Store } from '../store.ts';
import { openStream } from './stream.ts';

/** Follows the tree that serves this page, whether the present is looked at or not. */
export function follow(store: Store): void {
  openStream('stream', {
    frame: (frame) => {
      store.update({
        connection: { status: 'open' },
        scene: createScene(frame, store.state.scene),
        toldAt: performance.now(),
      });
    },
    delta: (delta) => {
      const { scene } = store.state;
      if (scene === undefined) return;
      followDelta(scene, delta);
      store.update({ toldAt: performance.now() });
    },
    lost: () => {
      const { connection } = store.state;
      if (connection.status !== 'lost')
        store.update({ connection: { status: 'lost', since: Date.now() } });
    },
  });
}
