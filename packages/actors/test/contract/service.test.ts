import { describe, expect, it } from 'vitest';
import { assign, fromCallback, fromPromise, setup } from 'xstate';
import { service, serviceFrom } from '../../src/index.ts';
import {
  createTestClock,
  faultyService,
  serviceCases,
  type ServiceUnderTest,
} from '../../src/testing/index.ts';
import { serviceContract } from '../../src/vitest/index.ts';

/** A pool of connections, of which a service opens one in each life. */
function pool() {
  let open = 0;
  return {
    get open() {
      return open;
    },
    connect: async (signal?: AbortSignal) => {
      open += 1;
      await Promise.resolve();
      if (signal?.aborted === true) {
        open -= 1;
        throw signal.reason;
      }
      return { total: 0 };
    },
    close: async () => {
      await Promise.resolve();
      open -= 1;
    },
  };
}

/** Adds up what it is paid, and does everything right, but for what is replaced. */
function payments(
  connections = pool(),
  wrong: Partial<Parameters<typeof service<number, number, { total: number }>>[0]> = {},
): ServiceUnderTest {
  return {
    service: service<number, number, { total: number }>({
      start: ({ signal }) => connections.connect(signal),
      handle: async (amount, { resource }) => (resource.total += amount),
      stop: () => connections.close(),
      fallback: () => 0,
      ...wrong,
    }),
    request: 5,
    held: () => connections.open,
    clock: createTestClock(),
    withinMs: 100,
  };
}

const counter = setup({
  types: { context: {} as { n: number }, events: {} as { type: 'add' } },
}).createMachine({
  context: { n: 0 },
  on: { add: { actions: assign(({ context }) => ({ n: context.n + 1 })) } },
});

describe('the contract of a service', () => {
  describe('is kept by one of functions', () => {
    serviceContract(() => payments());
  });
  describe('is kept by one of functions, on the clock of the platform', () => {
    serviceContract(() => {
      const { clock: _clock, ...others } = payments();
      return others;
    });
  });
  describe('is kept by a faulty service that is well', () => {
    serviceContract(() => ({
      service: faultyService({ fallback: true }).service,
      request: 'hello',
      // It says which life has answered.
      comparable: (reply) => String(reply).replace(/ from \d+/, ''),
    }));
  });
  describe('is kept by XState logic', () => {
    serviceContract(() => ({ service: counter, request: { type: 'add' } }));
  });
  describe('is kept by XState logic that holds something, made a service', () => {
    let open = 0;
    const listener = fromCallback(() => {
      open += 1;
      return () => {
        open -= 1;
      };
    });
    serviceContract(() => ({ service: serviceFrom(listener), held: () => open }));
  });
});

const brokenRules = async (make: () => ServiceUnderTest) => {
  const rules: [rule: string, why: string][] = [];
  for (const { title, run } of serviceCases(make))
    await run?.().catch((error: unknown) => rules.push([title, String(error)]));
  return rules;
};

const never = () => new Promise<never>(() => undefined);
const failing = (message: string) => () => Promise.reject(new Error(message));

const STARTS = 'starts, and runs';
const ANSWERS = 'answers';
const STOPS = 'stops in time, and lets go of all that it holds';
const WHILE_STARTING =
  'can be stopped while it starts: its signal ends the start, or what comes late is let go of';
const WHILE_ANSWERING = 'can be stopped while it answers';
const GIVEN_UP = 'ends a request that nobody waits for any more: its signal is heeded';
const AFRESH = 'begins each life afresh';
const LOGIC_AFRESH = 'begins each life of its logic afresh';
const LETS_GO = 'lets go of what a life held before the next one';
const BESIDE = 'runs beside another of its kind, which its end does not touch';
const DEGRADED = 'answers from its fallback while it is degraded, and comes back';
const THROUGH_A_STOP = [STOPS, WHILE_ANSWERING, AFRESH, LETS_GO, BESIDE, DEGRADED];

