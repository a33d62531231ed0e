import type { Service } from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/index.ts';
import { shop, TREES } from './trees.ts';

type Hooks = NonNullable<Service['hooks']>;

/** The simulated service in other clothes. */
function dressed(simulated: Service, changes: (hooks: Hooks) => Partial<Hooks>): Service {
  const { hooks } = simulated;
  if (hooks === undefined) throw new Error('a simulated service is made of functions');
  return { ...simulated, hooks: { ...hooks, ...changes(hooks) } };
}

describe('a bug in a service', () => {
  it('a resource that comes late and is not released is found, and shrunk to the start that is late', async () => {
    const replace = (_: unknown, simulated: Service) =>
      dressed(simulated, ({ stop }) => ({
        stop: (resource, reason) => (reason === 'late' ? undefined : stop?.(resource, reason)),
      }));
    const { failure } = await simulate(shop, {
      seed: 1,
      days: 0.2,
      faults: { preset: 'none', meanBetweenMs: { crash: 120_000, startStall: 60_000 } },
      replace,
    });
    expect(failure).toMatchObject({ invariant: 'resources are released' });
    expect(failure?.script.map((injection) => injection.do)).toEqual(['slowStart']);
  });

  it('two lives in one are found', async () => {
    const { failure } = await simulate(shop, {
      script: [{ at: 0, do: 'ask', path: 'db' }],
      replace: (_, simulated) =>
        dressed(simulated, ({ start }) => ({
          start: (context) => {
            start?.(context);
            return start?.(context);
          },
        })),
    });
    expect(failure).toMatchObject({
      invariant: 'one life at a time',
      what: 'db begins life 1 while life 1 is up',
    });
  });

  it('a mailbox that holds more than it says is found', async () => {
    const { failure } = await simulate(TREES.dependent, {
      script: [
        { at: 1_000, do: 'ask', path: 'web', latencyMs: 1_000 },
        ...Array.from({ length: 4 }, () => ({ at: 1_000, do: 'ask', path: 'web' }) as const),
      ],
      replace: (_, simulated) => ({
        ...simulated,
        settings: { ...simulated.settings, mailboxSize: 100 },
      }),
    });
    expect(failure).toMatchObject({
      invariant: 'mailboxes are bounded',
      what: '4 requests wait for web, whose mailbox holds 3',
    });
  });

  it('an ask that is never answered is found', async () => {
    const { failure } = await simulate(shop, {
      script: [{ at: 0, do: 'ask', path: 'db', latencyMs: Infinity }],
      replace: (_, simulated) => ({
        ...simulated,
        settings: { ...simulated.settings, handleWithinMs: Infinity },
      }),
    });
    expect(failure).toMatchObject({
      invariant: 'everything is answered',
      what: '1 ask of db without an answer, and none will come',
    });
  });
});
