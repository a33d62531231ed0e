import { ask, child, fromSupervisor } from '@kintsugi/actors';
import { createActor } from 'xstate';
import { recoverableService, type Transfer } from '../services/recoverable-service.ts';
import type { Answer, Scenario } from './scenario.ts';
import { shortPolicy } from './short-policy.ts';

const TRANSFERS = 12;
/** The ledger breaks at every third. */
const BREAKS = TRANSFERS / 3;

/** A service that spoils its own memory: a fresh start is enough. */
export const recoverable: Scenario = {
  name: 'recoverable',
  title: 'RecoverableFailureService',
  what: 'A ledger books transfers in memory; its balances together must be 0.',
  breaks: 'A bug loses one leg of every third transfer; the state stays wrong, no retry helps.',
  subject: 'recoverable',

  async run(stage) {
    const tree = createActor(
      fromSupervisor({
        policy: shortPolicy,
        children: [child('recoverable', recoverableService())],
      }),
      { input: { random: stage.treeRandom } },
    );
    stage.start(tree);
    for (let number = 1; number <= TRANSFERS; number++) {
      const request = newTransfer(stage.random);
      const answer = await stage.call('recoverable', () => ask(tree, 'recoverable', request));
      stage.say('caller', `transfer ${number} (amount ${request.amount}): ${toldTo(answer)}`);
      await stage.pause(300);
      await stage.quiet();
    }
  },

  expectations: ({ tally, state, health }) => {
    const { operations, succeeded, retries, restarts, fallbacks } = tally.total();
    return [
      {
        that: `${TRANSFERS - BREAKS} transfers were booked`,
        holds: operations - succeeded === BREAKS,
      },
      { that: `it was restarted ${BREAKS} times`, holds: restarts === BREAKS },
      { that: 'nothing was retried, nothing degraded', holds: retries + fallbacks === 0 },
      { that: 'it runs and is healthy', holds: state === 'running' && health === 'healthy' },
    ];
  },
  proven: ({ tally }) =>
    `Each of ${tally.total().restarts} broken ledgers was replaced by a clean one within milliseconds; the caller was told the truth each time.`,
};

/** A transfer of 1 to 100 from Ada to Grace. */
export function newTransfer(random: () => number): Transfer {
  return { from: 'Ada', to: 'Grace', amount: 1 + Math.floor(random() * 100) };
}

function toldTo(answer: Answer<number>): string {
  if (answer.ok) return `booked, number ${answer.reply} in this ledger`;
  return `not booked (${answer.error instanceof Error ? answer.error.message : 'unknown'})`;
}
