import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';
import type { Child, TreeOptions } from './tree-spec.ts';

const policy = escalationPolicy({
  TRANSIENT: ['fallback', 'fail'],
  RECOVERABLE: ['restart', 'fail'],
  CRITICAL: ['fail'],
});
const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;
const obedient = { start: 'up', stop: 'stopped' } as const;
const on = (...dependsOn: readonly string[]): Child => ({ dependsOn });
const pausingOn = (...dependsOn: readonly string[]): Child => ({
  dependsOn,
  pausesWithDependency: true,
});

/** All of them up, in the order of their dependencies. */
function running(
  children: Readonly<Record<string, Child>>,
  options: TreeOptions = { policy },
): Tree {
  const tree = new Tree(children, options);
  tree.habits = { start: 'up' };
  tree.start();
  tree.habits = {};
  return tree;
}

describe('a dependency that goes down', () => {
  it('those that depend on it are told, and go on', () => {
    const tree = running({ api: on('db'), db: {} });
    tree.fault('db', { severity: 'TRANSIENT' });
    expect(tree.at('api')).toBe('running up');
    expect(tree.log).toContain('0 tell api db down');
    tree.stopped('db');
    tree.habits = { start: 'up' };
    tree.pass(30_000);
    expect(tree.log.at(-1)).toBe('30000 tell api db up');
    expect(tree.told('dependency.up')).toMatchObject([{ path: 'api', dependency: 'db' }]);
  });

  it('a restart is none: nobody is told', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = obedient;
    tree.fault('db');
    expect(tree.at('api')).toBe('running up');
    expect(tree.told('dependency.down')).toEqual([]);
  });

  it.each<[string, (tree: Tree) => unknown]>([
    ['degraded', (tree) => tree.fault('db', { severity: 'TRANSIENT' })],
    ['failed', (tree) => tree.fault('db', { severity: 'CRITICAL' })],
    ['stopped', (tree) => tree.command('terminateChild', 'db')],
  ])('one that is %s pauses those that ask for it', (state, make) => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    make(tree);
    expect(tree.child('db').state).toBe(state);
    expect(tree.at('api')).toBe('restarting none waitingForDependency');
    expect(tree.told('child.waiting').at(-1)).toMatchObject({ path: 'api', dependency: 'db' });
  });

  it('rule 30: a pause costs nothing, and closes nothing', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = obedient;
    tree.fault('api');
    const { attempts } = tree.child('api').incident ?? {};
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.child('api').incident).toMatchObject({ attempts, step: undefined });
    expect(tree.timers).toEqual([]);
    tree.command('recover', 'db');
    expect(tree.at('api')).toBe('running up');
    expect(tree.child('api').incident?.attempts).toEqual({ restart: 1 });
    expect(tree.timers).toEqual(['api stable 10000']);
  });

  it('rule 21: what it has parked is rejected', () => {
    const tree = running({ api: pausingOn('db'), db: {} }, {});
    tree.fault('api', operation);
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.fates).toContain('api reject');
    expect(tree.at('api')).toBe('restarting stopping stopping');
  });

  it('a paused child is down for those that depend on it: chains', () => {
    const tree = running({ web: pausingOn('api'), api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.told('dependency.down').map(({ path, dependency }) => [path, dependency])).toEqual([
      ['api', 'db'],
      ['web', 'api'],
    ]);
    expect(tree.at('web')).toBe('restarting none waitingForDependency');
    tree.command('recover', 'db');
    expect(tree.up('db')).toEqual(['tell api db up', 'start api']);
    expect(tree.up('api')).toEqual(['tell web api up', 'start web']);
  });

  it('one that is back before the paused one has stopped starts it when it has', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.fault('db', { severity: 'CRITICAL' });
    tree.stopped('db');
    tree.command('recover', 'db');
    tree.up('db');
    expect(tree.at('api')).toBe('restarting stopping stopping');
    expect(tree.stopped('api')).toEqual(['start api']);
  });

  it('rule 38: recover of a degraded one that was ordered before its old worker had gone is not forgotten', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.fault('api', { severity: 'TRANSIENT' });
    const ticket = tree.command('recover', 'api');
    tree.fault('db', { severity: 'CRITICAL' });
    tree.stopped('db');
    tree.stopped('api');
    expect(tree.answers.get(ticket)).toMatchObject({ ok: false, reason: 'dependency_down' });
    tree.habits = { start: 'up' };
    tree.command('recover', 'db');
    tree.pass(0);
    expect(tree.at('api')).toBe('running up');
  });

  it('more dependants than a call takes arguments are paused, one after the other', () => {
    const count = 150_000;
    const ids = Array.from({ length: count }, (_, at) => `c${at}`);
    const tree = running({
      hub: {},
      ...Object.fromEntries(ids.map((id) => [id, pausingOn('hub')])),
    });
    tree.habits = { stop: 'stopped' };
    tree.command('terminateChild', 'hub');
    const paused = ids.filter((id) => tree.child(id).phase === 'waitingForDependency');
    expect(paused).toHaveLength(count);
  });

  it('one of two that is back does not wake it', () => {
    const tree = running({ api: pausingOn('db', 'cache'), db: {}, cache: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('db', { severity: 'CRITICAL' });
    tree.fault('cache', { severity: 'CRITICAL' });
    tree.habits = obedient;
    tree.command('recover', 'db');
    expect(tree.at('api')).toBe('restarting none waitingForDependency');
    tree.command('recover', 'cache');
    expect(tree.at('api')).toBe('running up');
  });

  it('rule 11: a backoff under way is waited for after it', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('api');
    tree.startFailed('api');
    expect(tree.timers).toEqual(['api restart 1000']);
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.timers).toEqual([]);
    tree.command('recover', 'db');
    expect(tree.up('db')).toEqual(['tell api db up']);
    expect(tree.timers).toEqual(['api restart 1000']);
    expect(tree.pass(1_000)).toEqual(['1000 start api']);
  });

  it('a paused one whose backoff has passed meanwhile starts at once', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('db', { severity: 'CRITICAL' });
    tree.pass(5_000);
    tree.command('recover', 'db');
    expect(tree.up('db')).toEqual(['tell api db up', 'start api']);
  });

  it.each(['retrying', 'drain'])(
    'the child is paused from %s, whatever the chain says',
    (state) => {
      const own = escalationPolicy({
        TRANSIENT: ['retry', 'fail'],
        RECOVERABLE: ['restart', 'fail'],
        CRITICAL: [{ step: 'drain' }, 'fail'],
      });
      const tree = running({ api: pausingOn('db'), db: {} }, { policy: own });
      tree.fault('api', state === 'drain' ? { ...operation, severity: 'CRITICAL' } : operation);
      expect(tree.child('api').state).toBe(state);
      tree.command('terminateChild', 'db');
      tree.stopped('db');
      expect(tree.at('api')).toBe('restarting stopping stopping');
    },
  );

  it('one at rest stays there: it has nothing to pause', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('api', { severity: 'CRITICAL' });
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.at('api')).toBe('failed none');
  });

  it('rule 35: a degraded one that pauses tries to return when its dependency is back', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('api', { severity: 'TRANSIENT' });
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.pass(30_000)).toEqual([]);
    expect(tree.at('api')).toBe('degraded none waitingForDependency');
    tree.habits = obedient;
    tree.command('recover', 'db');
    expect(tree.pass(0)).toEqual(['30000 start api']);
    expect(tree.at('api')).toBe('running up');
  });

  it('rule 2: a step of your own that succeeds starts nothing while it is down', () => {
    const own = escalationPolicy({
      RECOVERABLE: [{ step: 'drain' }, 'restart', 'fail'],
      CRITICAL: ['fail'],
    });
    const tree = running({ api: pausingOn('db'), db: {} }, { policy: own });
    tree.habits = { stop: 'stopped' };
    tree.fault('api');
    tree.fault('db', { severity: 'CRITICAL' });
    tree.settled('api');
    expect(tree.log.filter((line) => line.endsWith(' start api'))).toHaveLength(1);
    expect(tree.at('api')).toBe('restarting none waitingForDependency');
  });
});

