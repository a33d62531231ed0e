import { render } from 'preact';
import { connectServer } from './live/connect-server.ts';
import { receiveMessages } from './live/receive-messages.ts';
import { serverAddress } from './live/server-address.ts';
import { inspectorStore } from './store.ts';
import { InspectorApp } from './view/InspectorApp.tsx';

const server = serverAddress(location.search);
const store = inspectorStore((state) =>
  render(<InspectorApp store={store} state={state} />, document.body),
);

store.touch();
if (server === undefined) receiveMessages(store);
else if ('url' in server) connectServer(store, server.url);
else store.update({ link: { status: 'refused', reason: server.reason } });
