import type { NodeView } from '../../src/protocol/frame.ts';
import type { PageState, Store } from '../store.ts';
import { fetchService } from './requests.ts';

/**
 * Keeps what is known of the chosen service fresh: asks when another is chosen, when its node changes, and
 * whenever it is called with `isDue`, because a worker's context can change without any event. One question
 * at a time.
 */
export function createDetails(store: Store): { readonly refresh: (isDue: boolean) => void } {
  let asked: NodeView | undefined;
  let isBusy = false;

  const refresh = (isDue: boolean) => {
    const node = wantedNode(store.state);
    if (isBusy || node === undefined) return;
    const { path } = node;
    const isKnown = store.state.details?.path === path;
    if (isKnown && asked === node && !isDue) return;
    asked = node;
    isBusy = true;
    if (!isKnown) store.update({ details: { status: 'asked', path } });
    void ask(path);
  };

  async function ask(path: string): Promise<void> {
    const details = await fetchService(path).then(
      (view) => ({ status: 'known', path, view }) as const,
      (error: unknown) => ({ status: 'refused', path, reason: reasonOf(error) }) as const,
    );
    isBusy = false;
    if (store.state.chosen === path && store.state.past === undefined) store.update({ details });
    else store.touch();
  }

  return { refresh };
}

/** Whose details can be asked for: of the past, and while nobody answers, nobody's. */
function wantedNode({ chosen, past, connection, scene }: PageState): NodeView | undefined {
  const canAsk = chosen !== undefined && past === undefined && connection.status === 'open';
  return canAsk ? scene?.world.nodes.get(chosen) : undefined;
}

/** What is known of the chosen service at the end of an opened file. */
export function showSavedDetails(store: Store): void {
  const { chosen, bundle, details } = store.state;
  if (chosen === undefined || bundle === undefined || details?.path === chosen) return;
  const view = bundle.content.services.find(({ path }) => path === chosen);
  if (view !== undefined) store.update({ details: { status: 'known', path: chosen, view } });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
