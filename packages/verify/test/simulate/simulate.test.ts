import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { child, fromSupervisor, service } from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { simulate, type SimulateOptions, TIMELINE_CELLS } from '../../src/index.ts';
import { shop, TREES } from './trees.ts';

const DAY_MS = 86_400_000;

describe('simulate', () => {
  it('lives through days without faults, and nothing happens but what is asked', async () => {
    const result = await simulate(shop, { seed: 1, days: 0.5, faults: 'none' });
    expect(result.failure).toBeUndefined();
    expect(result).toMatchObject({
      ok: true,
      seed: 1,
      durationMs: DAY_MS / 2,
      trees: 1,
      gaveUp: 0,
    });
    const { incidents, asks, restarts } = result.total;
    expect(Object.values(incidents)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(restarts).toBe(0);
    expect(asks.failed + asks.refused + asks.interrupted).toBe(0);
    // One message a minute to each of nine services, four of five an ask.
    expect(asks.answered / (9 * 720 * 0.8)).toBeCloseTo(1, 1);
    for (const { running } of result.services) expect(running).toBeGreaterThan(0.999);
  });

  it('heals what it can of ordinary faults, and says how long that took', async () => {
    const { services, total, failure } = await simulate(shop, { seed: 2, days: 1 });
    expect(failure).toBeUndefined();
    expect(total.incidents.recovered).toBeGreaterThan(30);
    const { p50, p90, p99, max, count } = total.repairMs;
    expect(count).toBeGreaterThan(30);
    expect([p50, p90, p99, max]).toEqual([p50, p90, p99, max].toSorted((a, b) => a - b));
    for (const { running, degraded, meanBetweenIncidentsMs } of services) {
      expect(running).toBeGreaterThan(0.9);
      expect(running + degraded).toBeLessThanOrEqual(1);
      expect(meanBetweenIncidentsMs).toBeGreaterThan(60_000);
    }
  });

  it.each(Object.entries(TREES))(
    'the laws hold in "%s" whatever happens to it',
    async (_, tree) => {
      for (const seed of [1, 2, 3]) {
        const { failure } = await simulate(tree, { seed, days: 0.005, faults: 'hostile' });
        expect(failure?.text).toBeUndefined();
      }
    },
  );

  it('adds up availability, cell by cell', async () => {
    const { services } = await simulate(shop, { seed: 4, days: 0.2, faults: 'rough' });
    for (const { running, degraded, timeline } of services) {
      const mean = timeline.reduce((sum, share) => sum + share, 0) / timeline.length;
      expect(mean).toBeCloseTo(running + degraded, 6);
      expect(timeline).toHaveLength(TIMELINE_CELLS);
    }
  });

  it('starts a tree that has given up anew, as its host would', async () => {
    const { failure, trees, gaveUp } = await simulate(TREES.erlang, {
      seed: 5,
      days: 0.1,
      faults: { preset: 'rough', meanBetweenMs: { deploy: Infinity } },
      rebootAfterMs: 60_000,
    });
    expect(failure).toBeUndefined();
    expect(gaveUp).toBeGreaterThan(0);
    expect(trees).toBe(gaveUp + 1);
  });

  it('leaves it when it is not to be started anew', async () => {
    const { trees, failure } = await simulate(TREES.erlang, {
      seed: 5,
      days: 0.1,
      faults: { preset: 'rough', meanBetweenMs: { deploy: Infinity } },
      rebootAfterMs: Infinity,
    });
    expect(failure).toBeUndefined();
    expect(trees).toBe(1);
  });

  it('asks an invariant of yours whenever something has happened, and stops when it does not hold', async () => {
    const seen = new Set<string>();
    const { failure, ok } = await simulate(shop, {
      seed: 6,
      days: 0.02,
      faults: 'hostile',
      maxShrinkRuns: 0,
      invariants: {
        'the queue is never restarted': ({ stateOf, events }) => {
          for (const { type } of events) seen.add(type);
          return stateOf('queue') === 'restarting' ? 'the queue restarts' : undefined;
        },
      },
    });
    expect(ok).toBe(false);
    expect(failure).toMatchObject({
      invariant: 'the queue is never restarted',
      what: 'the queue restarts',
    });
    expect(seen).toContain('child.started');
  });

  it('runs just what a script says', async () => {
    const events: string[] = [];
    const { failure } = await simulate(shop, {
      script: [
        { at: 0, do: 'ask', path: 'db', error: 'TypeError' },
        { at: 5_000, do: 'deploy' },
      ],
      onLine: (line) => events.push(line),
    });
    expect(failure).toBeUndefined();
    const types = events.map((line): string => JSON.parse(line).type);
    expect(types.filter((type) => type === 'child.restarting')).toHaveLength(1);
    expect(types.filter((type) => type === 'ask.settled')).toHaveLength(1);
    expect(types.filter((type) => type === 'supervisor.stopped')).toHaveLength(6);
  });

  it('takes another service in the place of a simulated one', async () => {
    let handled = 0;
    const counter = service({
      handle: () => {
        handled += 1;
        return 'answered';
      },
    });
    const tree = fromSupervisor({ children: [child('db', counter), child('cache', counter)] });
    const { total } = await simulate(tree, {
      script: [
        { at: 0, do: 'ask', path: 'db' },
        { at: 0, do: 'ask', path: 'cache' },
      ],
      replace: ({ path, service: own }, simulated) => (path === 'db' ? own : simulated),
    });
    expect(handled).toBe(1);
    expect(total.asks.answered).toBe(2);
  });
});

describe('XState logic', () => {
  const lamp = createMachine({
    initial: 'off',
    states: { off: { after: { 60_000: 'on' } }, on: { after: { 60_000: 'off' } } },
  });
  const tree = fromSupervisor({
    children: [child('lamp', lamp), child('db', service({ handle: () => 1 }))],
  });

  it('is played by functions that are told things, and never asked', async () => {
    const { services, failure } = await simulate(tree, { seed: 1, days: 0.1, faults: 'rough' });
    expect(failure?.text).toBeUndefined();
    const [played, asked] = services;
    expect(Object.values(played?.asks ?? {}).every((count) => count === 0)).toBe(true);
    expect(asked?.asks.answered).toBeGreaterThan(0);
  });

  it('is run as it is where it waits for nothing but the clock', async () => {
    const { services, failure, turns } = await simulate(tree, {
      seed: 1,
      days: 0.1,
      faults: 'none',
      load: { meanBetweenMs: Infinity },
      replace: ({ service: own }, played) => (own.logic === undefined ? played : own),
    });
    expect(failure?.text).toBeUndefined();
    expect(services[0]?.running).toBe(1);
    expect(turns).toBeGreaterThan(144);
  });
});

/** The digest that another process comes to. */
function digestElsewhere(): string {
  const runner = fileURLToPath(new URL('print-digest.ts', import.meta.url));
  const args = ['--conditions=@kintsugi/source', '--import', 'tsx', runner];
  return execFileSync(process.execPath, args).toString().trim();
}

describe('the same seed', () => {
  const options: SimulateOptions = { seed: 11, days: 0.01, faults: 'hostile' };

  it('gives the same log byte for byte, in this process and in others', async () => {
    const first: string[] = [];
    const second: string[] = [];
    const { digest } = await simulate(TREES.dependent, {
      ...options,
      onLine: (line) => first.push(line),
    });
    await simulate(TREES.dependent, { ...options, onLine: (line) => second.push(line) });
    expect(second).toEqual(first);
    expect(first.length).toBeGreaterThan(500);
    expect([digestElsewhere(), digestElsewhere()]).toEqual([digest, digest]);
  });

  it('another one gives another log', async () => {
    const logs = [13, 14].map(async (seed) => (await simulate(shop, { seed, days: 0.01 })).digest);
    const [one, other] = await Promise.all(logs);
    expect(one).not.toBe(other);
  });
});
