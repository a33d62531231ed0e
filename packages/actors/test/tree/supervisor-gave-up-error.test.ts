import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  describeEvent,
  fromSupervisor,
  otp,
  policy,
  StateCorruptionError,
  SupervisorGaveUpError,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { outcome, plant } from '../plant.ts';

const escalating = policy({ RECOVERABLE: ['escalate'], CRITICAL: ['escalate'] });
const bug = (message: string) => new StateCorruptionError(message);

/** A shop whose database crashes at 1, 2 and 3 s: one time more than its supervisor allows. */
async function crashes() {
  const db = faultyService();
  const errors = [bug('first'), bug('second'), bug('disk full')];
  const billing = fromSupervisor({
    policy: policy({
      RECOVERABLE: ['restart', 'fail'],
      restart: { backoff: { kind: 'constant', delayMs: 0 }, maxAttempts: 5 },
    }),
    intensity: { maxRestarts: 2, withinMs: 60_000 },
    children: [child('db', db.service)],
  });
  const planted = plant({ policy: escalating, children: [child('billing', billing)] });
  for (const error of errors) {
    await planted.clock.advance(1_000);
    db.thenHandle(error);
    outcome(ask(planted.tree, 'billing/db', 'x'));
    await planted.clock.settle();
  }
  const error: unknown = planted.tree.getSnapshot().error;
  if (!(error instanceof SupervisorGaveUpError)) throw new Error('it should have given up');
  const inner = error.cause;
  if (!(inner instanceof SupervisorGaveUpError)) throw new Error('so should the one below');
  return { ...planted, errors, error, inner };
}

describe('SupervisorGaveUpError', () => {
  it('carries what the child had been through: its path, faults and restarts', async () => {
    const { inner } = await crashes();
    expect(inner).toMatchObject({
      code: 'SUPERVISOR_GAVE_UP',
      path: 'billing',
      child: 'billing/db',
      reason: 'intensity exceeded',
      severity: 'RECOVERABLE',
      faults: {
        total: 3,
        overMs: 2_000,
        first: { origin: 'operation', error: { message: 'first' } },
      },
      restarts: { total: 2, lastAt: [1_000, 2_000] },
    });
    expect(inner.faults.last.map(({ error }) => error.message)).toEqual([
      'first',
      'second',
      'disk full',
    ]);
    expect(structuredClone({ ...inner.faults, ...inner.restarts })).toMatchObject({ total: 2 });
  });

  it('has nothing to tell of faults when a first start failed', async () => {
    const { tree, clock } = plant({
      policy: otp,
      children: [child('db', faultyService({ start: [bug('no disk')] }).service)],
    });
    await clock.settle();
    expect(tree.getSnapshot().error).toMatchObject({
      reason: 'a first start failed',
      faults: { total: 0, overMs: 0, last: [] },
      restarts: { total: 0, lastAt: [] },
      message:
        'the root supervisor gave up: a first start failed, for "db" (never restarted): StateCorruptionError: no disk',
    });
  });

  it('is a chain from the supervisor down to the original error', async () => {
    const { error, inner, errors } = await crashes();
    const original = errors[2];
    expect(error.chain).toEqual([
      { supervisor: '', child: 'billing', reason: 'the chain escalated', error: inner },
      {
        supervisor: 'billing',
        child: 'billing/db',
        reason: 'intensity exceeded',
        error: original,
      },
    ]);
    expect(inner.chain).toEqual(error.chain.slice(1));
    expect(inner.chain[0]?.error).toBe(original);
  });

  it('is readable at three in the morning', async () => {
    const { error, inner, probe } = await crashes();
    expect(error.message).toBe(
      'the root supervisor gave up: the chain escalated, for "billing" (1 fault, never restarted): in "billing/db": StateCorruptionError: disk full',
    );
    expect(inner.message).toBe(
      'supervisor "billing" gave up: intensity exceeded, for "billing/db" (3 faults in 2 s, restarted 2 times): StateCorruptionError: disk full',
    );
    expect(error.story.split('\n')).toEqual([
      'the root supervisor gave up: the chain escalated, for "billing" (1 fault, never restarted)',
      'because supervisor "billing" gave up: intensity exceeded, for "billing/db" (3 faults in 2 s, restarted 2 times)',
      'because of StateCorruptionError: disk full',
    ]);
    // The original error stands in the line once.
    expect(
      probe
        .of('supervisor.gaveUp')
        .map(describeEvent)[1]
        ?.match(/disk full/g),
    ).toHaveLength(1);
  });

  it('is told whatever was thrown, in one line for each supervisor', async () => {
    const { tree, clock } = plant({
      policy: escalating,
      children: [child('db', faultyService({ handle: [bug('two\nlines')] }).service)],
    });
    outcome(ask(tree, 'db', 'x'));
    await clock.settle();
    const error: unknown = tree.getSnapshot().error;
    expect((error as SupervisorGaveUpError).story.split('\n')).toEqual([
      'the root supervisor gave up: the chain escalated, for "db" (1 fault, never restarted)',
      'because of StateCorruptionError: two lines',
    ]);
  });

  it('rule 11: limits multiply from level to level: (n + 1) * (m + 1) starts in all (OTP)', async () => {
    for (const [outer, inner] of [
      [2, 0],
      [0, 0],
      [1, 2],
      [3, 1],
    ] as const) {
      const x = faultyService();
      const withinMs = 60_000;
      const nested = fromSupervisor({
        policy: otp,
        intensity: { maxRestarts: inner, withinMs },
        children: [child('x', x.service)],
      });
      const w = faultyService();
      const { tree, clock } = plant({
        policy: otp,
        intensity: { maxRestarts: outer, withinMs },
        children: [child('inner', nested), child('w', w.service)],
      });
      await clock.settle();
      let crashed = 0;
      for (; tree.getSnapshot().status === 'active'; crashed++) {
        x.thenHandle(bug(`${crashed}`));
        outcome(ask(tree, 'inner/x', 'x'));
        await clock.settle();
      }
      expect(crashed).toBe((outer + 1) * (inner + 1));
      expect(x.calls.filter((call) => call.startsWith('start'))).toHaveLength(crashed);
      expect(w.calls).toEqual(['start 1', 'stop 1 shutdown']);
    }
  });
});
