/**
 * The page around a viewer: hands it what comes from the tree, as the page of `@statelyai/inspect` does. A viewer that says that it is there
 * is connected anew, and so shown everything; a connection that breaks is made again after a second.
 *
 * @param viewer - address of the viewer's page
 * @param nonce - of what may run in it
 */
export function bridgePage(viewer: URL, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Stately Inspector</title>
<style nonce="${nonce}">html, body { height: 100%; margin: 0 } iframe { width: 100%; height: 100%; border: 0 }</style>
</head>
<body>
<iframe title="Inspector" src="${escaped(viewer.href)}"></iframe>
<script nonce="${nonce}">
const viewer = document.querySelector('iframe');
const origin = new URL(viewer.src).origin;
let socket;
function connect() {
  const current = new WebSocket('ws://' + location.host);
  socket?.close();
  socket = current;
  current.onmessage = ({ data }) => viewer.contentWindow.postMessage(JSON.parse(data), origin);
  current.onclose = () => socket === current && setTimeout(() => socket === current && connect(), 1000);
}
addEventListener('message', ({ source, data }) => {
  if (source === viewer.contentWindow && data?.type === '@statelyai.connected') connect();
});
</script>
</body>
</html>
`;
}

/** What the page may load: the viewer, and the tree. */
export function bridgePolicy(viewer: URL, host: string, nonce: string): string {
  return [
    "default-src 'none'",
    `frame-src ${viewer.origin}`,
    `connect-src ws://${host}`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