describe('commands of a paused child', () => {
  function paused(): Tree {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('db', { severity: 'CRITICAL' });
    return tree;
  }

  it('rule 38: recover: it is in progress already', () => {
    const tree = paused();
    expect(tree.answers.get(tree.command('recover', 'api'))).toMatchObject({
      reason: 'in_progress',
    });
  });

  it('rule 39: restartChild: it is restarting', () => {
    const tree = paused();
    expect(tree.answers.get(tree.command('restartChild', 'api'))).toMatchObject({
      reason: 'restarting',
    });
  });

  it('rule 39: terminateChild: at once, and it is woken no more', () => {
    const tree = paused();
    expect(tree.answers.get(tree.command('terminateChild', 'api'))).toEqual({ ok: true });
    tree.command('recover', 'db');
    tree.up('db');
    expect(tree.at('api')).toBe('stopped none');
  });

  it('rule 39: one that was stopped is refused while its dependency is down, and starts with it', () => {
    const tree = paused();
    tree.command('terminateChild', 'api');
    expect(tree.answers.get(tree.command('restartChild', 'api'))).toEqual({
      ok: false,
      reason: 'dependency_down',
      state: 'starting',
    });
    expect(tree.at('api')).toBe('starting none waitingForDependency');
    tree.command('recover', 'db');
    expect(tree.up('db')).toEqual(['tell api db up', 'start api']);
  });

  it('rule 38: one that has failed, likewise', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('api', { severity: 'CRITICAL' });
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.answers.get(tree.command('recover', 'api'))).toMatchObject({
      reason: 'dependency_down',
    });
    expect(tree.at('api')).toBe('restarting none waitingForDependency');
  });

  it('rule 38: one that is degraded is left as it is', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('api', { severity: 'TRANSIENT' });
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.answers.get(tree.command('recover', 'api'))).toEqual({
      ok: false,
      reason: 'dependency_down',
      state: 'degraded',
    });
    expect(tree.timers).toEqual(['api recovery 30000']);
  });

  it('rule 38: also of one that had failed before', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('api', { severity: 'CRITICAL' });
    const ticket = tree.command('restartChild', 'api');
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.answers.get(ticket)).toMatchObject({ ok: false, reason: 'dependency_down' });
  });

  it('rule 38: whoever waits for a start that is paused is told', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.command('terminateChild', 'api');
    const ticket = tree.command('restartChild', 'api');
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.answers.get(ticket)).toMatchObject({ ok: false, reason: 'dependency_down' });
  });
});

