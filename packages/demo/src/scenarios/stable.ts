import { ask, child, fromSupervisor } from '@kintsugi/actors';
import { createActor } from 'xstate';
import { stableService } from '../services/stable-service.ts';
import { steadyServer } from '../services/steady-server.ts';
import type { Scenario } from './scenario.ts';
import { shortPolicy } from './short-policy.ts';

const POLLS = 15;

/** Nothing happens. */
export const stable: Scenario = {
  name: 'stable',
  title: 'StableService',
  what: 'A service polls a local HTTP server over a connection that is kept alive.',
  breaks: 'Nothing: while all is well supervision says nothing.',
  subject: 'stable',

  async run(stage) {
    const server = await stage.keep(steadyServer());
    const tree = createActor(
      fromSupervisor({
        policy: shortPolicy,
        children: [child('stable', stableService(server.url))],
      }),
      { input: { random: stage.treeRandom } },
    );
    stage.start(tree);
    for (let poll = 1; poll <= POLLS; poll++) {
      await stage.call('stable', () => ask(tree, 'stable', 'poll'));
      await stage.pause(150);
    }
    stage.say('caller', `${POLLS} polls, each answered at once`);
  },

  expectations: ({ tally, state }) => {
    const { operations, succeeded, faults } = tally.total();
    return [
      { that: 'every poll was answered', holds: succeeded === operations },
      { that: 'there was no fault', holds: faults === 0 },
      { that: 'it runs', holds: state === 'running' },
    ];
  },
  proven: ({ tally }) =>
    `${tally.total().operations} polls, no fault, and the tree had nothing to say between start and stop.`,
};