describe('the contract of a service is broken by one', () => {
  it.each<[string, () => ServiceUnderTest, readonly string[], string]>([
    [
      'whose start fails',
      () => payments(pool(), { start: failing('no route') }),
      [STARTS, ANSWERS, STOPS, WHILE_ANSWERING, GIVEN_UP, AFRESH, LETS_GO, BESIDE, DEGRADED],
      'Error: it must be running, is failed, because of: no route',
    ],
    [
      'whose start hangs, and heeds no signal',
      () => payments(pool(), { start: never }),
      [
        STARTS,
        ANSWERS,
        STOPS,
        WHILE_STARTING,
        WHILE_ANSWERING,
        GIVEN_UP,
        AFRESH,
        LETS_GO,
        BESIDE,
        DEGRADED,
      ],
      'Error: its start takes longer than 200 ms',
    ],
    [
      'whose stop hangs',
      () => payments(pool(), { stop: never }),
      THROUGH_A_STOP,
      'Error: stops that took longer than 100 ms: must be 0, is 1',
    ],
    [
      'whose stop fails',
      () => payments(pool(), { stop: failing('still in use') }),
      THROUGH_A_STOP,
      'Error: errors of its hooks: must be [], is ["still in use"]',
    ],
    [
      'that never lets go',
      () => payments(pool(), { stop: () => undefined }),
      [STOPS, WHILE_ANSWERING, LETS_GO, BESIDE, DEGRADED],
      'Error: what it holds after its stop: must be 0, is 1',
    ],
    [
      'whose stop is not awaited',
      () => {
        const connections = pool();
        const closeSlowly = async () => {
          for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
          await connections.close();
        };
        return payments(connections, { stop: () => void closeSlowly() });
      },
      [LETS_GO],
      'Error: what is held as a second life begins: must be 0, is 1',
    ],
    [
      'whose start forgets what it has opened when it is called off',
      () => {
        const connections = pool();
        const start = async ({ signal }: { readonly signal: AbortSignal }) => {
          const connection = await connections.connect();
          signal.throwIfAborted();
          return connection;
        };
        return payments(connections, { start });
      },
      [WHILE_STARTING],
      'Error: what it holds after its stop: must be 0, is 1',
    ],
    [
      'that answers nobody',
      () => payments(pool(), { handle: never }),
      [ANSWERS, WHILE_ANSWERING, GIVEN_UP, AFRESH, BESIDE, DEGRADED],
      'Error: its answer takes longer than 200 ms',
    ],
    [
      'whose handle fails',
      () => payments(pool(), { handle: failing('declined') }),
      [ANSWERS, AFRESH, BESIDE],
      'Error: declined',
    ],
    [
      'that remembers what an earlier life did',
      () => {
        let total = 0;
        return payments(pool(), { handle: (amount) => (total += amount) });
      },
      [AFRESH, BESIDE],
      'Error: what a second life answers first: must be 5, is 15',
    ],
    [
      'whose fallback fails',
      () => payments(pool(), { fallback: failing('no outbox') }),
      [DEGRADED],
      'Error: no outbox',
    ],
    [
      'whose logic remembers what an earlier life did',
      () => {
        const shared = { n: 0 };
        const forgetful = setup({ types: { events: {} as { type: 'add' } } }).createMachine({
          context: () => ({ shared }),
          on: { add: { actions: () => void (shared.n += 1) } },
        });
        return { service: forgetful, request: { type: 'add' } };
      },
      [LOGIC_AFRESH],
      'Error: where a second life begins: must be',
    ],
    [
      'whose logic lets go of nothing',
      () => {
        let open = 0;
        return { service: fromCallback(() => void (open += 1)), held: () => open };
      },
      [STOPS, WHILE_STARTING, LETS_GO],
      'Error: what it holds after its stop: must be 0, is 1',
    ],
    [
      'whose logic ends at once',
      () => ({ service: fromPromise(async () => 1) }),
      [STARTS, STOPS, LOGIC_AFRESH, LETS_GO],
      'Error: it must be running, is failed, because of: a ended by itself (normal)',
    ],
  ])('%s', async (_name, make, rules, why) => {
    const broken = await brokenRules(make);
    expect(broken.map(([rule]) => rule)).toEqual(rules);
    expect(broken[0]?.[1]).toContain(why);
  });
});

describe('a rule of the contract that cannot be tried', () => {
  it('is listed with what is missing', () => {
    const { service: plain } = faultyService();
    const cases = serviceCases(() => ({ service: plain }));
    expect(cases.flatMap(({ title, run }) => (run === undefined ? [title] : []))).toEqual([
      `${ANSWERS} (not tried: without a request)`,
      `${WHILE_ANSWERING} (not tried: without a request)`,
      `${GIVEN_UP} (not tried: without a request)`,
      `${AFRESH} (not tried: without a request)`,
      `${BESIDE} (not tried: without a request)`,
      `${DEGRADED} (not tried: without a request and a fallback)`,
    ]);
  });
});
