import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';
import type { Child } from './tree-spec.ts';

const all = { strategy: 'one_for_all' } as const;
const rest = { strategy: 'rest_for_one' } as const;
const three = { a: {}, b: {}, c: {} };
const obedient = { start: 'up', stop: 'stopped' } as const;
const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;

/** The orders of a restart in which everybody obeys at once. */
function cycle(tree: Tree, id: string): readonly string[] {
  tree.habits = obedient;
  const before = tree.log.length;
  tree.fault(id);
  tree.pass(0);
  return tree.log.slice(before).map((line) => line.split(' ').slice(1, 3).join(' '));
}

describe('a restart', () => {
  it.each([
    ['one_for_one', 'a', ['stop a', 'start a']],
    ['one_for_one', 'c', ['stop c', 'start c']],
    ['one_for_all', 'a', ['stop c', 'stop b', 'stop a', 'start a', 'start b', 'start c']],
    ['one_for_all', 'b', ['stop c', 'stop b', 'stop a', 'start a', 'start b', 'start c']],
    ['one_for_all', 'c', ['stop c', 'stop b', 'stop a', 'start a', 'start b', 'start c']],
    ['rest_for_one', 'a', ['stop c', 'stop b', 'stop a', 'start a', 'start b', 'start c']],
    ['rest_for_one', 'b', ['stop c', 'stop b', 'start b', 'start c']],
    ['rest_for_one', 'c', ['stop c', 'start c']],
  ] as const)('rule 29: under %s, of %s: %j', (strategy, id, orders) => {
    const tree = runningTree(three, { strategy });
    expect(cycle(tree, id)).toEqual(orders);
    expect(tree.state.state).toBe('running');
    expect(tree.state.group).toBeUndefined();
  });

  it('rule 29: awaits each stop, and each start', () => {
    const tree = runningTree(three, all);
    expect(tree.fault('b')).toEqual(['stop c restart 5000']);
    expect(tree.stopped('c')).toEqual(['stop b restart 5000']);
    expect(tree.overdue('b')).toEqual(['abandon b', 'stop a restart 5000']);
    expect(tree.stopped('a')).toEqual(['start a']);
    expect(tree.up('a')).toEqual(['start b']);
    expect(tree.up('b')).toEqual(['start c']);
    expect(tree.state.state).toBe('restarting');
    tree.up('c');
    expect(tree.state.state).toBe('running');
    expect(tree.told('group.restarting')).toMatchObject([{ path: '', child: 'b' }]);
    expect(tree.told('group.restarted')).toMatchObject([{ path: '', child: 'b' }]);
  });

  it('rule 21: siblings go to restarting, so that their requests wait, and until their turn they answer', () => {
    const tree = runningTree(three, all);
    tree.fault('c');
    expect([tree.at('a'), tree.at('b')]).toEqual(['running up', 'running up']);
    expect(tree.at('c')).toBe('restarting stopping stopping');
    tree.stopped('c');
    expect(tree.at('b')).toBe('restarting stopping stopping');
    tree.stopped('b');
    expect(tree.told('child.cycled').map(({ path, with: cause }) => [path, cause])).toEqual([
      ['b', 'c'],
      ['a', 'c'],
    ]);
    expect(tree.told('child.stopping')).toEqual([]);
  });

  it('rule 21: what a sibling has parked is rejected: its operations end with its life', () => {
    const tree = runningTree(three, all);
    tree.fault('a', operation);
    tree.fault('c');
    tree.stopped('c');
    tree.stopped('b');
    expect(tree.fates).toContain('a reject');
  });

  it('rule 28: what a member says of itself before it is stopped is absorbed', () => {
    const tree = runningTree(three, all);
    tree.fault('c');
    expect(tree.fault('a')).toEqual([]);
    expect(tree.exited('b')).toEqual([]);
    expect(tree.told('fault.absorbed').map(({ path }) => path)).toEqual(['a', 'b']);
    expect(tree.told('incident.opened')).toHaveLength(1);
  });

  it('rule 28: so are the end of a step under way, and a start that fails', () => {
    const tree = new Tree(three, all);
    tree.start();
    tree.up('a');
    tree.up('b');
    tree.fault('a', operation);
    tree.fault('b');
    expect(tree.at('a')).toBe('retrying up attempting');
    expect(tree.settled('a', operation)).toEqual([]);
    expect(tree.child('a').incident?.attempts).toEqual({ retry: 1 });
    const late = runningTree(three, all);
    late.command('terminateChild', 'a');
    late.stopped('a');
    late.command('restartChild', 'a');
    late.fault('c');
    expect(late.startFailed('a')).toEqual([]);
    expect(late.child('a').incident).toBeUndefined();
  });

  it('rule 28: a member that comes up before its turn to be stopped is stopped all the same', () => {
    const tree = runningTree(three, all);
    tree.command('terminateChild', 'a');
    tree.stopped('a');
    tree.command('restartChild', 'a');
    tree.fault('c');
    expect(tree.up('a')).toEqual([]);
    expect(tree.at('a')).toBe('starting up');
    tree.stopped('c');
    expect(tree.stopped('b')).toEqual(['stop a restart 5000']);
  });

  it('rule 29: two children that fault in one moment are one group restart', () => {
    const tree = runningTree(three, { ...all, intensity: { maxRestarts: 1, withinMs: 5_000 } });
    tree.fault('c');
    tree.fault('a');
    tree.habits = obedient;
    tree.stopped('c');
    expect(tree.state.state).toBe('running');
    expect(tree.told('child.restarting')).toHaveLength(1);
    expect(tree.told('group.restarted')).toHaveLength(1);
  });

  it('rule 29: costs one of the intensity, however many it cycles', () => {
    const tree = runningTree(three, { ...all, intensity: { maxRestarts: 2, withinMs: 5_000 } });
    cycle(tree, 'a');
    cycle(tree, 'b');
    expect(tree.state.state).toBe('running');
    cycle(tree, 'c');
    expect(tree.state.state).toBe('failed');
  });
});

