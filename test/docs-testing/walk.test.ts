import { ask, policy, service } from '@kintsugi/actors';
import { lifecycleModel, lifecycleSut } from '@kintsugi/actors/testing';
import { walk } from '@kintsugi/actors/vitest';
import { describe, expect } from 'vitest';

interface Gateway {
  readonly connect: () => Promise<void>;
  readonly charge: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly openOutbox: () => Promise<void>;
}

/** The service, as it stands in the program. */
const payments = ({ connect, charge, close, openOutbox }: Gateway) =>
  service({
    start: connect,
    handle: async ({ amount }: { amount: number }) => {
      await charge();
      return { paid: amount };
    },
    stop: close,
    degrade: openOutbox,
    fallback: () => ({ paid: 0 }),
  });

const drain = { step: 'drain', run: () => undefined } as const;
const patient = policy({ TRANSIENT: ['retry', drain, 'fallback', 'fail'] });

describe('payments under the policy "patient"', () => {
  walk(
    lifecycleModel(patient),
    lifecycleSut(patient, {
      service: ({ start, handle, stop, degrade }) =>
        payments({ connect: start, charge: handle, close: stop, openOutbox: degrade }),
      request: { amount: 5 },
      states: {
        degraded: async ({ tree }) =>
          expect(await ask(tree, 'subject', { amount: 5 })).toEqual({ paid: 0 }),
      },
    }),
  );
});
