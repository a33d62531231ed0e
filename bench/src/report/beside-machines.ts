import type { Place, Readings } from '../rounds/readings.ts';
import type { Section } from './figure.ts';

const starting = (name: string): Place => ['starting', 'kintsugi', name];
const running = (name: string): Place => ['running', 'kintsugi', name];
const recording = (name: string): Place => ['recording', 'kintsugi', name];

const observed = (name: string): Place => ['observed', 'kintsugi', name];

const megabytes = (bytes: number | undefined) => bytes && bytes / 1e6;

/** What a service costs beside a raw XState machine child, and how that grows with many. */
export function besideMachines(readings: Readings): readonly Section[] {
  const at = (place: Place) => readings.at(place);
  const spawns = (name: string) => readings.ratio(running(name), running('rawSpawnUs'));
  const perSecond = (name: string) => 1e6 / (at(running(name)) ?? Number.NaN);
  const growth = (kind: 'stop' | 'crash', size: string) =>
    readings.ratio(
      [`of-${size}`, 'kintsugi', `${kind}OfManyUs`],
      [`of-${size}`, 'kintsugi', `${kind}OfFewUs`],
    );
  const start = (strategy: string, beside = 'functionsUs') =>
    readings.ratio(starting(`${strategy}Us`), starting(beside));
  const unit = 'raw spawns';
  // oxfmt-ignore
  return [
    { title: 'Beside a raw XState machine child, after a round that does not count', figures: [
      { name: 'raw machine child: spawn', value: at(starting('rawUs')), unit: 'us' },
      { name: 'raw machine child: memory', value: at(starting('rawBytes')), unit: 'bytes' },
      { name: 'function service: spawn', value: readings.ratio(starting('functionsUs'), starting('rawUs')), unit, goal: { atMost: 1 } },
      { name: 'serviceFrom(machine): spawn', value: readings.ratio(starting('machineUs'), starting('rawUs')), unit },
      { name: 'serviceFrom(machine): memory', value: at(starting('machineBytes')), unit: 'bytes' },
      { name: 'throw and catch of an Error', value: spawns('throwUs'), unit },
      { name: 'function service: crash to running', value: spawns('crashUs'), unit, goal: { atMost: 0.6 } },
      { name: '  the same, with an Error made before', value: spawns('rethrowUs'), unit },
      { name: 'serviceFrom(machine): crash to running', value: spawns('machineCrashUs'), unit, goal: { atMost: 2 } },
      { name: '  the same, with an Error made before', value: spawns('machineRethrowUs'), unit },
      { name: 'ask, beside send and reply by hand', value: readings.ratio(running('askUs'), running('rawAskUs')), unit: 'of it', goal: { atMost: 0.35 } },
      { name: 'ask', value: perSecond('askUs'), unit: 'per s' },
      { name: 'tell', value: perSecond('tellUs'), unit: 'per s', goal: { atLeast: 2e6 } },
    ] },
    { title: 'With a flight recorder whose ring has come round', figures: [
      { name: 'crash to running with a flight recorder, beside without', value: at(recording('ofBare')), unit: 'of it', goal: { atMost: 1.05 } },
      { name: '  the same, with an Error made before', value: at(recording('rethrowOfBare')), unit: 'of it' },
      { name: 'flight recorder: memory', value: megabytes(at(recording('bytes'))), unit: 'MB' },
    ] },
    { title: 'With the page of the observer, beside without', figures: [
      { name: 'crash to running while nobody looks', value: at(observed('crashIdle')), unit: 'of it', goal: { atMost: 1.02 } },
      { name: 'crash to running while one looks', value: at(observed('crashWatched')), unit: 'of it', goal: { atMost: 1.3 } },
      { name: 'ask while nobody looks', value: at(observed('askIdle')), unit: 'of it', goal: { atMost: 1.02 } },
      { name: 'ask while one looks', value: at(observed('askWatched')), unit: 'of it', goal: { atMost: 1.3 } },
    ] },
    { title: 'With many', figures: [
      { name: 'function service: memory, each of 1,000', value: at(starting('functionsBytes')), unit: 'bytes', goal: { atMost: 2_000 } },
      { name: 'function service: memory, each of 100,000', value: at(starting('one_for_oneBytes')), unit: 'bytes', goal: { atMost: 2_000 } },
      { name: 'start of 100,000, beside 1,000, each', value: start('one_for_one'), unit: 'of it', goal: { atMost: 1.3 } },
      { name: '  beside 100 trees of 1,000', value: start('one_for_one', 'inThousandsUs'), unit: 'of it' },
      { name: 'start of 100,000 under rest_for_one', value: start('rest_for_one'), unit: 'of it', goal: { atMost: 1.3 } },
      { name: 'stop one of 10,000, beside one of 100', value: growth('stop', '10,000'), unit: 'of it', goal: { atMost: 1.25 } },
      { name: 'stop one of 100,000, beside one of 100', value: growth('stop', '100,000'), unit: 'of it', goal: { atMost: 1.25 } },
      { name: 'crash one of 10,000, beside one of 100', value: growth('crash', '10,000'), unit: 'of it', goal: { atMost: 1.25 } },
      { name: 'crash one of 100,000, beside one of 100', value: growth('crash', '100,000'), unit: 'of it', goal: { atMost: 1.25 } },
    ] },
  ];
}
