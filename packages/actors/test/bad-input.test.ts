import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  ask,
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  InvalidOptionError,
  policy,
  selfHealing,
  service,
  serviceFrom,
  stop,
  terminateChild,
} from '../src/index.ts';
import { faultyService } from '../src/testing/index.ts';
import { outcome, plant } from './plant.ts';

/** Calls past the types, as JavaScript does. */
const loosely =
  (make: (...given: never[]) => unknown, ...given: readonly unknown[]) =>
  () =>
    make(...(given as never[]));

const handle = () => 1;
const ok = service({ handle });
const inner = fromSupervisor({ children: [] });
const copy = { ...inner };

/** What throws, the option that it names, and what it must be. */
const REFUSED: readonly [what: () => unknown, option: string, rule: string, value: unknown][] = [
  [loosely(service, null), 'service', 'an object', null],
  [loosely(service, {}), 'service.handle', 'a function', undefined],
  [loosely(service, { handle: 5 }), 'service.handle', 'a function', 5],
  [loosely(service, { handle, stop: 'no' }), 'service.stop', 'a function', 'no'],
  [loosely(service, { handle, retryable: true }), 'service.retryable', 'a function', true],
  [loosely(service, { handle, handel: handle }), 'service.handel', 'one of start, handle', handle],
  [
    loosely(service, { handle, concurrency: 0 }),
    'service.concurrency',
    'an integer of at least 1',
    0,
  ],
  [
    loosely(service, { handle, concurrency: 1.5 }),
    'service.concurrency',
    'an integer of at least 1',
    1.5,
  ],
  [
    loosely(service, { handle, mailboxSize: -1 }),
    'service.mailboxSize',
    'an integer of at least 0',
    -1,
  ],
  [
    loosely(service, { handle, startWithinMs: 0 }),
    'service.startWithinMs',
    'a number of milliseconds of at least 1, or Infinity',
    0,
  ],
  [
    loosely(service, { handle, handleWithinMs: Number.NaN }),
    'service.handleWithinMs',
    'a number of milliseconds of at least 1, or Infinity',
    Number.NaN,
  ],
  [loosely(serviceFrom, {}), 'serviceFrom.logic', 'XState actor logic', {}],
  [loosely(serviceFrom, inner, { size: 1 }), 'serviceFrom.size', 'one of mailboxSize', 1],
  [loosely(child, '', ok), 'child.id', 'a name without "/"', ''],
  [loosely(child, 'a/b', ok), 'child.id', 'a name without "/"', 'a/b'],
  [loosely(child, 5, ok), 'child.id', 'a name without "/"', 5],
  [
    loosely(child, 'a', { start: handle }),
    'child("a") runs',
    'a service, a supervisor or XState actor logic',
    { start: handle },
  ],
  [
    loosely(child, 'a', undefined),
    'child("a") runs',
    'a service, a supervisor or XState actor logic',
    undefined,
  ],
  [
    loosely(child, 'a', copy),
    'child("a") runs',
    'made by fromSupervisor itself, not a copy of it',
    copy,
  ],
  [
    loosely(fromDynamicSupervisor, { child: copy }),
    'child("instance") runs',
    'made by fromSupervisor itself, not a copy of it',
    copy,
  ],
  [loosely(child, 'a', ok, null), 'child("a")', 'an object', null],
  [
    loosely(child, 'a', ok, { restart: 'always' }),
    'child("a").restart',
    'one of permanent, transient, temporary',
    'always',
  ],
  [
    loosely(child, 'a', ok, { shutdown: -1 }),
    'child("a").shutdown',
    'a number of milliseconds of at least 0, or Infinity',
    -1,
  ],
  [
    loosely(child, 'a', ok, { shutDown: 5 }),
    'child("a").shutDown',
    'one of restart, shutdown, significant, dependsOn, whenDependencyDown, intensity, input',
    5,
  ],
  [
    loosely(child, 'a', inner, { shutdown: 'brutal_kill' }),
    'child("a").shutdown',
    'a number of milliseconds of at least 0, or Infinity',
    'brutal_kill',
  ],
  [loosely(child, 'a', inner, { input: 1 }), 'child("a").input', 'one of restart, shutdown', 1],
  [loosely(fromSupervisor, null), 'fromSupervisor', 'an object', null],
  [loosely(fromSupervisor, {}), 'fromSupervisor.children', 'a list of children', undefined],
  [loosely(fromSupervisor, { children: {} }), 'fromSupervisor.children', 'a list of children', {}],
  [
    loosely(fromSupervisor, { children: [ok] }),
    'fromSupervisor.children[0]',
    'made by child()',
    ok,
  ],
  [
    loosely(fromSupervisor, { children: [null] }),
    'fromSupervisor.children[0]',
    'made by child()',
    null,
  ],
  [
    loosely(fromSupervisor, { children: [child('a', ok), child('a', ok)] }),
    'fromSupervisor.children[1].id',
    'unique among its siblings',
    'a',
  ],
  [
    loosely(fromSupervisor, { children: [], strategy: 'one-for-one' }),
    'fromSupervisor.strategy',
    'one of one_for_one, one_for_all, rest_for_one',
    'one-for-one',
  ],
  [
    loosely(fromSupervisor, { children: [], policy: null }),
    'fromSupervisor.policy',
    'made by policy()',
    null,
  ],
  [
    loosely(fromSupervisor, { children: [], policy: selfHealing.escalation }),
    'fromSupervisor.policy',
    'made by policy()',
    selfHealing.escalation,
  ],
  [
    loosely(fromSupervisor, { children: [], intensity: { maxRestarts: -1, withinMs: 5 } }),
    'fromSupervisor.intensity.maxRestarts',
    'an integer of at least 0',
    -1,
  ],
  [
    loosely(fromSupervisor, { children: [], intensity: null }),
    'fromSupervisor.intensity',
    'an object',
    null,
  ],
  [
    loosely(child, 'a', ok, { significant: true }),
    'child("a").significant',
    'false while restart is "permanent"',
    true,
  ],
  [
    loosely(child, 'a', ok, { restart: 'transient', significant: 1 }),
    'child("a").significant',
    'true or false',
    1,
  ],
  [
    loosely(child, 'a', ok, { dependsOn: 'b' }),
    'child("a").dependsOn',
    'a list of ids of siblings',
    'b',
  ],
  [
    loosely(child, 'a', ok, { dependsOn: [1] }),
    'child("a").dependsOn',
    'a list of ids of siblings',
    [1],
  ],
  [
    loosely(child, 'a', ok, { whenDependencyDown: 'stop' }),
    'child("a").whenDependencyDown',
    '"go on" or "pause"',
    'stop',
  ],
  [
    loosely(child, 'a', ok, { intensity: { maxRestarts: 1 } }),
    'child("a").intensity.withinMs',
    'a number of milliseconds',
    undefined,
  ],
  [
    loosely(fromSupervisor, { children: [], autoShutdown: true }),
    'fromSupervisor.autoShutdown',
    'one of never, any_significant, all_significant',
    true,
  ],
  [
    loosely(fromSupervisor, { children: [], strategy: 'simple_one_for_one' }),
    'fromSupervisor.strategy',
    'one of one_for_one, one_for_all, rest_for_one',
    'simple_one_for_one',
  ],
  [
    loosely(fromSupervisor, {
      children: [child('a', ok, { restart: 'temporary', significant: true })],
    }),
    'fromSupervisor.children[0].significant',
    'false while autoShutdown is "never" (child "a")',
    true,
  ],
  [
    loosely(fromSupervisor, { children: [child('a', ok, { dependsOn: ['b'] })] }),
    'fromSupervisor.children[0].dependsOn',
    'ids of siblings: a',
    'b',
  ],
  [
    loosely(fromSupervisor, { children: [child('a', ok, { dependsOn: ['a'] })] }),
    'fromSupervisor.children[0].dependsOn',
    'free of circles',
    'a → a',
  ],
  [loosely(fromDynamicSupervisor, null), 'fromDynamicSupervisor', 'an object', null],
  [
    loosely(fromDynamicSupervisor, {}),
    'child("instance") runs',
    'a service, a supervisor or XState actor logic',
    undefined,
  ],
  [
    loosely(fromDynamicSupervisor, { child: child('a', ok) }),
    'child("instance") runs',
    'a service, a supervisor or XState actor logic',
    child('a', ok),
  ],
  [
    loosely(fromDynamicSupervisor, { child: ok, strategy: 'one_for_one' }),
    'fromDynamicSupervisor.strategy',
    'one of restart, shutdown, input, child, maxChildren, intensity, policy',
    'one_for_one',
  ],
  [
    loosely(fromDynamicSupervisor, { child: ok, maxChildren: -1 }),
    'fromDynamicSupervisor.maxChildren',
    'an integer of at least 0',
    -1,
  ],
  [
    loosely(fromDynamicSupervisor, { child: inner, shutdown: 'brutal_kill' }),
    'child("instance").shutdown',
    'a number of milliseconds',
    'brutal_kill',
  ],
  [loosely(policy, null), 'policy', 'an object', null],
  [loosely(policy, { SEVERE: ['fail'] }), 'policy.SEVERE', 'one of TRANSIENT', ['fail']],
  [
    loosely(policy, { TRANSIENT: 'fail' }),
    'policy.TRANSIENT',
    'a list of at least one step',
    'fail',
  ],
  [
    loosely(policy, { TRANSIENT: ['retry'] }),
    'policy.TRANSIENT',
    'a chain that ends in "fail" or "escalate"',
    ['retry'],
  ],
  [
    loosely(policy, { TRANSIENT: ['restrat', 'fail'] }),
    'policy.TRANSIENT[0]',
    'one of retry, restart, fallback, fail, escalate',
    'restrat',
  ],
  [
    loosely(policy, { TRANSIENT: [{ step: 'drain' }, 'fail'] }),
    'policy.TRANSIENT: drain.run',
    'a function',
    undefined,
  ],
  [loosely(policy, { rules: 'all' }), 'policy.rules', 'a list of rules', 'all'],
  [
    loosely(policy, { rules: [{ name: 'x' }] }),
    'policy.rules[0]',
    '{ name, classify }',
    { name: 'x' },
  ],
  [
    loosely(policy, { retry: { maxAttempts: 0 } }),
    'policy.retry.maxAttempts',
    'an integer of at least 1',
    0,
  ],
  [
    loosely(policy, { retry: { maxAttempt: 3 } }),
    'policy.retry.maxAttempt',
    'one of maxAttempts, backoff',
    3,
  ],
  [
    loosely(policy, { stableAfterMs: 20_000 }),
    'policy.stableAfterMs',
    'less than a quarter of pattern.windowMs',
    20_000,
  ],
];

