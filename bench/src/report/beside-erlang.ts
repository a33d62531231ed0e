import type { Place, Readings } from '../rounds/readings.ts';
import type { Section } from './figure.ts';

const ours = (scenario: string): Place => [scenario, 'kintsugi', 'cpuUs'];
const erlang = (scenario: string): Place => [scenario, 'erlang', 'cpuUs'];

/** How we stand beside the real thing, in the same run. */
export function besideErlang(readings: Readings, release: string): Section {
  const growth = readings.ratio(
    ['of-10,000', 'kintsugi', 'crashOfManyUs'],
    ['of-10,000', 'kintsugi', 'crashOfFewUs'],
  );
  return {
    title: `Beside Erlang/OTP ${release}, its logger off`,
    // oxfmt-ignore
    figures: [
      { name: 'OTP: restart of one of 100', value: readings.at(erlang('crash')), unit: 'us' },
      { name: 'OTP: the same, when it throws inside', value: readings.at(erlang('crash-inside')), unit: 'us' },
      { name: 'crash to running', value: readings.ratio(ours('crash'), erlang('crash')), unit: 'x OTP', goal: { atMost: 1 } },
      { name: 'restart of one of 10,000, beside 100', value: growth, unit: 'of it', goal: { atMost: 1.25 } },
      { name: 'OTP: restart of one of 10,000, beside 100', value: readings.ratio(erlang('crash-of-10,000'), erlang('crash')), unit: 'of it' },
      { name: 'ask/s, beside call', value: readings.ratio(erlang('ask'), ours('ask')), unit: 'x OTP' },
      { name: 'tell/s, beside cast', value: readings.ratio(erlang('tell'), ours('tell')), unit: 'x OTP' },
      { name: 'start, each of 10,000', value: readings.ratio(ours('spawn'), erlang('spawn')), unit: 'x OTP' },
      { name: 'memory, beside a process', value: readings.ratio(['spawn', 'kintsugi', 'bytes'], ['spawn', 'erlang', 'bytes']), unit: 'x OTP', goal: { atMost: 1 } },
    ],
  };
}
