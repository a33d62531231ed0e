import { PEERS } from '../peers/subjects.ts';
import type { Readings } from '../rounds/readings.ts';
import type { Figure, Goal, Section } from './figure.ts';

/**
 * `ask` of noex, as part of the bare class's where both were measured. There is no package of it that
 * could be measured here.
 */
const NOEX_ASK_OF_BARE = 0.28;

/** What is less, is better: CPU time, or bytes. */
function besideBestPeer(readings: Readings, scenario: string, name = 'cpuUs'): Figure {
  const [best] = PEERS.flatMap((peer) => {
    const value = readings.at([scenario, peer, name]);
    return value === undefined ? [] : [{ peer, value }];
  }).toSorted((a, b) => a.value - b.value);
  const peer = best?.peer ?? 'peer';
  return {
    name: '  beside the best of the peers',
    value: readings.ratio([scenario, 'kintsugi', name], [scenario, peer, name]),
    unit: `x ${peer}`,
    goal: { atMost: 1 },
  };
}

/** How we stand beside what people would use instead, in the same run. */
export function besidePeers(readings: Readings): Section {
  const cost = (
    scenario: string,
    subject: string,
    goal: Goal,
    name: string,
    value = 'cpuUs',
  ): Figure => ({
    name,
    value: readings.ratio([scenario, subject, value], [scenario, 'bare', value]),
    unit: 'x bare',
    goal,
  });
  const rate = (
    scenario: string,
    other: string,
    goal: Goal,
    name: string,
    value = 'cpuUs',
  ): Figure => ({
    name,
    value: readings.ratio([scenario, other, value], [scenario, 'kintsugi', value]),
    unit: `x ${other}`,
    goal,
  });
  const cold = '  in a process just started';
  return {
    title: 'Beside the peers',
    // oxfmt-ignore
    figures: [
      cost('crash', 'kintsugi', { atMost: 1.3 }, 'crash to running'),
      cost('crash', 'kintsugi-healing', { atMost: 1.3 }, '  the same, under the default steps'),
      cost('crash', 'kintsugi', { atMost: 1.3 }, cold, 'coldUs'),
      besideBestPeer(readings, 'crash'),
      cost('burst', 'kintsugi', { atMost: 2 }, '1,000 crash at once'),
      cost('burst', 'kintsugi-healing', { atMost: 2 }, '  the same, under the default steps'),
      cost('burst', 'kintsugi', { atMost: 2 }, cold, 'coldUs'),
      besideBestPeer(readings, 'burst'),
      rate('burst', 'nact', { atLeast: 1.3 }, '  restarts/s, beside nact'),
      rate('ask', 'nact', { atLeast: 3 }, 'ask/s, beside nact'),
      rate('ask', 'nact', { atLeast: 3 }, cold, 'coldUs'),
      rate('ask', 'bare', { atLeast: NOEX_ASK_OF_BARE }, `  beside bare, of which noex was ${NOEX_ASK_OF_BARE}`),
      besideBestPeer(readings, 'ask'),
      rate('tell', 'nact', { atLeast: 5 }, 'tell/s, beside nact'),
      rate('tell', 'nact', { atLeast: 5 }, cold, 'coldUs'),
      rate('tell', 'effect', { atLeast: 1 }, '  beside effect'),
      besideBestPeer(readings, 'tell'),
      { name: 'memory, each of 10,000', value: readings.at(['spawn', 'kintsugi', 'bytes']), unit: 'bytes', goal: { atMost: 2_000 } },
      besideBestPeer(readings, 'spawn', 'bytes'),
      { name: '10,000 idle services: CPU', value: readings.at(['spawn', 'kintsugi', 'idleCpuPercent']), unit: '%', goal: { atMost: 1 } },
      { name: '10,000 idle services: timers', value: readings.at(['spawn', 'kintsugi', 'idleTimers']), unit: 'timers', goal: { atMost: 0 } },
    ],
  };
}
