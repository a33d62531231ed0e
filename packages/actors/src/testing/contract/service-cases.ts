import { DataCorruptionError } from '@kintsugi/core';
import type { Service, ServiceHooks } from '../../service/service.ts';
import { recover } from '../../tree/operate.ts';
import type { TestCase } from '../test-case.ts';
import { ContractTree, serviceOf } from './contract-tree.ts';
import { requireEqual } from './require.ts';
import type { ServiceUnderTest } from './service-under-test.ts';

/**
 * What a supervisor relies on in every service, whether of functions or of XState logic, as tests for any
 * runner; with vitest, call `serviceContract`. A rule that cannot be tried, for want of a request or of a
 * fallback, is listed without a test.
 *
 * @param make - a fresh description for each test
 * @example
 * ```ts
 * const make = () => ({ service: payments, request: { amount: 5 }, held: () => pool.open });
 * for (const { title, run } of serviceCases(make)) test(title, run);
 * ```
 */
export function serviceCases(make: () => ServiceUnderTest): readonly TestCase[] {
  const { hooks } = serviceOf(make());
  const kind = hooks === undefined ? 'logic' : 'functions';
  return RULES.filter((rule) => rule.of === undefined || rule.of === kind).map((rule) => {
    const { title, needs = [], keeps } = rule;
    const missing = needs.filter((need) => !HAS[need](make()));
    return missing.length > 0
      ? { title: `${title} (not tried: without ${missing.join(' and ')})`, run: undefined }
      : { title, run: () => keeps(make()) };
  });
}

const HAS = {
  'a request': (it: ServiceUnderTest) => 'request' in it,
  'a fallback': (it: ServiceUnderTest) => serviceOf(it).hooks?.fallback !== undefined,
} as const;

interface Rule {
  readonly title: string;
  /** Of what kind of service only. */
  readonly of?: 'functions' | 'logic';
  /** What it takes to try it. */
  readonly needs?: readonly (keyof typeof HAS)[];
  readonly keeps: (it: ServiceUnderTest) => Promise<void>;
}

const ASKED = { of: 'functions', needs: ['a request'] } as const;

const RULES: readonly Rule[] = [
  {
    title: 'starts, and runs',
    keeps: (it) => onTree(it, ['a'], (tree) => tree.started()),
  },
  {
    title: 'answers',
    ...ASKED,
    keeps: (it) =>
      onTree(it, ['a'], async (tree) => {
        await tree.started();
        await tree.answered();
        tree.requireState('a', 'running');
      }),
  },
  {
    title: 'stops in time, and lets go of all that it holds',
    keeps: (it) =>
      onTree(it, ['a'], async (tree) => {
        await tree.started();
        await tree.stopped();
      }),
  },
  {
    title:
      'can be stopped while it starts: its signal ends the start, or what comes late is let go of',
    keeps: (it) => onTree(it, ['a'], (tree) => tree.stopped()),
  },
  {
    title: 'can be stopped while it answers',
    ...ASKED,
    keeps: (it) =>
      onTree(it, ['a'], async (tree) => {
        await tree.started();
        tree.ask().catch(() => undefined);
        await tree.stopped();
      }),
  },
  {
    title: 'ends a request that nobody waits for any more: its signal is heeded',
    ...ASKED,
    keeps: endsGivenUp,
  },
  {
    title: 'begins each life afresh',
    ...ASKED,
    keeps: (it) =>
      onTree(it, ['a'], async (tree) => {
        await tree.started();
        const first = await tree.answered();
        await tree.answered();
        await tree.restarted();
        requireEqual(await tree.answered(), first, 'what a second life answers first');
      }),
  },
  {
    title: 'begins each life of its logic afresh',
    of: 'logic',
    keeps: (it) =>
      onTree(it, ['a'], async (tree) => {
        await tree.started();
        const first = tree.workerState();
        if ('request' in it) tree.tell();
        await tree.restarted();
        requireEqual(tree.workerState(), first, 'where a second life begins');
      }),
  },
  {
    title: 'lets go of what a life held before the next one',
    keeps: letsGoBefore,
  },
  {
    title: 'runs beside another of its kind, which its end does not touch',
    ...ASKED,
    keeps: (it) =>
      onTree(it, ['a', 'b'], async (tree) => {
        await tree.started('a');
        await tree.started('b');
        const first = await tree.answered('a');
        await tree.answered('a');
        await tree.terminated('a');
        requireEqual(await tree.answered('b'), first, 'what the other answers first');
        await tree.stopped();
      }),
  },
  {
    title: 'answers from its fallback while it is degraded, and comes back',
    of: 'functions',
    needs: ['a request', 'a fallback'],
    keeps: answersDegraded,
  },
];

async function onTree(
  it: ServiceUnderTest,
  ids: readonly string[],
  use: (tree: ContractTree) => Promise<void>,
  service?: Service,
): Promise<void> {
  const tree = new ContractTree(it, ids, service);
  try {
    await use(tree);
  } finally {
    tree.destroy();
  }
}

/** The same service, with some of its hooks replaced. */
function withHooks(
  it: ServiceUnderTest,
  replace: (hooks: ServiceHooks) => Partial<ServiceHooks>,
): Service {
  const service = serviceOf(it);
  const { hooks } = service;
  return hooks === undefined ? service : { ...service, hooks: { ...hooks, ...replace(hooks) } };
}

async function endsGivenUp(it: ServiceUnderTest): Promise<void> {
  const attempts: unknown[] = [];
  const watched = withHooks(it, (hooks) => ({
    handle: (request, ctx) => {
      const reply = hooks.handle(request, ctx);
      attempts.push(reply);
      return reply;
    },
  }));
  await onTree(
    it,
    ['a'],
    async (tree) => {
      await tree.started();
      const caller = new AbortController();
      tree.ask('a', { signal: caller.signal }).catch(() => undefined);
      caller.abort(new Error('the caller has given up'));
      await tree.within('a request that nobody waits for', Promise.allSettled(attempts));
    },
    watched,
  );
}

/** What is held is read as the next life begins: a stop that is not awaited is over soon after. */
async function letsGoBefore(it: ServiceUnderTest): Promise<void> {
  const { held = () => 0 } = it;
  const before: number[] = [];
  const watched = withHooks(it, (hooks) => ({
    start: (ctx) => {
      before.push(held());
      return hooks.start?.(ctx);
    },
  }));
  await onTree(
    it,
    ['a'],
    async (tree) => {
      await tree.started();
      const first = tree.held;
      await tree.restarted();
      requireEqual(before[1], before[0], 'what is held as a second life begins');
      requireEqual(tree.held, first, 'what a second life holds');
    },
    watched,
  );
}

async function answersDegraded(it: ServiceUnderTest): Promise<void> {
  let isBroken = true;
  const broken = withHooks(it, (hooks) => ({
    handle: (request, ctx) => {
      if (isBroken) throw new DataCorruptionError('made by the contract');
      return hooks.handle(request, ctx);
    },
  }));
  await onTree(
    it,
    ['a'],
    async (tree) => {
      await tree.started();
      // What has failed is handed to the fallback, and so is what comes then.
      await tree.answered();
      tree.requireState('a', 'degraded');
      await tree.answered();
      isBroken = false;
      await tree.within('its return', recover(tree.tree, 'a'));
      tree.requireState('a', 'running');
      await tree.answered();
      await tree.stopped();
    },
    broken,
  );
}
