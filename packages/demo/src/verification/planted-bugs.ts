import { reduce, type SupervisorSpec } from '@kintsugi/core';
import type { Reduce } from '@kintsugi/verify';

/** A mistake that somebody might make in the protocol. */
export interface PlantedBug {
  readonly name: string;
  readonly title: string;
  readonly reduce: Reduce;
}

const oneMore = (spec: SupervisorSpec): SupervisorSpec => ({
  ...spec,
  intensity: spec.intensity && { ...spec.intensity, maxRestarts: spec.intensity.maxRestarts + 1 },
});

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'off-by-one',
    title: 'the restarts are counted one short',
    reduce: (state, input, spec) => reduce(state, input, oneMore(spec)),
  },
  {
    name: 'deaf',
    title: 'nobody stops while a child is degraded',
    reduce: (state, input, spec) => {
      const isDegraded = [...state.children.values()].some(({ state: at }) => at === 'degraded');
      return input.type === 'supervisor.stop' && isDegraded ? [] : reduce(state, input, spec);
    },
  },
  {
    name: 'lost-news',
    title: 'the news that a stop has taken too long is lost',
    reduce: (state, input, spec) =>
      input.type === 'report.stopOverdue' ? [] : reduce(state, input, spec),
  },
];