describe('a wrong option', () => {
  it('rule 47: pausing is refused for a temporary child', () => {
    const options = { restart: 'temporary', whenDependencyDown: 'pause' };
    expect(loosely(child, 'a', ok, options)).toThrow(InvalidOptionError);
    expect(loosely(child, 'a', ok, options)).toThrow(
      /child\("a"\)\.whenDependencyDown.*while restart is "temporary".*"pause"/,
    );
  });

  it.each(REFUSED.map(([make, option, rule, value]) => ({ make, option, rule, value })))(
    '$option is refused at construction: $value',
    ({ make, option, rule, value }) => {
      let error: unknown;
      try {
        make();
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(InvalidOptionError);
      expect(error).toMatchObject({
        code: 'INVALID_OPTION',
        option,
        rule: expect.stringContaining(rule),
      });
      expect((error as InvalidOptionError).value).toEqual(value);
      expect((error as InvalidOptionError).message).toContain(option);
    },
  );

  it('a custom step must be the same function in every chain', () => {
    const drain = () => ({ step: 'drain', run: () => undefined }) as const;
    expect(() => policy({ TRANSIENT: [drain(), 'fail'], CRITICAL: [drain(), 'fail'] })).toThrow(
      'policy.CRITICAL: drain.run must be the same function in every chain',
    );
  });

  it('an input that is no source of chance makes a tree that has failed before it starts', () => {
    const tree = createActor(fromSupervisor({ children: [] }), { input: { random: 5 } as never });
    expect(tree.getSnapshot()).toMatchObject({
      status: 'error',
      error: { option: 'input.random', value: 5 },
    });
  });

  it.each([
    [{ timeoutMs: -1 }, 'ask.timeoutMs'],
    [{ timeoutMs: '5' }, 'ask.timeoutMs'],
    [{ signal: 'stop' }, 'ask.signal'],
    [{ signal: null }, 'ask.signal'],
    [{ timeout: 5 }, 'ask.timeout'],
    [null, 'ask'],
  ])('ask(…, %j) rejects naming %s, and sends nothing', async (options, option) => {
    const flaky = faultyService();
    const { tree, clock } = plant({ children: [child('db', flaky.service)] });
    const reply = outcome(ask(tree, 'db', 'a', options as never));
    await clock.settle();
    expect(reply.error).toMatchObject({ code: 'INVALID_OPTION', option });
    expect(flaky.calls).toEqual(['start 1']);
  });

  it('stop and terminateChild reject naming the option', async () => {
    const { tree } = plant({ children: [child('db', ok)] });
    await expect(stop(tree, { withinMs: -1 })).rejects.toMatchObject({ option: 'stop.withinMs' });
    await expect(stop(tree, { within: 1 } as never)).rejects.toMatchObject({
      option: 'stop.within',
    });
    await expect(terminateChild(tree, 'db', { brutally: true } as never)).rejects.toMatchObject({
      option: 'terminateChild.brutally',
    });
    expect(tree.getSnapshot().value).toBe('running');
  });
});