describe('who is cycled', () => {
  it('rule 31: temporary siblings are stopped, removed and not started again', () => {
    const tree = runningTree({ ...three, b: { restart: 'temporary' } }, all);
    const orders = cycle(tree, 'c');
    expect(orders.filter((order) => order !== 'remove b')).toEqual([
      'stop c',
      'stop b',
      'stop a',
      'start a',
      'start c',
    ]);
    expect(tree.state.children.has('b')).toBe(false);
  });

  it('rule 7: the end of a temporary child, or of a transient one that is done, cycles nobody', () => {
    const tree = runningTree(
      { a: { restart: 'temporary' }, b: { restart: 'transient' }, c: {} },
      all,
    );
    tree.habits = obedient;
    tree.fault('a');
    tree.exited('b');
    expect(tree.told('group.restarting')).toEqual([]);
    expect(tree.at('c')).toBe('running up');
  });

  it.each<[string, Child, (tree: Tree) => void]>([
    ['was stopped by hand', {}, (tree) => tree.command('terminateChild', 'b')],
    ['is done', { restart: 'transient' }, (tree) => tree.exited('b')],
  ])('rule 31: one that %s is started with the others', (_, child, make) => {
    const tree = runningTree({ ...three, b: child }, all);
    tree.habits = obedient;
    make(tree);
    expect(tree.at('b')).toBe('stopped none');
    expect(cycle(tree, 'c')).toEqual(['stop c', 'stop a', 'start a', 'start b', 'start c']);
    expect(tree.at('b')).toBe('running up');
  });

  it('rule 31: one whose start has answered ignore too', () => {
    const tree = new Tree(three, all);
    tree.start();
    tree.up('a');
    tree.exited('b');
    tree.stopped('b');
    tree.up('c');
    expect(tree.at('b')).toBe('stopped none');
    expect(cycle(tree, 'c')).toContain('start b');
  });

  it('rule 31: under rest_for_one only those behind the one that failed', () => {
    const tree = runningTree(three, rest);
    tree.habits = obedient;
    tree.command('terminateChild', 'a');
    tree.command('terminateChild', 'c');
    expect(cycle(tree, 'b')).toEqual(['stop b', 'start b', 'start c']);
    expect(tree.at('a')).toBe('stopped none');
  });

  it('rule 31: a failed one and one for a person to bring back are left alone', () => {
    const policy = escalationPolicy({ TRANSIENT: ['fail'], CRITICAL: ['fallback', 'fail'] });
    const tree = runningTree({ ...three, d: {} }, { ...all, policy });
    tree.habits = obedient;
    tree.fault('a', { severity: 'TRANSIENT' });
    tree.fault('b', { severity: 'CRITICAL' });
    expect([tree.at('a'), tree.at('b')]).toEqual(['failed none', 'degraded none']);
    expect(cycle(tree, 'd')).toEqual(['stop d', 'stop c', 'start c', 'start d']);
    expect([tree.at('a'), tree.at('b')]).toEqual(['failed none', 'degraded none']);
  });

  it('rule 31: nor is the end of their old workers awaited', () => {
    const policy = escalationPolicy({ TRANSIENT: ['fail'] });
    const tree = runningTree(three, { ...all, policy });
    tree.fault('b', { severity: 'TRANSIENT' });
    expect(tree.at('b')).toBe('failed stopping stopping');
    tree.fault('c');
    expect(tree.stopped('c')).toEqual(['stop a restart 5000']);
    expect(tree.stopped('a')).toEqual(['start a']);
    expect(tree.up('a')).toEqual(['start c']);
  });

  it('rule 31: one that would bring itself back is started with the others', () => {
    const policy = escalationPolicy({ TRANSIENT: ['fallback', 'fail'] });
    const tree = runningTree(three, { ...all, policy });
    tree.habits = obedient;
    tree.fault('b', { severity: 'TRANSIENT' });
    expect(tree.at('b')).toBe('degraded none');
    expect(tree.timers).toEqual(['b recovery 30000']);
    expect(cycle(tree, 'c')).toEqual(['stop c', 'stop a', 'start a', 'start b', 'start c']);
    expect(tree.at('b')).toBe('running up');
    // Its way back from degraded is not proven: it is on probation.
    expect(tree.timers).toEqual(['b stable 10000', 'c stable 10000']);
  });

  it('rule 37: its recovery start in flight is ended, awaited, and begun once, in order', () => {
    const policy = escalationPolicy({ TRANSIENT: ['fallback', 'fail'] });
    const tree = runningTree(three, { ...all, policy });
    tree.fault('a', { severity: 'TRANSIENT' });
    tree.stopped('a');
    expect(tree.pass(30_000)).toEqual(['30000 start a']);
    const epoch = tree.epochs.get('a') ?? 0;
    tree.fault('c');
    tree.stopped('c');
    expect(tree.stopped('b')).toEqual(['stop a restart 5000']);
    expect(tree.put({ type: 'report.started', id: 'a', epoch })).toEqual([]);
    expect(tree.told('report.fenced')).toHaveLength(1);
    expect(tree.stopped('a')).toEqual(['start a']);
    expect(tree.at('a')).toBe('restarting starting starting');
  });

  it('rule 32: fallback and fail cycle no siblings, and a child that returns from degraded starts alone', () => {
    const policy = escalationPolicy({ TRANSIENT: ['fallback', 'fail'], CRITICAL: ['fail'] });
    const tree = runningTree(three, { ...all, policy });
    tree.habits = obedient;
    tree.fault('a', { severity: 'TRANSIENT' });
    tree.fault('b', { severity: 'CRITICAL' });
    expect(tree.pass(30_000)).toEqual(['30000 start a']);
    expect(tree.at('a')).toBe('running up');
    tree.command('recover', 'b');
    expect(tree.at('b')).toBe('running up');
    expect(tree.told('group.restarting')).toEqual([]);
  });
});

