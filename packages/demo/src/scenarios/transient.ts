import { ask, child, fromSupervisor } from '@kintsugi/actors';
import { createActor } from 'xstate';
import { flakyServer } from '../services/flaky-server.ts';
import { transientService } from '../services/transient-service.ts';
import type { Scenario } from './scenario.ts';
import { shortPolicy } from './short-policy.ts';

const CALLS = 24;

/** Faults that pass: retries are enough. */
export const transient: Scenario = {
  name: 'transient',
  title: 'TransientFailureService',
  what: 'A service calls a local HTTP server, one call after the other.',
  breaks: 'The server resets or stalls 30 % of the calls: real ECONNRESET, real timeouts.',
  subject: 'transient',

  async run(stage) {
    const server = await stage.keep(flakyServer(stage.random));
    const tree = createActor(
      fromSupervisor({
        policy: shortPolicy,
        children: [child('transient', transientService(server.url))],
      }),
      { input: { random: stage.treeRandom } },
    );
    stage.start(tree);
    for (let call = 1; call <= CALLS; call++) {
      await stage.call('transient', () => ask(tree, 'transient', 'call'));
      await stage.pause(180);
    }
  },

  expectations: ({ tally, state }) => {
    const { operations, succeeded, retries, restarts, fallbacks } = tally.total();
    return [
      { that: 'every call was answered in the end', holds: succeeded === operations },
      { that: 'calls were retried', holds: retries > 0 },
      { that: 'nothing was restarted', holds: restarts === 0 },
      { that: 'no fallback was needed', holds: fallbacks === 0 },
      { that: 'it runs', holds: state === 'running' },
    ];
  },
  proven: ({ tally }) => {
    const { operations, faults, retries } = tally.total();
    return `All ${operations} calls were answered: ${faults} faults were cured by ${retries} retries. Faults in less than half of the calls are no outage, so nothing was restarted.`;
  },
};
