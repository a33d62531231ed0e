import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { InvalidOptionError } from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { observe } from '../src/index.ts';
import { ask, freePort, look, order } from './open.ts';
import { open, plantShop } from './shop.ts';

const READABLE = [
  '/',
  '/page.js',
  '/page.css',
  '/inspector.js',
  '/inspector.css',
  '/service?path=',
  '/history',
  '/bundle',
];

function portOf(url: string): string {
  return new URL(url).port;
}

describe('the url', () => {
  it('is on this machine, and brings the token where no server sees it', async () => {
    const { tree } = plantShop();
    const { url, token } = await open(tree);
    const { hostname, hash, pathname } = new URL(url);
    expect([hostname, pathname, hash]).toEqual(['127.0.0.1', '/', `#token=${token}`]);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const other = await open(tree);
    expect(other.token).not.toBe(token);
  });

  it('has the port and the token that were asked for', async () => {
    const { tree } = plantShop();
    const port = await freePort();
    const { url } = await open(tree, { port, token: 'a-token-of-my-own' });
    expect(url).toBe(`http://127.0.0.1:${port}/#token=a-token-of-my-own`);
  });

  it('is refused for a port that is taken', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    await expect(observe(tree, { port: Number(portOf(url)) })).rejects.toThrow('EADDRINUSE');
  });
});

describe('every answer', () => {
  it.each([...READABLE, '/nowhere', '/acts'])(
    'of %s allows nothing but its own page',
    async (path) => {
      const { tree } = plantShop();
      const { url } = await open(tree);
      const { headers } = await ask(url, path);
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/page.js', 'text/javascript; charset=utf-8'],
    ['/page.css', 'text/css; charset=utf-8'],
    ['/inspector.js', 'text/javascript; charset=utf-8'],
    ['/inspector.css', 'text/css; charset=utf-8'],
    ['/history', 'application/json'],
  ])('of %s is %s', async (path, type) => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const { status, headers } = await ask(url, path);
    expect([status, headers['content-type']]).toEqual([200, type]);
  });
});

describe('the inspector', () => {
  it('may stand in pages of this machine, and ask servers of this machine; nothing else', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const page = await ask(url, '/inspector?server=ws://evil.example');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self' http://localhost:* http://127.0.0.1:*",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    // It talks to the page that has opened it.
    expect(page.headers['cross-origin-opener-policy']).toBeUndefined();
    expect(page.text).not.toContain('evil');
  });
});

describe('a request by another name', () => {
  it.each([...READABLE, '/inspector', '/stream'])('gets nothing of %s', async (path) => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const port = portOf(url);
    for (const host of [`evil.example:${port}`, '127.0.0.1:1', '127.0.0.1', 'localhost.evil'])
      expect((await ask(url, path, { headers: { host } })).status).toBe(403);
  });

  it('is answered by any name of this machine, and by the host that was given', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree, { host: '127.0.0.2' });
    const port = portOf(url);
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST', '127.0.0.2'])
      expect((await ask(url, '/', { headers: { host: `${host}:${port}` } })).status).toBe(200);
  });

  it('is answered by the names that were given, the first of which is in the url', async () => {
    const { tree } = plantShop();
    const port = await freePort();
    const names = ['Ops.internal:8080', 'ops'];
    const { url } = await open(tree, { host: '0.0.0.0', port, names, token: 'sixteen-letters-' });
    expect(url).toBe('http://Ops.internal:8080/#token=sixteen-letters-');
    const own = `http://127.0.0.1:${port}`;
    for (const host of ['ops.internal:8080', 'OPS', `127.0.0.1:${port}`])
      expect((await ask(own, '/history', { headers: { host } })).status).toBe(200);
    const page = { host: 'ops', origin: 'http://ops' };
    expect((await ask(own, '/history', { headers: page })).status).toBe(200);
    for (const host of ['ops.internal', `ops:${port}`, '0.0.0.0:1'])
      expect((await ask(own, '/history', { headers: { host } })).status).toBe(403);
  });

  it('gets nothing from a page of another origin, and everything from its own', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const port = portOf(url);
    const status = async (origin: string) =>
      (await ask(url, '/history', { headers: { origin } })).status;
    for (const origin of [
      'http://evil.example',
      `https://127.0.0.1:${port}`,
      'null',
      'http://127.0.0.1:1',
    ])
      expect(await status(origin)).toBe(403);
    expect(await status(`http://localhost:${port}`)).toBe(200);
  });
});

describe('a request for something else', () => {
  it('is told that there is nothing, or what is answered there', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    expect(await ask(url, '/etc/passwd')).toMatchObject({ status: 404, json: { ok: false } });
    expect(await ask(url, '//')).toMatchObject({ status: 404 });
    const deleted = await ask(url, '/stream', { method: 'DELETE' });
    expect([deleted.status, deleted.headers.allow]).toEqual([405, 'GET']);
    const got = await ask(url, '/acts');
    expect([got.status, got.headers.allow]).toEqual([405, 'POST']);
    const posted = await ask(url, '/', {
      method: 'POST',
      headers: { origin: new URL(url).origin },
    });
    expect(posted.status).toBe(405);
  });

  it('that is no HTTP ends the connection, and nothing else', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const socket = connect(Number(portOf(url)), '127.0.0.1');
    socket.end('\u0000 what?\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('400 Bad Request');
    const viewer = await look(url);
    expect((await viewer.first).revision).toBe(0);
  });
});

