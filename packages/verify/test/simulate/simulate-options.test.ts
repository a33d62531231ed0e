import { child, fromDynamicSupervisor, fromSupervisor, service } from '@kintsugi/actors';
import { InvalidOptionError } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import {
  FAULT_KINDS,
  FAULT_PRESETS,
  type Injection,
  LAWS,
  simulate,
  type SimulateOptions,
} from '../../src/index.ts';
import { shop } from './trees.ts';

type Refusal = readonly [message: string, options: unknown];

/** Each is at 0, and has the fields that it needs, but for one. */
const injections: readonly (readonly [injection: object, message: string])[] = [
  [{ do: 'ask' }, '.path must be the path of a service, got undefined'],
  [{ do: 'ask', path: '' }, '.path must be the path of a service, got ""'],
  [{ do: 'tell', path: 'billing' }, '.path must be the path of a service, got "billing"'],
  [{ do: 'ask', path: 'db', timeoutMS: 1 }, '.timeoutMS is not an option, did you mean timeoutMs?'],
  [{ do: 'tell', path: 'db', timeoutMs: 1 }, '.timeoutMs is not an option'],
  [{ do: 'ask', path: 'db', latencyMs: -1 }, '.latencyMs must be a number of milliseconds'],
  [{ do: 'ask', path: 'db', failures: 0 }, '.failures must be an integer of at least 1, got 0'],
  [{ do: 'ask', path: 'db', retryable: 'yes' }, '.retryable must be one of true, false, got "yes"'],
  [{ do: 'ask', path: 'db', through: 'no' }, '.through must be the path of a service, got "no"'],
  [{ do: 'outage', paths: 'db' }, '.paths must be a list of paths, got "db"'],
  [{ do: 'outage', paths: ['no'] }, '.paths[0] must be the path of a service, got "no"'],
  [{ do: 'outage', paths: ['db'], error: 'TypeError' }, '.durationMs must be a number of'],
  [{ do: 'outage', paths: ['db'], durationMs: 1 }, '.error must be one of Network'],
  [{ do: 'slowdown', path: 'db', durationMs: 1 }, '.factor must be a number of at least 1, got u'],
  [{ do: 'slowdown', path: 'db', durationMs: 1, factor: Number.NaN }, '.factor must be a number'],
  [{ do: 'failStart', path: 'db' }, '.error must be one of Network'],
  [{ do: 'slowStart', path: 'db' }, '.latencyMs must be a number of milliseconds of at least 0'],
  [{ do: 'slowStop', path: 'db' }, '.latencyMs must be a number of milliseconds of at least 0'],
  [{ do: 'exit', path: 'db', exit: 'error' }, '.exit must be one of normal, shutdown, got "error"'],
  [{ do: 'recover', path: '' }, '.path must be the path of a service or supervisor below the root'],
  [{ do: 'startChild', path: 'db', id: 'a' }, '.path must be the path of a dynamic supervisor'],
  [{ do: 'deploy', path: 'db' }, '.path is not an option'],
  [{ do: 'deploy', at: Infinity }, '.at must be a number of milliseconds of at least 0, got Inf'],
];

