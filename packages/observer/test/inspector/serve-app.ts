import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const APP = fileURLToPath(new URL('shop-app.ts', import.meta.url));

const HTML = `<!doctype html>
<html lang="en">
<title>A shop</title>
<button data-type="ADD" data-item="tea">Add tea</button>
<button data-type="PAY">Pay</button>
<button data-type="FAIL">Fail</button>
<iframe title="Inspector" style="width: 1200px; height: 640px"></iframe>
<script type="module" src="app.js"></script>
</html>`;

/** Serves the app on a site of its own, until the test is over. */
export async function serveApp(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [APP],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  });
  const script = outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    if (request.url === '/favicon.ico') response.writeHead(204).end();
    else response.end(isScript ? script : HTML);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}
