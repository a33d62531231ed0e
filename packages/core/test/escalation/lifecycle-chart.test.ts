import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Chains,
  escalationPolicy,
  LIFECYCLE_STATES,
  type LifecycleChart,
  lifecycleChart,
  otp,
  selfHealing,
} from '../../src/index.ts';

/** The table of SEMANTICS.md, word for word; "!" = re-enter. */
const TABLE = `
state      | start    | started | retry     | recovered | restart     | degrade  | fail   | exited  | stop     | stopped
starting   | –        | running | –         | –         | restarting  | degraded | failed | stopped | stopping | –
running    | –        | –       | retrying  | –         | restarting  | degraded | failed | stopped | stopping | –
retrying   | –        | –       | retrying! | running   | restarting  | degraded | failed | stopped | stopping | –
restarting | –        | running | –         | –         | restarting! | degraded | failed | stopped | stopping | –
degraded   | –        | –       | –         | running   | restarting  | –        | –      | –       | stopping | –
failed     | –        | –       | –         | –         | restarting  | –        | –      | –       | stopping | –
stopping   | –        | –       | –         | –         | –           | –        | –      | –       | –        | stopped
stopped    | starting | –       | –         | –         | –           | –        | –      | –       | –        | –
`;

type Rows = Readonly<Record<string, Readonly<Record<string, string>>>>;

function rowsOf(table: string): Rows {
  const [head = [], ...body] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return Object.fromEntries(
    body.map(([state = '', ...cells]) => {
      const named = cells.map((cell, index) => [`service.${head[index + 1]}`, cell] as const);
      return [state, Object.fromEntries(named.filter(([, cell]) => cell !== '–'))];
    }),
  );
}

function edgesOf({ states }: LifecycleChart): Rows {
  return Object.fromEntries(
    Object.entries(states).map(([name, { on }]) => [
      name,
      Object.fromEntries(
        Object.entries(on).map(([event, { target, reenter }]) => [
          event,
          target + (reenter ? '!' : ''),
        ]),
      ),
    ]),
  );
}

function chartOf(chains: Partial<Record<keyof Chains, readonly string[]>>): LifecycleChart {
  return lifecycleChart({ chains: { ...selfHealing.chains, ...chains } });
}

describe('lifecycleChart of the default chain', () => {
  const chart = lifecycleChart(selfHealing);

  it('is exactly the table of SEMANTICS.md', () => {
    expect(edgesOf(chart)).toEqual(rowsOf(TABLE));
  });

  it('starts in starting, and its states are those of the type', () => {
    expect(chart.initial).toBe('starting');
    expect(Object.keys(chart.states).toSorted()).toEqual(LIFECYCLE_STATES.toSorted());
  });

  it('gives every state one tag and a meaning', () => {
    for (const { tags, meta } of Object.values(chart.states)) {
      expect(tags).toHaveLength(1);
      expect(meta.meaning).not.toBe('');
    }
  });

  it('is data: it survives JSON', () => {
    expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
  });
});

describe('lifecycleChart of otp', () => {
  it('has no retrying, degraded and failed', () => {
    expect(edgesOf(lifecycleChart(otp))).toEqual({
      starting: {
        'service.started': 'running',
        'service.restart': 'restarting',
        'service.exited': 'stopped',
        'service.stop': 'stopping',
      },
      running: {
        'service.restart': 'restarting',
        'service.exited': 'stopped',
        'service.stop': 'stopping',
      },
      restarting: {
        'service.started': 'running',
        'service.restart': 'restarting!',
        'service.exited': 'stopped',
        'service.stop': 'stopping',
      },
      stopping: { 'service.stopped': 'stopped' },
      stopped: { 'service.start': 'starting' },
    });
  });
});

describe('lifecycleChart of other chains', () => {
  const withDrain = lifecycleChart(
    escalationPolicy<'drain'>({ TRANSIENT: ['retry', { step: 'drain' }, 'fail'] }),
  );

  it('has a state for a custom step, which leads to itself, to running and to later steps', () => {
    expect(edgesOf(withDrain)['drain']).toMatchObject({
      'service.recovered': 'running',
      'service.drain': 'drain!',
      'service.fail': 'failed',
      'service.exited': 'stopped',
      'service.stop': 'stopping',
    });
  });

  it('leads to a custom step from every step before it', () => {
    const edges = edgesOf(withDrain);
    for (const state of ['starting', 'running', 'retrying'])
      expect(edges[state]).toMatchObject({ 'service.drain': 'drain' });
    expect(edges['failed']).not.toHaveProperty('service.drain');
  });

  it('has no restarting where no chain restarts and nothing can be parked', () => {
    const chain = ['fallback', 'escalate'];
    const chart = chartOf({ TRANSIENT: chain, RECOVERABLE: chain, CRITICAL: chain });
    expect(Object.keys(chart.states).toSorted()).toEqual(
      ['degraded', 'running', 'starting', 'stopped', 'stopping'].toSorted(),
    );
    expect(edgesOf(chart)['degraded']).toEqual({
      'service.recovered': 'running',
      'service.stop': 'stopping',
    });
  });

  it('rule 38: has restarting where a child can be parked, because a person brings it back by a restart', () => {
    const chart = chartOf({ TRANSIENT: ['fail'], RECOVERABLE: ['fail'], CRITICAL: ['fail'] });
    const edges = edgesOf(chart);
    expect(edges['failed']).toEqual({
      'service.restart': 'restarting',
      'service.stop': 'stopping',
    });
    expect(edges['restarting']).toMatchObject({
      'service.started': 'running',
      'service.fail': 'failed',
    });
  });

  it('rule 10: a start is never retried, whatever the chains', () => {
    const chart = chartOf({ RECOVERABLE: ['fail'], CRITICAL: ['restart', 'retry', 'fail'] });
    for (const state of ['starting', 'restarting', 'degraded'])
      expect(edgesOf(chart)[state]).not.toHaveProperty('service.retry');
  });

  const anyChain = fc
    .tuple(
      fc.shuffledSubarray(['retry', 'restart', 'fallback', 'drain', 'flush']),
      fc.constantFrom('fail', 'escalate'),
    )
    .map(([steps, last]) => [...steps, last]);
  const anyChart = fc
    .record({ TRANSIENT: anyChain, RECOVERABLE: anyChain, CRITICAL: anyChain })
    .map((chains) => ({ chains, chart: chartOf(chains) }));

  it('leads only to states that it has, every one of which can be reached', () => {
    fc.assert(
      fc.property(anyChart, ({ chart }) => {
        const targets = Object.values(chart.states).flatMap(({ on }) =>
          Object.values(on).map(({ target }) => target),
        );
        expect(new Set([chart.initial, ...targets])).toEqual(new Set(Object.keys(chart.states)));
      }),
    );
  });

  it('lets every child be stopped, and running enter every step of the chains', () => {
    fc.assert(
      fc.property(anyChart, ({ chains, chart }) => {
        const edges = edgesOf(chart);
        for (const [name, on] of Object.entries(edges))
          expect('service.stop' in on).toBe(name !== 'stopping' && name !== 'stopped');
        const steps = new Set(Object.values(chains).flat());
        steps.delete('escalate');
        for (const step of steps)
          expect(edges['running']).toHaveProperty([
            step === 'fallback' ? 'service.degrade' : `service.${step}`,
          ]);
      }),
    );
  });
});
