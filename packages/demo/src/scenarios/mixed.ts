import { ask, child, fromSupervisor, recover } from '@kintsugi/actors';
import { createActor } from 'xstate';
import { criticalService } from '../services/critical-service.ts';
import { flakyServer } from '../services/flaky-server.ts';
import { recoverableService } from '../services/recoverable-service.ts';
import { stableService } from '../services/stable-service.ts';
import { steadyServer } from '../services/steady-server.ts';
import { transientService } from '../services/transient-service.ts';
import { damageAndRepair, newFile } from './critical.ts';
import { newTransfer } from './recoverable.ts';
import type { Scenario, Stage } from './scenario.ts';
import { shortPolicy } from './short-policy.ts';

const ROUNDS = 30;
/** After this round the server forgets the session of the transient service's pool. */
const FORGETS_AFTER = 10;

/** All four under one tree, and a fault that looks temporary and is not. */
export const mixed: Scenario = {
  name: 'mixed',
  title: 'all four under one tree',
  what: 'The four services run side by side, longer; one supervisor looks after them.',
  breaks: 'The same again; then the kept connections go bad: the server half-closes them.',
  subject: '',

  async run(stage) {
    const cast = await castMixed(stage);
    stage.start(cast.tree);
    await playMixed(stage, cast);
  },

  expectations: ({ tally, state, health }) => {
    const [stable, transient] = [tally.at('stable'), tally.at('transient')];
    const [recoverable, critical] = [tally.at('recoverable'), tally.at('critical')];
    return [
      {
        that: 'the stable one was undisturbed',
        holds: stable.faults === 0 && stable.succeeded === stable.operations,
      },
      { that: 'the transient one was retried', holds: transient.retries > 0 },
      {
        that: 'one restart cured its bad pool',
        holds: transient.restarts === 1 && transient.fallbacks === 0,
      },
      { that: 'that cost it one call', holds: transient.operations - transient.succeeded === 1 },
      {
        that: 'the recoverable one was restarted each time',
        holds: recoverable.restarts === Math.floor(ROUNDS / 3),
      },
      {
        that: 'the critical one fell back and was brought back',
        holds: critical.fallbacks === 1 && critical.repairsMs.length === 1,
      },
      { that: 'the tree runs and is healthy', holds: state === 'running' && health === 'healthy' },
    ];
  },
  proven: ({ tally }) => {
    const { retries, restarts, fallbacks } = tally.total();
    const { operations } = tally.at('stable');
    return `Retry (${retries}), restart (${restarts}) and fallback (${fallbacks}) each did what the others could not. One restart cured the bad pool, at the price of one call. The stable one answered all of its ${operations} polls as if nothing had happened.`;
  },
};

type Cast = Awaited<ReturnType<typeof castMixed>>;

/** Four services, the servers that they call, and the supervisor that looks after them; not yet started. */
export async function castMixed(stage: Stage, policy = shortPolicy) {
  const steady = await stage.keep(steadyServer());
  const flaky = await stage.keep(flakyServer(stage.random));
  const file = await newFile(stage);
  const tree = createActor(
    fromSupervisor({
      policy,
      children: [
        child('stable', stableService(steady.url)),
        child('transient', transientService(flaky.url)),
        child('recoverable', recoverableService()),
        child('critical', criticalService(file)),
      ],
    }),
    { input: { random: stage.treeRandom } },
  );
  return { tree, flaky, file };
}

/** All that happens to them, once: at its end they are as at its beginning. */
export async function playMixed(stage: Stage, { tree, flaky, file }: Cast): Promise<void> {
  const acts = damageAndRepair(stage, {
    file,
    ask: (request) => ask(tree, 'critical', request),
    recover: () => recover(tree, 'critical'),
  });

  /** Each call goes with a poll of the stable one, which must not notice. */
  const beside = async (work: () => Promise<unknown>): Promise<void> => {
    await Promise.all([stage.call('stable', () => ask(tree, 'stable', 'poll')), work()]);
    // One after the other, so that a seed always tells the same story.
    await stage.quiet();
  };
  for (let round = 1; round <= ROUNDS; round++) {
    await beside(() => stage.call('transient', () => ask(tree, 'transient', 'call')));
    const transfer = newTransfer(stage.random);
    await beside(() => stage.call('recoverable', () => ask(tree, 'recoverable', transfer)));
    await beside(acts[round - 1] ?? (() => Promise.resolve()));
    await stage.pause(200);
    if (round === FORGETS_AFTER) {
      flaky.forgetSessions();
      stage.say(
        'world',
        'the server forgets its sessions and half-closes their connections, two calls of three',
      );
    }
  }
}
