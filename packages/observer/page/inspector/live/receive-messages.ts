import { isFields } from '../model/fields.ts';
import { hear } from '../model/inspected.ts';
import { readStately } from '../protocol/stately.ts';
import type { InspectorStore } from '../store.ts';

/** The owner of a frame hears of its load a little later, and could do nothing before with what we say. */
const AFTER_LOAD_MS = 50;
/** Until it is heard: whoever has opened us may still be loading. In milliseconds. */
const AGAIN_MS = 1_000;

/**
 * Shows what `@statelyai/inspect` posts: says to the page that this one is in, or was opened by, that it is here, and then takes
 * messages of that page only.
 */
export function receiveMessages(store: InspectorStore): void {
  const app: Window | null = window.parent === window ? window.opener : window.parent;
  if (app === null) {
    store.update({ link: { status: 'alone' } });
    return;
  }
  addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    if (source === app) receive(store, data);
  });
  // Nothing of it is secret, and whose page that is cannot be known.
  const greet = () => app.postMessage({ type: '@statelyai.connected' }, '*');
  addEventListener('load', () => setTimeout(greet, AFTER_LOAD_MS));
  setInterval(() => {
    const { status } = store.state.link;
    if (app.closed && status !== 'lost') store.update({ link: { status: 'lost' } });
    else if (status === 'waiting' && document.readyState === 'complete') greet();
  }, AGAIN_MS);
}

function receive(store: InspectorStore, data: unknown): void {
  if (isFields(data) && data['type'] === '@statelyai.disconnected') {
    store.update({ link: { status: 'lost' } });
    return;
  }
  const told = readStately(data);
  if (told === undefined) return;
  hear(store.state.inspected, told);
  if (store.state.link.status === 'open') store.touch();
  else store.update({ link: { status: 'open' } });
}
