import { type AnySupervisorLogic, child, fromSupervisor, policy, service } from '@kintsugi/actors';

const worker = service({ handle: (text: string) => text });

/** One attempt of each step: with few faults everything is reached that there is. */
const short = policy({
  retry: { maxAttempts: 1 },
  restart: { maxAttempts: 1 },
  pattern: { failures: 2 },
});

/** What the demo explores. */
export const pair: AnySupervisorLogic = fromSupervisor({
  strategy: 'one_for_all',
  policy: short,
  intensity: { maxRestarts: 1, withinMs: 5_000 },
  children: [child('cart', worker), child('payments', worker)],
});

export const SCOPE = { services: 2, maxFaults: 2, mailbox: 1 } as const;
