import {
  type AnySupervisorLogic,
  ask,
  child,
  fromSupervisor,
  policy,
  recordFlight,
  selfHealing,
  service,
  StateCorruptionError,
  terminateChild,
} from '@kintsugi/actors';
import {
  createTestClock,
  faultyService,
  parseRecording,
  probeEvents,
  replay,
  toTest,
} from '@kintsugi/actors/testing';
import { expectTree } from '@kintsugi/actors/vitest';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { analyse, describeAnalysis, simulate, toPromela, verify } from '../src/index.ts';

/** Names that every object has: in a plain record they are found although nobody has put them there. */
const HOSTILE = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

const SHORT = policy({
  retry: { maxAttempts: 1 },
  restart: { maxAttempts: 1 },
  recovery: { baseMs: 1_000, maxMs: 4_000 },
  pattern: { failures: 2 },
  longWindow: { restarts: 3 },
});
const worker = service({ handle: (text: string) => text });

/** A child, and a supervisor with a child, all of one name. */
const treeOf = (id: string, one = worker, other = worker) =>
  fromSupervisor({
    policy: SHORT,
    children: [
      child(id, fromSupervisor({ policy: SHORT, children: [child(id, one)] })),
      child('plain', other, { intensity: { maxRestarts: 1, withinMs: 1_000 } }),
    ],
  });

const exploredOf = (tree: AnySupervisorLogic) =>
  verify(tree, { services: 1, maxFaults: 2, maxHangs: 0, mailbox: 1 }).checks.map(
    ({ counterexample, isComplete, states, properties }) => ({
      counterexample,
      isComplete,
      states,
      tested: properties.map(({ tested }) => tested),
    }),
  );
const USUAL = exploredOf(treeOf('usual'));

/** A tree in which a deep child has failed, been restarted and, in the end, been stopped. */
async function troubled(id: string) {
  const clock = createTestClock();
  const faulty = faultyService({ handle: [new StateCorruptionError('bug')] });
  const tree = createActor(treeOf(id, faulty.service), { clock });
  const probe = probeEvents(tree);
  const recorder = recordFlight(tree);
  const path: string = `${id}/${id}`;
  tree.start();
  await clock.settle();
  await expect(ask(tree, path, 'hello')).rejects.toThrow('bug');
  await clock.advance(3_600_000);
  return { clock, tree, probe, recorder, path };
}

describe.each(HOSTILE)('children that are called %s', (id) => {
  it('are explored as any other', () => {
    expect(exploredOf(treeOf(id))).toEqual(USUAL);
  });

  it('have a form in Promela', () => {
    const scope = { services: 1, maxFaults: 1, maxHangs: 0 };
    expect(toPromela(treeOf(id), scope).map(({ files }) => files)).toEqual(
      toPromela(treeOf('usual'), scope).map(({ files }) => files),
    );
  });

  it('are simulated, with rates of their own', async () => {
    const path = `${id}/${id}`;
    const faults = { preset: 'hostile', services: { [path]: { crash: 10_000 } } } as const;
    const { failure, services } = await simulate(treeOf(id), { seed: 1, days: 0.02, faults });
    expect(failure?.text).toBeUndefined();
    expect(services.find((each) => each.path === path)?.incidents).not.toEqual({});
  });

  it('are reckoned with', () => {
    const usual = 'u'.repeat(id.length);
    const text = describeAnalysis(analyse(treeOf(id))).replaceAll(id, usual);
    expect(text).toEqual(describeAnalysis(analyse(treeOf(usual))));
  });

  it('are recorded, replayed and made a test of', async () => {
    const { recorder, path } = await troubled(id);
    const recording = parseRecording(recorder.lines());
    const { divergence, outcomes } = replay(recording, {
      policies: Object.fromEntries([[id, SHORT.escalation]]),
    });
    expect(divergence).toBeUndefined();
    expect(outcomes).toEqual({ [`${path}#1`]: 'recovered' });
    const imported = { name: 'mine', from: './policy.ts' };
    expect(toTest(recording, { policy: imported })).toContain(
      `policies: { ${id === '__proto__' ? `['${id}']` : `'${id}'`}: mine.escalation }`,
    );
    expect(() => toTest(recording, { incident: id })).toThrow('toTest.incident must be');
  });

  it('are seen by the matchers', async () => {
    const { clock, tree, probe, path } = await troubled(id);
    expect(tree).toHaveStates(Object.fromEntries([[path, 'running']]));
    expect(tree).toBeHealthy();
    expectTree(tree).toBe(`${path} running; plain running`);
    expect(probe).toHaveEvents([`child.restarting ${path}`, `child.started ${path}`]);
    void terminateChild(tree, path);
    await clock.settle();
    expect(tree).toHaveStates(Object.fromEntries([[path, 'stopped']]));
  });

  it('are no steps of a policy, whose names are states of the chart', () => {
    const step = { step: id, run: () => undefined };
    expect(() => policy({ TRANSIENT: [step, 'fail'] })).toThrow('policy.TRANSIENT[0].step must be');
    expect(Object.hasOwn(selfHealing.escalation.customSteps, id)).toBe(false);
  });
});
