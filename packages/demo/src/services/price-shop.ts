import { service } from '@kintsugi/actors';
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { getJson } from './get-json.ts';
import { type LocalServer, serveLocally } from './local-server.ts';

/** What happens to one life of a service. */
export type LifeState = 'starting' | 'running' | 'stopping' | 'stopped';

export interface ShopOptions {
  /** What tea costs, whenever a server is asked for it. */
  readonly teaPrice: () => number;
  /** How long a stop and a start take that belong to a restart: milliseconds, so that they can be watched. */
  readonly restartStepMs: number;
  /** The end of the whole tree is none of it. */
  readonly onLife: (name: string, life: number, state: LifeState) => void;
}

interface PriceServer extends LocalServer {
  /** The next answer is half an answer. */
  breaksOff: boolean;
}

/** What a cache has read, and which of its lives it was. */
interface PriceList {
  readonly life: number;
  readonly agent: Agent;
  tea: number;
}

/**
 * Three services, each built on the one before: a server that knows prices, a cache that has read
 * them, a front that was given the cache's list when it started and keeps it.
 */
export function priceShop({ teaPrice, restartStepMs, onLife }: ShopOptions) {
  let url = '';
  let listed: PriceList | undefined;

  /** Tells of a start, which is slow when it belongs to a restart. */
  const started = async <Resource>(
    name: string,
    { incarnation, signal }: { readonly incarnation: number; readonly signal: AbortSignal },
    start: () => Promise<Resource>,
  ): Promise<{ readonly life: number; readonly value: Resource }> => {
    onLife(name, incarnation, 'starting');
    if (incarnation > 1) await wait(restartStepMs, undefined, { signal });
    const value = await start();
    onLife(name, incarnation, 'running');
    return { life: incarnation, value };
  };
  const stopped = async (
    name: string,
    life: number,
    reason: string,
    stop: () => unknown,
  ): Promise<void> => {
    const tell = reason === 'restart' ? onLife : () => undefined;
    tell(name, life, 'stopping');
    if (reason === 'restart') await wait(restartStepMs);
    await stop();
    tell(name, life, 'stopped');
  };

  return {
    server: service({
      start: (ctx) =>
        started('server', ctx, async () => {
          const server = await priceServer(teaPrice);
          ({ url } = server);
          return server;
        }),
      handle: (_order: 'break off', { resource: { value } }) => {
        value.breaksOff = true;
      },
      stop: ({ life, value }, reason) => stopped('server', life, reason, () => value.close()),
    }),

    cache: service({
      start: (ctx) =>
        started('cache', ctx, async () => {
          const agent = new Agent({ keepAlive: true, maxSockets: 1 });
          const { incarnation: life, signal } = ctx;
          listed = { life, agent, tea: await teaAt(url, agent, signal) };
          return listed;
        }),
      handle: async (_order: 'read again', { resource: { value }, signal }) => {
        value.tea = await teaAt(url, value.agent, signal);
      },
      stop: ({ life, value }, reason) =>
        stopped('cache', life, reason, () => value.agent.destroy()),
    }),

    front: service({
      start: (ctx) =>
        started('front', ctx, async () => {
          if (listed === undefined) throw new Error('there is no cache to be built on');
          return listed;
        }),
      handle: (_question: 'tea', { resource: { value } }) => ({
        tea: value.tea,
        cacheLife: value.life,
      }),
      stop: ({ life }, reason) => stopped('front', life, reason, () => undefined),
    }),
  };
}

async function priceServer(teaPrice: () => number): Promise<PriceServer> {
  const local = await serveLocally((_request, response) => {
    const answer = JSON.stringify({ tea: teaPrice() });
    response.end(server.breaksOff ? answer.slice(0, answer.length / 2) : answer);
    server.breaksOff = false;
  });
  const server: PriceServer = { ...local, breaksOff: false };
  return server;
}

async function teaAt(url: string, agent: Agent, signal: AbortSignal): Promise<number> {
  const prices = await getJson(`${url}/prices`, { agent, signal, timeoutMs: 5_000 });
  if (typeof prices === 'object' && prices !== null && 'tea' in prices) return Number(prices.tea);
  throw new Error('the server knows no price of tea');
}
