import {
  ask,
  child,
  type ChildInfo,
  fromSupervisor,
  type Strategy,
  whichChildren,
} from '@kintsugi/actors';
import { createActor } from 'xstate';
import { type LifeState, priceShop } from '../services/price-shop.ts';
import type { Fact, Lane } from './lane.ts';
import type { Expectation, Scenario, Stage } from './scenario.ts';
import { shortPolicy } from './short-policy.ts';

const STRATEGIES = ['one_for_one', 'rest_for_one', 'one_for_all'] as const satisfies Strategy[];
type Shown = (typeof STRATEGIES)[number];

const SERVICES = ['server', 'cache', 'front'] as const;
const CRASHES = 'cache';
const STEP_MS = 300;
const [PRICE_BEFORE, PRICE_AFTER] = [3, 4];

/** One crash, and who goes down with it. */
export const strategies: Scenario = {
  name: 'strategies',
  title: 'one crash under three strategies',
  what: 'A price server, a cache of its prices, a front that keeps the list the cache gave it at its start; three trees of them. Slowed so that you can watch: 0.3 s to stop a service, 0.3 s to start it again.',
  breaks:
    'The servers break off in the middle of an answer; each cache crashes on it, in all trees at once.',
  subject: '',
  lanes: [
    { name: 'one_for_one', meaning: 'restarts the one' },
    { name: 'rest_for_one', meaning: 'it and those after it' },
    { name: 'one_for_all', meaning: 'it and all others' },
  ],

  async run(stage) {
    let tea = PRICE_BEFORE;
    const tree = newTree(stage, () => tea);
    stage.start(tree);
    await stage.pause(600);
    const askFront = (strategy: Shown) =>
      stage.call(strategy, () => ask(tree, `${strategy}/front`, 'tea'));
    const told = await inAll(askFront);
    const prices = new Set(told.map((answer) => (answer.ok ? answer.reply.tea : 'nobody knows')));
    stage.say('caller', `asks each front: tea costs ${[...prices].join(', ')}`);
    await stage.pause(600);

    tea = PRICE_AFTER;
    await inAll((strategy) => ask(tree, `${strategy}/server`, 'break off'));
    stage.say('world', `tea costs ${tea} now; next answers break off`);
    stage.say('caller', 'asks each cache to read the prices again');
    await stage.pause(300);
    await inAll((strategy) =>
      stage.call(strategy, () => ask(tree, `${strategy}/cache`, 'read again')),
    );
    await stage.quiet();

    stage.say('caller', 'asks each front again');
    await inAll(async (strategy) => {
      const answer = await askFront(strategy);
      const children = await whichChildren(tree, strategy);
      stage.conclude(strategy, [
        ...children.toReversed().map(lifeFact),
        ...(answer.ok ? [priceFact(answer.reply.tea, tea)] : []),
        restartsFact(children.reduce((sum, { restarts }) => sum + restarts, 0)),
      ]);
    });
  },

  expectations: ({ tally, lanes, health }) => [
    ...lanes.flatMap(({ name, moments, facts }) => expectationsOf({ name, moments, facts })),
    { that: 'there are three lanes', holds: lanes.length === STRATEGIES.length },
    { that: 'each tree had one fault', holds: tally.total().faults === STRATEGIES.length },
    { that: 'all is healthy', holds: health === 'healthy' },
  ],
  proven: () =>
    'one restart each, and three endings. Choose one_for_one where no child needs another; rest_for_one where each is built on those before it, as here; one_for_all where none is right without all the others.',
};

function inAll<Result>(work: (strategy: Shown) => Promise<Result>): Promise<readonly Result[]> {
  return Promise.all(STRATEGIES.map(work));
}

function newTree(stage: Stage, teaPrice: () => number) {
  const lives = new Map<string, number>();
  const under = (strategy: Shown) => {
    const onLife = (service: string, life: number, state: LifeState) => {
      lives.set(`${strategy}/${service}`, life);
      stage.show(strategy, { service, life, state });
    };
    const { server, cache, front } = priceShop({ teaPrice, restartStepMs: STEP_MS, onLife });
    return fromSupervisor({
      policy: shortPolicy,
      strategy,
      children: [child('server', server), child('cache', cache), child('front', front)],
    });
  };
  const tree = createActor(
    fromSupervisor({
      policy: shortPolicy,
      children: [
        child('one_for_one', under('one_for_one')),
        child('rest_for_one', under('rest_for_one')),
        child('one_for_all', under('one_for_all')),
      ],
    }),
    { input: { random: stage.treeRandom } },
  );
  tree.on('child.faulted', ({ path }) => {
    const [lane = '', service = ''] = path.split('/');
    stage.show(lane, { service, life: lives.get(path) ?? 0, state: 'crashed' });
  });
  return tree;
}

function lifeFact({ id: about, incarnation }: ChildInfo): Fact {
  if (incarnation === 1) return { about, is: 'life 1, kept' };
  return { about, is: `life ${incarnation}, new`, mark: 'new' };
}

function priceFact(told: number, real: number): Fact {
  const about = 'tea';
  if (told === real) return { about, is: `costs ${told}` };
  return { about, is: `costs ${told}: outdated`, mark: 'wrong' };
}

function restartsFact(restarts: number): Fact {
  return { about: 'cost', is: restarts === 1 ? '1 restart' : `${restarts} restarts` };
}

/** Who is stopped and started when one crashes, in this order: what the strategies promise. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  one_for_one: [CRASHES],
  rest_for_one: SERVICES.slice(SERVICES.indexOf(CRASHES)),
  one_for_all: SERVICES,
} satisfies Record<Shown, readonly string[]>;

function expectationsOf({ name, moments, facts }: Lane): readonly Expectation[] {
  const members = MEMBERS[name] ?? [];
  const crash = moments.findIndex(({ state }) => state === 'crashed');
  const seen = moments
    .slice(crash)
    .map(({ service, life, state }) => `${service} ${life} ${state}`);
  const expected = [
    `${CRASHES} 1 crashed`,
    ...members.toReversed().flatMap((id) => [`${id} 1 stopping`, `${id} 1 stopped`]),
    ...members.flatMap((id) => [`${id} 2 starting`, `${id} 2 running`]),
  ];
  const isFrontNew = members.includes('front');
  return [
    {
      that: `${name} cycles ${members.join(', ')}, one after the other: ${seen.join(', ')}`,
      holds: seen.join() === expected.join(),
    },
    {
      that: `${name} leaves the front ${isFrontNew ? 'up to date' : 'with an old price'}`,
      holds: facts.some(({ mark }) => mark === 'wrong') !== isFrontNew,
    },
    { that: `${name} costs one restart`, holds: facts.some(({ is }) => is === '1 restart') },
  ];
}
