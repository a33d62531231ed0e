import { recallEvents, type Scene } from '../model/scene.ts';
import type { Store } from '../store.ts';
import { fetchEarlier } from './requests.ts';

/**
 * Asks, when somebody wants to see incidents or events, for those that were recorded before anybody looked; once.
 * Not sooner: to read the recorder keeps the tree's process from everything else for a while.
 */
export function createRecall(store: Store): { readonly refresh: () => void } {
  let asked: Scene['events'] | undefined;

  const refresh = () => {
    const { scene, tab, past, connection } = store.state;
    if (scene === undefined || scene.events === asked || !scene.world.recording) return;
    if (tab === 'service' || past !== undefined || connection.status !== 'open') return;
    asked = scene.events;
    void recall(scene.events);
  };

  async function recall(wanted: Scene['events']): Promise<void> {
    try {
      const { events } = await fetchEarlier();
      const { scene } = store.state;
      if (scene === undefined || scene.events !== wanted) return;
      recallEvents(scene, events);
      store.touch();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      store.update({ trouble: `What was recorded before cannot be shown: ${reason}.` });
    }
  }

  return { refresh };
}
