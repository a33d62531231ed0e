import { expect, it } from 'vitest';
import {
  ask,
  child,
  defaultRules,
  fromSupervisor,
  otp,
  policy,
  refAt,
  service,
  StateCorruptionError,
  SupervisorGaveUpError,
  tell,
  whichChild,
} from '../../../src/index.ts';
import { faultyService } from '../../../src/testing/index.ts';
import { outcome, plant } from '../../plant.ts';

class A extends Error {}
class B extends Error {}
class C extends Error {}

/** A service that counts what it is asked, and throws what it is asked to throw, once each. */
function counting(calls: string[] = []) {
  const thrown = new Set<Error>();
  return service({
    start: ({ incarnation }) => {
      calls.push(`start ${incarnation}`);
      return { counter: 0 };
    },
    handle: (request: 'add' | 'read' | Error, { resource }) => {
      if (request instanceof Error && !thrown.has(request)) {
        thrown.add(request);
        throw request;
      }
      if (request === 'add') resource.counter += 1;
      return resource.counter;
    },
    stop: (_resource, reason) => void calls.push(`stop ${reason}`),
  });
}

const bug = () => new StateCorruptionError('bug');

/** Every fault restarts, up to a limit. */
function limited(maxRestarts: number, withinMs: number) {
  const flaky = faultyService();
  const planted = plant({
    policy: otp,
    intensity: { maxRestarts, withinMs },
    children: [child('flaky', flaky.service)],
  });
  const crash = async () => {
    flaky.thenHandle(bug());
    outcome(ask(planted.tree, 'flaky', 'x'));
    await planted.clock.settle();
    return planted.tree.getSnapshot().status;
  };
  return { ...planted, crash };
}