describe("a sibling's own story", () => {
  it('rule 30: its open incident is kept: timers cancelled, nothing charged, nothing given back', () => {
    const tree = runningTree(three, all);
    tree.habits = obedient;
    tree.fault('a');
    expect(tree.timers).toEqual(['a stable 10000']);
    const { attempts, number } = tree.child('a').incident ?? {};
    tree.fault('b');
    expect(tree.child('a').incident).toMatchObject({ number, attempts, step: undefined });
    expect(tree.child('a').incident?.attempts).toEqual({ restart: 1 });
    expect(tree.child('b').incident?.attempts).toEqual({ restart: 1 });
    expect(tree.told('incident.closed')).toEqual([]);
  });

  it('rule 30: two children that alternate do not restart for ever', () => {
    const tree = runningTree({ a: {}, b: {} }, all);
    tree.habits = obedient;
    for (let round = 0; round < 8; round += 1) {
      tree.fault(round % 2 === 0 ? 'a' : 'b');
      tree.pass(5_000);
    }
    const restarts = tree.told('child.restarting').length;
    expect(restarts).toBe(6);
    expect([tree.at('a'), tree.at('b')]).toEqual(['degraded none', 'degraded none']);
  });

  it('rule 30: a retry of a sibling is broken off, and its incident goes on after the group', () => {
    const tree = runningTree(three, all);
    tree.fault('a', operation);
    tree.settled('a', operation);
    expect(tree.timers).toEqual(['a retry 1000']);
    tree.habits = obedient;
    tree.fault('c');
    expect(tree.at('a')).toBe('running up');
    expect(tree.child('a').incident).toMatchObject({ step: undefined, attempts: { retry: 2 } });
    expect(tree.timers).toEqual(['a stable 10000', 'c stable 10000']);
  });

  it.each(['retrying', 'drain'])('rule 21: from %s too, whatever its chain says', (state) => {
    const policy = escalationPolicy({
      TRANSIENT: ['retry', 'fail'],
      RECOVERABLE: ['restart', 'fail'],
      CRITICAL: [{ step: 'drain' }, 'fail'],
    });
    const tree = runningTree(three, { ...all, policy });
    tree.fault('a', state === 'drain' ? { severity: 'CRITICAL', origin: 'operation' } : operation);
    expect(tree.child('a').state).toBe(state);
    expect(cycle(tree, 'c')).toEqual([
      'stop c',
      'stop b',
      'stop a',
      'start a',
      'start b',
      'start c',
    ]);
  });
});
