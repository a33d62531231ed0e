import { child, fromSupervisor, otp, type Service, service } from '@kintsugi/actors';
import type { Invariant, SimulateOptions } from '../../src/index.ts';

const plain = () => service({ handle: (question: string) => question });

/** Its one child has a path that must be quoted well. */
export const shop = fromSupervisor({ children: [child("the  db's", plain())] });

/** Gives up at the first restart. */
export const fragile = fromSupervisor({
  policy: otp,
  intensity: { maxRestarts: 0, withinMs: 1_000 },
  children: [child('db', plain())],
});

export const neverRestarted: Readonly<Record<string, Invariant>> = {
  "the db's never restarted": ({ stateOf }) =>
    stateOf("the  db's") === 'restarting' ? 'the db restarts' : undefined,
};

export const neverGone: Readonly<Record<string, Invariant>> = {
  'it is back within an hour': ({ now, stateOf }) =>
    now > 3_600_000 && stateOf('') === 'starting' ? 'it comes back after an hour' : undefined,
};

/** Forgets to close what comes late. */
export function forgetful(_place: unknown, simulated: Service): Service {
  const { hooks } = simulated;
  if (hooks === undefined) throw new Error('a simulated service is made of functions');
  const stop: typeof hooks.stop = (resource, reason) =>
    reason === 'late' ? undefined : hooks.stop?.(resource, reason);
  return { ...simulated, hooks: { ...hooks, stop } };
}

const SEEDED = { seed: 1, days: 0.5 } as const;

/** Each is found by a simulation of this tree with these options; what must be imported stands under the names of the exports. */
export const PLANTED = {
  neverRestarted: {
    tree: 'shop',
    logic: shop,
    options: { ...SEEDED, faults: 'rough', invariants: neverRestarted },
  },
  neverGone: {
    tree: 'fragile',
    logic: fragile,
    options: { ...SEEDED, faults: 'rough', rebootAfterMs: 3_600_000, invariants: neverGone },
  },
  forgetful: {
    tree: 'shop',
    logic: shop,
    options: {
      ...SEEDED,
      faults: { preset: 'none', meanBetweenMs: { crash: 120_000, startStall: 60_000 } },
      replace: forgetful,
    },
  },
} as const satisfies Readonly<
  Record<string, { tree: string; logic: unknown; options: SimulateOptions }>
>;