/** Restart semantics: 1 to 4. */
export function restarts(): void {
  it('1. factory, not instance: a restart stops the old life, starts a new one, with fresh state', async () => {
    const calls: string[] = [];
    const { tree, clock } = plant({ policy: otp, children: [child('counter', counting(calls))] });
    await ask(tree, 'counter', 'add');
    outcome(ask(tree, 'counter', bug()));
    await clock.settle();
    expect(calls).toEqual(['start 1', 'stop restart', 'start 2']);
    await expect(ask(tree, 'counter', 'read')).resolves.toBe(0);
  });

  it('2. a policy by class of error: resume keeps the state, restart does not, stop is final', async () => {
    const byClass = policy({
      TRANSIENT: ['retry', 'fail'],
      RECOVERABLE: ['restart', 'fail'],
      CRITICAL: ['fail'],
      rules: [
        { name: 'A', classify: (error) => (error instanceof A ? 'TRANSIENT' : undefined) },
        { name: 'B', classify: (error) => (error instanceof B ? 'RECOVERABLE' : undefined) },
        { name: 'else', classify: () => 'CRITICAL' },
        ...defaultRules,
      ],
    });
    const { tree, clock, probe } = plant({
      policy: byClass,
      children: [child('counter', counting())],
    });
    await ask(tree, 'counter', 'add');
    const resumed = outcome(ask(tree, 'counter', new A()));
    await clock.settle();
    expect(resumed).toEqual({ value: 1 });

    outcome(ask(tree, 'counter', new B()));
    await clock.settle();
    await expect(ask(tree, 'counter', 'read')).resolves.toBe(0);

    outcome(ask(tree, 'counter', new C()));
    await clock.settle();
    expect(refAt(tree, 'counter').getSnapshot().value).toBe('failed');
    tell(tree, 'counter', 'add');
    expect(probe.of('message.undeliverable')).toMatchObject([
      { path: 'counter', reason: 'failed' },
    ]);
    expect(probe.of('child.faulted').map(({ fault }) => fault.rule)).toEqual(['A', 'B', 'else']);
  });

  it('2. the first rule that matches wins, in the order in which they are written', async () => {
    const rule = (name: string, severity: 'TRANSIENT' | 'CRITICAL') => ({
      name,
      classify: () => severity,
    });
    const { tree, clock, probe } = plant({
      policy: policy({ rules: [rule('first', 'CRITICAL'), rule('second', 'TRANSIENT')] }),
      children: [child('counter', counting())],
    });
    outcome(ask(tree, 'counter', new A()));
    await clock.settle();
    expect(probe.of('child.faulted')).toMatchObject([
      { severity: 'CRITICAL', fault: { rule: 'first' } },
    ]);
  });

  it('3. the budget is exact: as many as the limit, and one more is the end', async () => {
    const { crash, tree } = limited(2, 500);
    expect([await crash(), await crash(), await crash()]).toEqual(['active', 'active', 'error']);
    expect(tree.getSnapshot().error).toBeInstanceOf(SupervisorGaveUpError);
  });

  it('3. and it has a window: what is older does not count', async () => {
    const { crash, clock } = limited(2, 500);
    expect([await crash(), await crash()]).toEqual(['active', 'active']);
    await clock.advance(550);
    expect(await crash()).toBe('active');
  });

  it('3. a limit of 0 ends with the first fault; without a limit nothing grows', async () => {
    expect(await limited(0, 500).crash()).toBe('error');
    const { crash, tree } = limited(Infinity, 500);
    for (let i = 0; i < 300; i++) await crash();
    const found = await whichChild(tree, 'flaky');
    expect(found).toMatchObject({ ok: true, child: { restarts: 300, status: 'running' } });
    expect(found.ok && found.child.restartedAt.length).toBeLessThan(100);
  });

  it('4. the window slides, it does not tumble', async () => {
    const { crash, clock } = limited(3, 10_000);
    const at = async (second: number) => {
      await clock.advance(second * 1_000 - clock.now());
      return crash();
    };
    expect([await at(0), await at(4), await at(8), await at(11)]).toEqual(Array(4).fill('active'));
    // It sees those at 4, 8 and 11.
    expect(await at(12)).toBe('error');
  });

  it('5. a slow crash loop escalates in the end', async () => {
    const flaky = faultyService();
    const { tree, clock, probe } = plant({ children: [child('flaky', flaky.service)] });
    let crashes = 0;
    while (refAt(tree, 'flaky').getSnapshot().value === 'running' && crashes < 1_000) {
      // Always a little longer than it takes to be thought healthy.
      await clock.advance(15_100);
      flaky.thenHandle(bug());
      outcome(ask(tree, 'flaky', 'x'));
      await clock.settle();
      crashes += 1;
    }
    expect(crashes).toBeLessThan(20);
    expect(refAt(tree, 'flaky').getSnapshot().value).toBe('degraded');
    expect(probe.of('child.faulted').at(-1)).toMatchObject({ raisedBy: 'many restarts' });
  });

  it('7. a start that throws is a fault like any other: as many faults as throws, then it runs', async () => {
    const failing = faultyService({ start: [bug(), bug(), bug()] });
    const { tree, clock, probe } = plant({
      policy: policy({
        RECOVERABLE: ['restart', 'escalate'],
        restart: { maxAttempts: 3, backoff: { kind: 'constant', delayMs: 100 } },
      }),
      children: [child('db', failing.service)],
    });
    await clock.advance(299);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('restarting');
    await clock.advance(1);
    expect(probe.of('child.faulted')).toHaveLength(3);
    expect(probe.of('child.restarting').map(({ delayMs }) => delayMs)).toEqual([100, 100, 100]);
    expect(probe.story('child.started')).toEqual(['child.started db']);
  });

  it('7. with fewer restarts than throws the supervisor gives up after exactly those, and its parent is told', async () => {
    const failing = faultyService({ start: Array<Error>(9).fill(bug()) });
    const inner = fromSupervisor({
      policy: policy({
        RECOVERABLE: ['restart', 'escalate'],
        restart: { maxAttempts: 2, backoff: { kind: 'constant', delayMs: 0 } },
      }),
      children: [child('db', failing.service)],
    });
    const { clock, probe } = plant({
      policy: policy({ RECOVERABLE: ['fail'] }),
      children: [child('inner', inner)],
    });
    await clock.settle();
    expect(failing.calls).toEqual(['start 1', 'start 2', 'start 3']);
    expect(probe.story('child.failed')).toEqual(['child.failed inner']);
  });

  it('7. under the plain policy the first start that fails is thrown to whoever has started it', async () => {
    const error = bug();
    const failing = faultyService({ start: [error] });
    const { tree, clock } = plant({ policy: otp, children: [child('db', failing.service)] });
    await clock.settle();
    expect(tree.getSnapshot()).toMatchObject({ status: 'error', error: { cause: error } });
    expect(failing.calls).toEqual(['start 1']);
  });
}
