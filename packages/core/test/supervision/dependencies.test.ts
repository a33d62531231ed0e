import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { Tree } from './tables-driver.ts';
import type { Child, TreeOptions } from './tree-spec.ts';

const policy = escalationPolicy({
  TRANSIENT: ['fallback', 'fail'],
  RECOVERABLE: ['restart', 'fail'],
  CRITICAL: ['fail'],
});
const obedient = { start: 'up', stop: 'stopped' } as const;
const on = (...dependsOn: readonly string[]): Child => ({ dependsOn });
const pausingOn = (...dependsOn: readonly string[]): Child => ({
  dependsOn,
  pausesWithDependency: true,
});

/** Two that need nobody, one that needs both, one that needs that one. */
const diamond = { api: on('db', 'cache'), db: {}, cache: {}, web: on('api') };

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

describe('the start of children that depend on each other', () => {
  it('rule 24: those that need nobody start side by side, the others when those have come to rest', () => {
    const tree = new Tree(diamond, { policy });
    expect(tree.start()).toEqual(['start db', 'start cache']);
    expect(tree.at('api')).toBe('starting none waitingForDependency');
    expect(tree.up('cache')).toEqual([]);
    expect(tree.up('db')).toEqual(['start api']);
    expect(tree.up('api')).toEqual(['start web']);
    expect(tree.up('web')).toEqual(['started']);
    expect(tree.told('child.waiting').map(({ path, dependency }) => [path, dependency])).toEqual([
      ['api', 'db'],
      ['web', 'api'],
    ]);
  });

  it.each([
    ['degraded', 'TRANSIENT'],
    ['failed', 'CRITICAL'],
  ] as const)('rule 24: %s is to have come to rest, too', (state, severity) => {
    const tree = new Tree({ api: on('db'), db: {} }, { policy });
    tree.start();
    expect(tree.startFailed('db', { severity })).toEqual(['tell api db down', 'start api']);
    expect(tree.child('db').state).toBe(state);
    expect(tree.told('dependency.down')).toMatchObject([{ path: 'api', dependency: 'db', state }]);
    expect(tree.up('api')).toEqual(['started']);
  });

  it('rule 24: one that has ended, and one that was stopped by hand', () => {
    const tree = new Tree({ api: on('db', 'job'), db: {}, job: { restart: 'temporary' } });
    tree.start();
    tree.exited('job');
    tree.stopped('job');
    tree.command('terminateChild', 'db');
    expect(tree.stopped('db')).toContain('start api');
  });

  it('rule 24: while one is being healed, those that need it wait', () => {
    const tree = new Tree({ api: on('db'), db: {} }, { policy });
    tree.start();
    expect(tree.startFailed('db')).toEqual([]);
    expect(tree.pass(0)).toEqual(['0 start db']);
    expect(tree.up('db')).toEqual(['start api']);
  });

  it('rule 24: one that is to pause is not started while its dependency is degraded; the supervisor is', () => {
    const tree = new Tree({ web: on('api'), api: pausingOn('db'), db: {} }, { policy });
    tree.start();
    tree.habits = { stop: 'stopped' };
    expect(tree.startFailed('db', { severity: 'TRANSIENT' })).toEqual([
      'tell api db down',
      'tell web api down',
      'start web',
    ]);
    expect(tree.up('web')).toEqual(['started']);
    expect(tree.at('api')).toBe('starting none waitingForDependency');
    expect(tree.state.state).toBe('running');
    tree.habits = { start: 'up' };
    expect(tree.pass(30_000)).toEqual([
      '30000 start db',
      '30000 tell api db up',
      '30000 start api',
      '30000 tell web api up',
    ]);
  });

  it('rule 24: waits for all of them before it is known to be held up', () => {
    const tree = new Tree({ api: pausingOn('db', 'cache'), db: {}, cache: {} }, { policy });
    tree.start();
    tree.startFailed('db', { severity: 'CRITICAL' });
    expect(tree.state.state).toBe('starting');
    tree.up('cache');
    expect(tree.state.state).toBe('running');
    expect(tree.at('api')).toBe('starting none waitingForDependency');
  });

  it('rule 24: one that is being started when its dependency goes down is paused', () => {
    const tree = new Tree({ api: pausingOn('db'), db: {} }, { policy });
    tree.start();
    tree.up('db');
    expect(tree.fault('db', { severity: 'CRITICAL' })).toEqual([
      'stop db restart 5000',
      'tell api db down',
      'stop api restart 5000',
      'started',
    ]);
    tree.stopped('api');
    expect(tree.at('api')).toBe('restarting none waitingForDependency');
  });

  it('rule 42: a nested supervisor that is started again begins afresh', () => {
    const tree = running(diamond);
    tree.habits = obedient;
    tree.stop();
    tree.habits = {};
    expect(tree.start()).toEqual(['start db', 'start cache']);
  });

  it('rule 11: a backoff of an earlier life holds nothing up', () => {
    const tree = running({ api: on('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('api');
    tree.startFailed('api');
    expect(tree.timers).toEqual(['api restart 1000']);
    tree.stop();
    tree.start();
    expect(tree.up('db')).toEqual(['start api']);
  });
});

describe('the stop of children that depend on each other', () => {
  it('rule 40: each is stopped after those that depend on it, side by side', () => {
    const tree = running(diamond);
    expect(tree.stop()).toEqual(['stop web shutdown 5000']);
    expect(tree.stopped('web')).toEqual(['stop api shutdown 5000']);
    expect(tree.stopped('api')).toEqual(['stop db shutdown 5000', 'stop cache shutdown 5000']);
    expect(tree.stopped('cache')).toEqual([]);
    expect(tree.stopped('db')).toEqual(['ended']);
  });

  it('rule 40: one without a life is nothing to wait for', () => {
    const tree = running(diamond);
    tree.habits = { stop: 'stopped' };
    tree.command('terminateChild', 'api');
    tree.habits = {};
    expect(tree.stop()).toEqual(['stop web shutdown 5000']);
    expect(tree.stopped('web')).toEqual(['stop db shutdown 5000', 'stop cache shutdown 5000']);
  });

  it('rule 40: while some are started, these are stopped and the others never started', () => {
    const tree = new Tree(diamond, { policy });
    tree.start();
    tree.up('cache');
    expect(tree.stop().toSorted()).toEqual(['stop cache shutdown 5000', 'stop db shutdown 5000']);
    tree.stopped('cache');
    expect(tree.stopped('db')).toEqual(['ended']);
  });

  it('rule 40: while one is paused', () => {
    const tree = running({ api: pausingOn('db'), db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('db', { severity: 'CRITICAL' });
    tree.stop();
    expect(tree.state.state).toBe('stopped');
    expect(tree.child('api').phase).toBeUndefined();
    expect(tree.told('dependency.up')).toEqual([]);
  });
});