describe('options of a simulation', () => {
  const refusals: readonly Refusal[] = [
    ['simulate.options must be an object with a seed or a script, got null', null],
    ['simulate.seed must be an integer from 0 to 4294967295, got NaN', { seed: Number.NaN }],
    [
      'simulate.days must be a number above 0, at most 36500, got NaN',
      { seed: 1, days: Number.NaN },
    ],
    ['simulate.days must be a number above 0, at most 36500, got 1e+300', { seed: 1, days: 1e300 }],
    ['simulate.instances must be an integer from 0 to 10000, got -1', { seed: 1, instances: -1 }],
    [
      'simulate.instances must be an integer from 0 to 10000, got 1000000000000',
      { seed: 1, instances: 1e12 },
    ],
    ['simulate.faults must be an object, got null', { seed: 1, faults: null }],
    [
      'simulate.faults.shared must be a list of what services share, got null',
      { seed: 1, faults: { shared: null } },
    ],
    [
      'simulate.faults.shared[0] must be an object, got null',
      { seed: 1, faults: { shared: [null] } },
    ],
    [
      'simulate.load.latencySpread must be a number from 0 to 10, got 1000000000',
      { seed: 1, load: { latencySpread: 1e9 } },
    ],
    ['simulate.onLine must be a function, got 1', { seed: 1, onLine: 1 }],
    ['simulate.replace must be a function, got null', { seed: 1, replace: null }],
    [
      'simulate.invariants must be an object of functions, by name, got null',
      { seed: 1, invariants: null },
    ],
    [
      'simulate.invariants must be an object of functions, by name, got []',
      { seed: 1, invariants: [] },
    ],
    [
      'simulate.invariants must be named, got " "',
      { seed: 1, invariants: { ' ': () => undefined } },
    ],
    ...LAWS.map((law): Refusal => [
      `simulate.invariants.${law} must be under a name that no law of ours has, got `,
      { seed: 1, invariants: { [law]: () => undefined } },
    ]),
    ['simulate.seed must be an integer from 0 to 4294967295, got undefined', {}],
    ['simulate.seed must be an integer from 0 to 4294967295, got -1', { seed: -1 }],
    ['simulate.days must be a number above 0, at most 36500, got 0', { seed: 1, days: 0 }],
    ['simulate.dayz is not an option, did you mean days?', { seed: 1, dayz: 7 }],
    [
      'simulate.faults.preset must be one of none, ordinary, rough, hostile, got "wild"',
      { seed: 1, faults: 'wild' },
    ],
    [
      'simulate.faults.meanBetweenMs.crash must be a number of milliseconds of at least 1, or Infinity, got 0',
      { seed: 1, faults: { meanBetweenMs: { crash: 0 } } },
    ],
    [
      'simulate.faults.services.dbb is not an option, did you mean db?',
      { seed: 1, faults: { services: { dbb: {} } } },
    ],
    [
      'simulate.load.tellShare must be a number from 0 to 1, got 2',
      { seed: 1, load: { tellShare: 2 } },
    ],
    ['simulate.invariants.x must be a function, got 1', { seed: 1, invariants: { x: 1 } }],
    ['simulate.days is not an option', { script: [], days: 1 }],
    ['simulate.script must be a list of injections, got 1', { script: 1 }],
    ['simulate.script[0].do must be one of', { script: [{ at: 0, do: 'explode' }] }],
    [
      'simulate.script[0].path must be the path of a service, got "nobody"',
      { script: [{ at: 0, do: 'ask', path: 'nobody' }] },
    ],
    [
      'simulate.script[0].error must be one of',
      { script: [{ at: 0, do: 'ask', path: 'db', error: 'Oops' }] },
    ],
    [
      'simulate.script[0].at must be a number of milliseconds of at least 0, got -1',
      { script: [{ at: -1, do: 'ask', path: 'db' }] },
    ],
  ];

  it.each(refusals)('are refused at once: %s', async (message, options) => {
    const started = simulate(shop, options as SimulateOptions);
    await expect(started).rejects.toThrow(InvalidOptionError);
    await expect(started).rejects.toThrow(message);
  });

  it.each(injections)('an injection %j is refused at once: %s', async (injection, message) => {
    const script = [{ at: 0, ...injection }] as unknown as readonly Injection[];
    await expect(simulate(shop, { script })).rejects.toThrow(`simulate.script[0]${message}`);
  });

  it.each([null, 1, 'ask', []])('an injection %j is refused at once', async (injection) => {
    const script = [injection] as unknown as readonly Injection[];
    await expect(simulate(shop, { script })).rejects.toThrow(
      'simulate.script[0].do must be one of',
    );
  });

  it('an instance of which the id is none is refused at once', async () => {
    const rooms = fromDynamicSupervisor({ child: service({ handle: (text: string) => text }) });
    for (const id of ['', 'a/b'])
      await expect(
        simulate(rooms, { script: [{ at: 0, do: 'startChild', path: '', id }] }),
      ).rejects.toThrow(`simulate.script[0].id must be a name without "/", got "${id}"`);
  });

  it('an invariant that answers anything but a sentence ends it', async () => {
    const invariants = { 'all is well': () => true as never };
    await expect(simulate(shop, { script: [], invariants })).rejects.toThrow(
      'simulate.invariants.all is well must be a function that answers a sentence, or undefined while it holds, got true',
    );
  });

  describe('an invariant that looks where no child can ever be', () => {
    const one = service({ handle: (text: string) => text });
    const rooms = fromDynamicSupervisor({
      child: fromSupervisor({ children: [child('db', one)] }),
    });
    const tree = fromSupervisor({ children: [child('a', one), child('rooms', rooms)] });
    const looking = (path: unknown, isCaught = false): SimulateOptions => ({
      seed: 1,
      days: 0.01,
      faults: 'none',
      invariants: {
        mine: ({ stateOf }) => {
          try {
            stateOf(path as string);
          } catch (error) {
            if (!isCaught) throw error;
          }
          return undefined;
        },
      },
    });

    it.each(['aa', 'root', 'a/b', 'rooms/1/dbb', 'rooms/*', 'rooms/*/db', undefined])(
      'is refused: %o',
      async (path) => {
        const message =
          'stateOf in simulate.invariants.mine must be given the path of a child, "" for the root: a, rooms, rooms/*, rooms/*/db (an id for *), got ';
        await expect(simulate(tree, looking(path))).rejects.toThrow(InvalidOptionError);
        await expect(simulate(tree, looking(path))).rejects.toThrow(message);
        await expect(simulate(tree, looking(path, true))).rejects.toThrow(message);
      },
    );

    it.each(['', 'a', 'rooms', 'rooms/1', 'rooms/99', 'rooms/99/db'])(
      'is not where one can: %o',
      async (path) => {
        expect((await simulate(tree, looking(path))).failure?.text).toBeUndefined();
      },
    );
  });

  it('have presets that know every kind of fault', () => {
    for (const rates of Object.values(FAULT_PRESETS))
      expect(Object.keys(rates).toSorted()).toEqual([...FAULT_KINDS].toSorted());
  });
});
