import * as fc from 'fast-check';
import { type LifecycleChart, lifecycleChart } from '../../src/index.ts';

const STEPS = ['retry', 'restart', 'fallback', 'note', 'end-of-day', 'class', 's1'];

const chain = fc
  .tuple(fc.shuffledSubarray(STEPS), fc.constantFrom('fail', 'escalate'))
  .map(([steps, last]) => [...steps, last]);

export const chains = fc.record({ TRANSIENT: chain, RECOVERABLE: chain, CRITICAL: chain });

/** The chart of any policy. */
export const policyCharts = chains.map((drawn) => lifecycleChart({ chains: drawn }));

/** Any chart, of any names. */
export const anyCharts: fc.Arbitrary<LifecycleChart> = fc
  .uniqueArray(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 7 })
  .chain((states) =>
    fc.record({
      id: fc.string({ unit: 'binary' }),
      initial: fc.constantFrom(...states),
      moves: fc.array(
        fc.tuple(
          fc.constantFrom(...states),
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.constantFrom(...states),
        ),
        { maxLength: 25 },
      ),
      states: fc.constant(states),
    }),
  )
  .map(({ id, initial, moves, states }) => ({
    id,
    initial,
    states: Object.fromEntries(
      states.map((state) => {
        const own = moves.filter(([from]) => from === state);
        const on = Object.fromEntries(own.map(([, event, target]) => [event, { target }]));
        return [state, { tags: ['healing'], meta: { meaning: `is ${state}` }, on }] as const;
      }),
    ),
  }));

/** Its moves, one for each pair of states: `running to retrying: retry`. */
export function movesOf({ states }: LifecycleChart): readonly string[] {
  return Object.entries(states).flatMap(([from, { on }]) => {
    const targets = [...new Set(Object.values(on).map(({ target }) => target))];
    return targets.map((to) => {
      const events = Object.entries(on).filter(([, { target }]) => target === to);
      return `${from} to ${to}: ${events.map(([event]) => event.replace('service.', '')).join(', ')}`;
    });
  });
}
