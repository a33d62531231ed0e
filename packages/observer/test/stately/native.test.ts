import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ask, stop } from '@kintsugi/actors';
import { createWebSocketInspector, type StatelyInspectionEvent } from '@statelyai/inspect';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createMachine } from 'xstate';
import { plantShop } from './plant.ts';
import { actorNamed, names, story } from './viewers.ts';

describe('createActor(tree, { inspect }) with the Stately Inspector as it is', () => {
  it('shows the charts of supervisors and services, and how they move', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const received: StatelyInspectionEvent[] = [];
    server.on('connection', (socket) =>
      socket.on('message', (data: Buffer) =>
        received.push(JSON.parse(data.toString()) as StatelyInspectionEvent),
      ),
    );
    const { port } = server.address() as AddressInfo;
    const inspector = createWebSocketInspector({ url: `ws://127.0.0.1:${port}` });
    const { tree, clock, db } = await plantShop({ inspect: inspector.inspect });
    db.thenHandle(new TypeError('a bug'));
    await expect(Promise.race([ask(tree, 'db', 'a'), clock.advance(60_000)])).rejects.toThrow(
      'a bug',
    );
    await expect.poll(() => names(received)).toContain('worker');
    const chartOf = (name: string) => {
      const { definition = '' } = actorNamed(received, name);
      return createMachine(JSON.parse(definition) as never);
    };
    expect(Object.keys(chartOf('supervisor').states)).toContain('restarting');
    expect(Object.keys(chartOf('billing').states)).toContain('restarting');
    expect(Object.keys(chartOf('db').states)).toContain('retrying');
    expect(chartOf('cart').states['running']?.tags).toContain('available');
    expect(Object.keys(chartOf('worker').states)).toEqual(['empty', 'full']);
    await expect
      .poll(() => story(received, actorNamed(received, 'db').sessionId).slice(-4))
      .toEqual([
        '> service.restart',
        'active "restarting"',
        '> service.started',
        'active "running"',
      ]);
    inspector.stop();
    await stop(tree);
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
});
