import type { Link } from '../store.ts';

/** What stands here while nothing has been told: what to do. */
export function HowTo({ link }: { readonly link: Link }) {
  const here = `${location.origin}${location.pathname}`;
  return (
    <main class="how-to">
      <section role="status">
        <p>{stateText(link)}</p>
      </section>
      <section>
        <h2>An app with XState 5</h2>
        <p class="quiet">With @statelyai/inspect: it opens this page, or puts it into a frame.</p>
        <pre tabIndex={0}>{`const inspector = createBrowserInspector({ url: '${here}' });
createActor(machine, { inspect: inspector.inspect }).start();`}</pre>
      </section>
      <section>
        <h2>A server of @xstate/inspect 0.8 (XState 4)</h2>
        <p class="quiet">Start it on this machine, then open this page with its address.</p>
        <pre
          tabIndex={0}
        >{`inspect({ server: new WebSocketServer({ host: '127.0.0.1', port: 8888 }) });
// ${here}?server=ws://127.0.0.1:8888`}</pre>
      </section>
      <section>
        <h2>A tree of Kintsugi, by @kintsugi/inspect</h2>
        <p class="quiet">The same; and it must be told that this page may look.</p>
        <pre
          tabIndex={0}
        >{`await inspectTree(tree, { port: 8888, origins: ['${location.origin}'] });
// ${here}?server=ws://127.0.0.1:8888`}</pre>
      </section>
    </main>
  );
}

function stateText(link: Link): string {
  if (link.status === 'refused') return `Not connected: ${link.reason}.`;
  return TEXTS[link.status];
}

const TEXTS = {
  alone: 'Nothing is connected to this page. It can show the actors of any XState app:',
  waiting: 'Waiting for the app to tell of its actors.',
  open: 'Connected. No actor has been told of yet.',
  lost: 'The connection is lost. A server is tried again every two seconds.',
} as const;
