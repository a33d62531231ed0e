import { lifecycleChart, otp as otpChains, selfHealing as selfHealingChains } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import { createActor, createMachine, getNextTransitions, waitFor } from 'xstate';
import { createTestModel } from 'xstate/graph';
import {
  ask,
  child,
  fromSupervisor,
  lifecycleMachine,
  otp,
  policy,
  refAt,
  selfHealing,
  StateCorruptionError,
} from '../../src/index.ts';
import { createTestClock, faultyService } from '../../src/testing/index.ts';

const drain = { step: 'drain', run: () => undefined } as const;
const POLICIES = {
  selfHealing,
  otp,
  'with a step of its own': policy({
    TRANSIENT: ['retry', drain, 'fail'],
    CRITICAL: [drain, 'escalate'],
  }),
  'of one step': policy({ TRANSIENT: ['fail'], RECOVERABLE: ['fail'], CRITICAL: ['fail'] }),
};

describe.each(Object.entries(POLICIES))(
  'the compiled chart of the policy %s',
  (_name, { chart }) => {
    const states = Object.keys(chart.chart.states);
    const events = [
      ...new Set(states.flatMap((state) => Object.keys(chart.chart.states[state]?.on ?? {}))),
      'service.unheardOf',
    ];
    const pairs = states.flatMap((state) => events.map((event) => [state, event] as const));

    it.each(pairs)('agrees with the machine in %s on %s', (state, event) => {
      const actor = createActor(createMachine(chart.chart), {
        snapshot: chart.machine.resolveState({ value: state, context: {} }),
      }).start();
      actor.send({ type: event });
      expect(chart.next(state, event) ?? state).toBe(actor.getSnapshot().value);
    });

    it.each(states)('has a frozen snapshot of %s that XState itself would make', (state) => {
      const row = chart.row(state);
      const real = chart.machine.resolveState({ value: state, context: {} });
      expect(Object.isFrozen(row)).toBe(true);
      expect(row.toJSON()).toEqual(real.toJSON());
      expect(row.matches(state)).toBe(true);
      expect(row.getMeta()).toEqual(real.getMeta());
      expect(
        getNextTransitions(row)
          .map(({ eventType }) => eventType)
          .toSorted((a, b) => a.localeCompare(b)),
      ).toEqual(
        Object.keys(chart.chart.states[state]?.on ?? {}).toSorted((a, b) => a.localeCompare(b)),
      );
    });

    it('is walked by xstate/graph', () => {
      const paths = createTestModel(chart.machine).getShortestPaths();
      const visited = new Set(paths.flatMap(({ steps }) => steps.map((step) => step.state.value)));
      expect(states.filter((state) => !visited.has(state))).toEqual([]);
    });
  },
);

describe('lifecycleMachine', () => {
  it('is the chart that core generates', () => {
    expect(Object.keys(lifecycleMachine(selfHealing).states)).toEqual(
      Object.keys(lifecycleChart(selfHealingChains).states),
    );
    expect(Object.keys(lifecycleMachine(otp).states)).toEqual(
      Object.keys(lifecycleChart(otpChains).states),
    );
  });
});

describe("a service's snapshot", () => {
  const started = () => {
    const clock = createTestClock();
    const [a, b] = [faultyService({ fallback: true }), faultyService()];
    const children = [child('a', a.service), child('b', b.service)];
    const tree = createActor(fromSupervisor({ children }), { clock }).start();
    return { clock, a, b, tree };
  };

  it('is shared by all healthy services', () => {
    const { tree } = started();
    expect(refAt(tree, 'a').getSnapshot()).toBe(refAt(tree, 'b').getSnapshot());
  });

  it("answers XState's own questions", async () => {
    const { tree } = started();
    const snapshot = await waitFor(refAt(tree, 'a'), (each) => each.matches('running'));
    expect(snapshot.status).toBe('active');
    expect(snapshot.hasTag('available')).toBe(true);
    expect(snapshot.can({ type: 'service.retry' })).toBe(true);
    expect(snapshot.can({ type: 'service.started' })).toBe(false);
    expect(JSON.parse(JSON.stringify(snapshot))).toMatchObject({
      value: 'running',
      status: 'active',
    });
  });

  it('says why, while the service is not well, and what goes on inside the state', async () => {
    const { clock, a, tree } = started();
    a.thenHandle(new StateCorruptionError('1'), 'ok');
    a.thenStart(new StateCorruptionError('2'));
    void ask(tree, 'a', 'x').catch(() => undefined);

    expect(refAt(tree, 'a').getSnapshot()).toMatchObject({
      value: 'restarting',
      context: {
        incident: 'a#1',
        severity: 'RECOVERABLE',
        step: 'restart',
        attempt: 2,
        nextAt: 1_000,
      },
    });
    expect(refAt(tree, 'a').getSnapshot().phase).toBe('waiting');
    await clock.advance(1_000);
    expect(refAt(tree, 'a').getSnapshot()).toBe(refAt(tree, 'b').getSnapshot());
  });

  it('moves only when the supervisor says so', () => {
    const { tree } = started();
    refAt(tree, 'a').send({ type: 'service.stop' } as never);
    expect(refAt(tree, 'a').getSnapshot().value).toBe('running');
  });
});