describe('POST /acts', () => {
  const act = { act: 'stop', path: 'once', by: 'ann' };

  it('is refused, with a reason, unless acts are allowed', async () => {
    const { tree } = plantShop();
    const { url, token } = await open(tree);
    const { status, json } = await order(url, token, act);
    expect([status, json]).toEqual([
      403,
      { ok: false, reason: 'acts are not allowed: observe(tree, { allowActions: true })' },
    ]);
    expect(tree.getSnapshot().children.once.getSnapshot().value).toBe('running');
  });

  it('is refused without the token, and with one that is nearly right', async () => {
    const { tree } = plantShop();
    const { url, token } = await open(tree, { allowActions: true });
    for (const wrong of [`${token}x`, token.slice(1), 'x', '']) {
      const { status, json } = await order(url, wrong, act);
      expect([status, json]).toMatchObject([403, { reason: expect.stringContaining('token') }]);
    }
    const { origin } = new URL(url);
    const none = await ask(url, '/acts', { method: 'POST', headers: { origin }, body: '{}' });
    expect(none.status).toBe(403);
    expect(tree.getSnapshot().children.once.getSnapshot().value).toBe('running');
  });

  it('is refused when it does not say where it comes from, or from elsewhere', async () => {
    const { tree } = plantShop();
    const { url, token } = await open(tree, { allowActions: true });
    const headers = { 'x-kintsugi-token': token };
    const body = JSON.stringify(act);
    const none = await ask(url, '/acts', { method: 'POST', headers, body });
    expect([none.status, none.json]).toMatchObject([
      403,
      { reason: expect.stringContaining('Origin') },
    ]);
    const foreign = { ...headers, origin: 'http://evil.example' };
    expect((await ask(url, '/acts', { method: 'POST', headers: foreign, body })).status).toBe(403);
  });

  it.each([
    ['no JSON', 'stop it', 400, 'the body must be JSON'],
    ['no object', 'null', 400, 'the body must be an object'],
    [
      'another act',
      { ...act, act: 'rm' },
      400,
      'act must be one of restart, stop, recover, injectFault',
    ],
    ['no path', { act: 'stop', by: 'ann' }, 400, 'path must be a text'],
    ['nobody', { ...act, by: '' }, 400, 'by must be a name of 1 to 100 characters'],
    [
      'no severity',
      { ...act, act: 'injectFault' },
      400,
      'severity must be one of TRANSIENT, RECOVERABLE, CRITICAL',
    ],
    ['nowhere', { ...act, path: 'nope' }, 404, 'there is nothing at "nope"'],
    ['too much', { ...act, by: 'x'.repeat(5_000) }, 413, 'the body must have at most 4096 bytes'],
  ])('of %s is refused, with what is wrong', async (_what, body, status, reason) => {
    const { tree } = plantShop();
    const { url, token } = await open(tree, { allowActions: true });
    const answer = await order(url, token, body);
    expect([answer.status, answer.json]).toEqual([status, { ok: false, reason }]);
  });

  it('reads no more than it may of a body without end', async () => {
    const { tree } = plantShop();
    const { url, token } = await open(tree, { allowActions: true });
    const { origin } = new URL(url);
    const asked = request(`${origin}/acts`, {
      method: 'POST',
      headers: { origin, 'x-kintsugi-token': token, 'transfer-encoding': 'chunked' },
    });
    asked.on('error', () => undefined);
    asked.write('x'.repeat(5_000));
    const [response] = (await once(asked, 'response')) as [{ readonly statusCode?: number }];
    expect(response.statusCode).toBe(413);
    asked.destroy();
  });
});

describe('a connection that breaks', () => {
  it('in the middle of a body or of an answer harms nobody', async () => {
    const { tree } = plantShop();
    const { url, token } = await open(tree, { allowActions: true });
    const { origin, port } = new URL(url);
    const head = `POST /acts HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: ${origin}\r\nx-kintsugi-token: ${token}\r\ncontent-length: 100\r\n\r\n{"act`;
    for (const text of [head, `GET /bundle HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`]) {
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(text);
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    expect((await (await look(url)).first).revision).toBe(0);
  });
});

describe('observe', () => {
  it.each([
    ['observe.port', { port: 70_000 }],
    ['observe.host', { host: '' }],
    ['observe.host', { host: '0.0.0.0' }],
    ['observe.host', { host: '::' }],
    ['observe.names', { names: 'ops.internal' }],
    ['observe.names', { names: ['http://ops.internal'] }],
    ['observe.token', { token: 'short' }],
    ['observe.token', { token: 'sixteen letters…' }],
    ['observe.allowActions', { allowActions: 'yes' }],
    ['observe.redact', { redact: 'password' }],
    ['observe.recorder', { recorder: true }],
    ['observe.recorder', { recorder: { lines: () => '' } }],
    ['observe.clock', { clock: { now: () => 0 } }],
    ['observe.allowAction', { allowAction: true }],
  ])('refuses a wrong %s', async (option, options) => {
    const { tree } = plantShop();
    const refused = Reflect.apply(observe, undefined, [tree, options]);
    await expect(refused).rejects.toThrow(InvalidOptionError);
    await expect(refused).rejects.toMatchObject({ option });
  });

  it('does not tell a token that it refuses', async () => {
    const { tree } = plantShop();
    await expect(observe(tree, { token: 'hunter2' })).rejects.toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  });
});
