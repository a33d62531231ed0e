import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { ask } from './open.ts';
import { open, plantShop } from './shop.ts';

const ANSWERED = ['/page.js', '/service?path=once', '/service?path=nope', '/history', '/bundle'];

/** A browser that asks for an image, a script or a frame: without an Origin. */
function asked(site: string, mode: string, dest: string) {
  return { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest };
}

it.each([...ANSWERED, '/', '/inspector', '/stream', '/nowhere'])(
  'another site learns nothing by what is answered to %s',
  async (path) => {
    const { tree, recorder } = plantShop();
    const { url } = await open(tree, { recorder });
    for (const site of ['cross-site', 'same-site', 'who knows']) {
      const answer = await ask(url, path, { headers: asked(site, 'no-cors', 'image') });
      expect([answer.status, answer.text]).toEqual([
        403,
        '{"ok":false,"reason":"nothing is answered to other sites: open the url that observe() returned"}',
      ]);
    }
  },
);

it.each([
  ['/', 'document', 200],
  ['/?from=a-chat', 'document', 200],
  ['/inspector', 'document', 200],
  ['/inspector?server=ws://127.0.0.1:8888', 'iframe', 200],
  ['/', 'iframe', 403],
  ['/inspector', 'object', 403],
  ['/bundle', 'iframe', 403],
  ['/bundle', 'document', 403],
  ['/history', 'document', 403],
])('another site may lead to a page, and to nothing else: %s as %s', async (path, dest, status) => {
  const { tree } = plantShop();
  const { url } = await open(tree);
  const headers = asked('cross-site', 'navigate', dest);
  expect((await ask(url, path, { headers })).status).toBe(status);
});

it.each(['same-origin', 'none'])(
  'what is asked from the page itself is answered: %s',
  async (site) => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const statuses = await Promise.all(
      ANSWERED.map(
        async (path) => (await ask(url, path, { headers: asked(site, 'cors', 'empty') })).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 404, 200, 200]);
  },
);

it.each(['/service?path=once', '/history'])(
  'a browser that says nothing of sites gets nothing of %s without what only a script can send',
  async (path) => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const answer = await fetch(new URL(path, url));
    expect([answer.status, await answer.json()]).toEqual([
      403,
      {
        ok: false,
        reason: 'this is answered to the page only: send the header x-kintsugi-page',
      },
    ]);
  },
);

it.each(['/history', '/bundle'])(
  'the recorder is read once for all who ask at once: %s',
  async (path) => {
    const { tree, recorder } = plantShop();
    let reads = 0;
    const counted = {
      ...recorder,
      recording: () => {
        reads += 1;
        return recorder.recording();
      },
    };
    const { url } = await open(tree, { recorder: counted });
    const { host, port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const more = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nx-kintsugi-page: 1\r\n\r\n`;
    const last = more.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n');
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    // Five in one packet.
    socket.write(`${more.repeat(4)}${last}`);
    await once(socket, 'close');
    expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(5);
    expect(reads).toBe(1);
    await ask(url, path);
    expect(reads).toBe(2);
  },
);
