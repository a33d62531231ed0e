// Measures one thing in this process, and prints what it found: `node measure.js <scenario> <subject> [size]`.
// A process of its own, so that nothing measured before has warmed, filled or fragmented anything.
import { isSubject, loadSubject } from './peers/subjects.ts';
import { scalingOf } from './scaling/scaling.ts';
import type { Measured } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';

async function measure(scenario = '', subject = '', size = ''): Promise<Measured> {
  const scaling = scalingOf(scenario);
  if (scaling !== undefined) return scaling.measure();
  const known = SCENARIOS.find(({ name }) => name === scenario);
  if (known === undefined) throw new Error(`no such scenario: ${scenario}`);
  if (!isSubject(subject)) throw new Error(`no such subject: ${subject}`);
  return known.measure(await loadSubject(subject), size === '' ? known.size : Number(size));
}

if (globalThis.gc === undefined) throw new Error('memory is measured: run node with --expose-gc');
console.log(JSON.stringify(await measure(...process.argv.slice(2))));
// Probation, which lasts 10 s after a crash, keeps a timer; so do peers.
process.exit();