describe('children that are added', () => {
  it('rule 24: one that depends on one whose first start is under way waits for it', () => {
    const tree = runningTree({ a: {} });
    tree.startChild('db');
    const ticket = tree.startChild('api', on('db'));
    expect(tree.at('api')).toBe('starting none waitingForDependency');
    expect(tree.up('db')).toEqual(['start api']);
    tree.up('api');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(tree.stop()).toEqual(['stop api shutdown 5000', 'stop a shutdown 5000']);
  });

  it('rule 24: one that pauses knows of a dependency that was down before it came', () => {
    const tree = runningTree({ db: {} }, { policy });
    tree.habits = { stop: 'stopped' };
    tree.fault('db', { severity: 'CRITICAL' });
    const ticket = tree.startChild('api', pausingOn('db'));
    expect(tree.answers.get(ticket)).toMatchObject({ reason: 'dependency_down' });
    expect(tree.state.children.has('api')).toBe(true);
    tree.habits = obedient;
    tree.command('recover', 'db');
    expect(tree.at('api')).toBe('running up');
  });

  it('rule 24: while the supervisor starts, the start waits for it', () => {
    const tree = new Tree({ api: on('db'), db: {} }, { policy });
    tree.start();
    tree.startChild('late', on('db'));
    tree.up('db');
    tree.up('api');
    expect(tree.state.state).toBe('starting');
    tree.up('late');
    expect(tree.state.state).toBe('running');
  });

  it('one that takes the place of a dependency that was deleted is told of as back', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.command('terminateChild', 'db');
    tree.command('deleteChild', 'db');
    expect(tree.at('api')).toBe('restarting none waitingForDependency');
    tree.startChild('db');
    expect(tree.up('db')).toEqual(['tell api db up', 'start api']);
  });
});
