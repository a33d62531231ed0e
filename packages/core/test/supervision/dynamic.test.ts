import { describe, expect, it } from 'vitest';
import { escalationPolicy, otp } from '../../src/index.ts';
import { Tree } from './tables-driver.ts';
import type { Child, TreeOptions } from './tree-spec.ts';

/** A supervisor of instances of one template, these of them up. */
function runningPool(ids: readonly string[], options: TreeOptions = {}, child: Child = {}): Tree {
  const tree = new Tree({}, { strategy: 'simple_one_for_one', ...options });
  tree.start();
  for (const id of ids) {
    tree.startChild(id, child);
    tree.up(id);
  }
  return tree;
}

const ids = (tree: Tree) => [...tree.state.children.keys()];

describe('simple_one_for_one', () => {
  it('has started at once, without children', () => {
    const tree = new Tree({}, { strategy: 'simple_one_for_one' });
    expect(tree.start()).toEqual(['started']);
    expect(tree.state.state).toBe('running');
  });

  it('starts an instance beside those that are on their way', () => {
    const tree = runningPool([]);
    const [one, two] = [tree.startChild('1'), tree.startChild('2')];
    expect(tree.log.slice(-4)).toEqual(['0 add 1', '0 start 1', '0 add 2', '0 start 2']);
    expect(tree.answers.size).toBe(0);
    tree.up('2');
    tree.up('1');
    expect([tree.answers.get(one), tree.answers.get(two)]).toEqual([{ ok: true }, { ok: true }]);
  });

  it('rule 29: restarts the one that failed, alone, in its place', () => {
    const tree = runningPool(['1', '2', '3']);
    expect(tree.fault('2')).toEqual(['stop 2 restart 5000']);
    expect(tree.stopped('2')).toEqual(['start 2']);
    tree.up('2');
    expect(ids(tree)).toEqual(['1', '2', '3']);
    expect(tree.told('group.restarting')).toEqual([]);
  });

  it.each(['permanent', 'transient', 'temporary'] as const)(
    'rule 45: a %s instance whose chain ends in fail is removed',
    (restart) => {
      const tree = runningPool(
        ['1', '2'],
        { policy: escalationPolicy({ RECOVERABLE: ['fail'] }) },
        { restart },
      );
      tree.fault('1');
      expect(tree.stopped('1')).toEqual(['remove 1']);
      expect(ids(tree)).toEqual(['2']);
      expect(tree.state.state).toBe('running');
      expect(tree.told('incident.closed')).toHaveLength(1);
    },
  );

  it('rule 45: a failed instance is told of, and its incident closes as failed', () => {
    const tree = runningPool(['1'], { policy: escalationPolicy({ RECOVERABLE: ['fail'] }) });
    tree.fault('1');
    expect(tree.told('child.failed')).toMatchObject([{ path: '1' }]);
    expect(tree.told('incident.closed')).toMatchObject([{ path: '1', outcome: 'failed' }]);
  });

  it('rule 45: one that ends by itself and is not restarted is removed, and its id is free', () => {
    const tree = runningPool(['1'], {}, { restart: 'transient' });
    tree.exited('1');
    tree.stopped('1');
    expect(ids(tree)).toEqual([]);
    const ticket = tree.startChild('1');
    tree.up('1');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
  });

  it('rule 3: an instance of an id that was there before cannot be taken for that one', () => {
    const tree = runningPool(['1'], {}, { restart: 'temporary' });
    const old = tree.epochs.get('1') ?? 0;
    tree.exited('1');
    tree.stopped('1');
    tree.startChild('1');
    tree.up('1');
    expect(tree.epochs.get('1')).toBeGreaterThan(old);
    tree.put({ type: 'report.fault', id: '1', epoch: old, fault: tree.faultOf({}) });
    expect(tree.at('1')).toBe('running up');
    expect(tree.told('report.fenced')).toHaveLength(1);
  });

  it('rule 45: a start that answers ignore leaves no instance, and is an answer', () => {
    const tree = runningPool([]);
    const ticket = tree.startChild('1');
    tree.exited('1');
    tree.stopped('1');
    expect(ids(tree)).toEqual([]);
    expect(tree.answers.get(ticket)).toEqual({ ok: true, ignored: true });
  });

  it('rule 45: so does a restart that answers ignore', () => {
    const tree = runningPool(['1']);
    tree.fault('1');
    tree.stopped('1');
    tree.exited('1');
    expect(tree.stopped('1')).toEqual(['remove 1']);
  });

  it('rule 24: a first start that fails leaves nothing where that is fatal', () => {
    const tree = runningPool([], { policy: otp });
    const ticket = tree.startChild('1');
    expect(tree.startFailed('1')).toEqual(['remove 1']);
    expect(tree.answers.get(ticket)).toMatchObject({ ok: false, reason: 'start_failed' });
    expect(tree.state.state).toBe('running');
    expect(tree.told('child.notStarted')).toHaveLength(1);
  });

  it('rule 24: where it is healed, whoever has ordered it waits for that', () => {
    const tree = runningPool([]);
    const ticket = tree.startChild('1');
    expect(tree.startFailed('1')).toEqual([]);
    expect(tree.pass(0)).toEqual(['0 start 1']);
    tree.up('1');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
  });

  it('rule 11: all instances share the intensity', () => {
    const tree = runningPool(['1', '2'], { intensity: { maxRestarts: 1, withinMs: 5_000 } });
    tree.habits = { start: 'up', stop: 'stopped' };
    tree.fault('1');
    expect(tree.state.state).toBe('running');
    tree.fault('2');
    expect(tree.state.state).toBe('failed');
  });
});

describe('maxChildren', () => {
  it('rule 45: refuses one more, those that are being restarted included', () => {
    const tree = runningPool(['1', '2'], { maxChildren: 2 });
    tree.fault('1');
    const refused = tree.startChild('3');
    expect(tree.answers.get(refused)).toMatchObject({ ok: false, reason: 'max_children' });
    expect(ids(tree)).toEqual(['1', '2']);
  });

  it('rule 45: one that has gone makes room', () => {
    const tree = runningPool(['1', '2'], { maxChildren: 2 });
    tree.habits = { stop: 'stopped', start: 'up' };
    tree.command('terminateChild', '1');
    expect(tree.answers.get(tree.startChild('3'))).toEqual({ ok: true });
  });

  it('rule 45: none at all is a limit too', () => {
    const tree = runningPool([], { maxChildren: 0 });
    expect(tree.answers.get(tree.startChild('1'))).toMatchObject({ reason: 'max_children' });
  });

  it('of an id that is taken that is what is told', () => {
    const tree = runningPool(['1'], { maxChildren: 1 });
    expect(tree.answers.get(tree.startChild('1'))).toMatchObject({ reason: 'already_started' });
  });
});

describe('commands of an instance', () => {
  it('rule 39: terminateChild removes it', () => {
    const tree = runningPool(['1']);
    const ticket = tree.command('terminateChild', '1');
    expect(tree.stopped('1')).toEqual(['remove 1']);
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
  });

  it('rule 39: also while it waits to be restarted', () => {
    const tree = runningPool(['1']);
    tree.fault('1');
    tree.stopped('1');
    tree.startFailed('1');
    const ticket = tree.command('terminateChild', '1');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(ids(tree)).toEqual([]);
    expect(tree.timers).toEqual([]);
  });

  it.each(['restartChild', 'deleteChild'] as const)('rule 39: %s is refused', (command) => {
    const tree = runningPool(['1']);
    expect(tree.answers.get(tree.command(command, '1'))).toMatchObject({
      ok: false,
      reason: 'simple_one_for_one',
    });
  });

  it.each(['restartChild', 'deleteChild'] as const)(
    'rule 39: %s is refused as well when there is no such instance',
    (command) => {
      const tree = runningPool([]);
      expect(tree.answers.get(tree.command(command, '1'))).toEqual({
        ok: false,
        reason: 'simple_one_for_one',
        state: 'stopped',
      });
    },
  );

  it('rule 38: a degraded one may be recovered', () => {
    const tree = runningPool(['1'], {
      policy: escalationPolicy({ RECOVERABLE: ['fallback', 'fail'] }),
    });
    tree.fault('1');
    tree.stopped('1');
    const ticket = tree.command('recover', '1');
    tree.up('1');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
  });

  it('of one that has gone is answered: there is none', () => {
    const tree = runningPool([]);
    expect(tree.answers.get(tree.command('terminateChild', '1'))).toMatchObject({
      reason: 'not_found',
    });
  });
});

describe('the stop of a dynamic supervisor', () => {
  it('rule 40: orders all at once, newest first, and ends with the last', () => {
    const tree = runningPool(['1', '2', '3']);
    expect(tree.stop()).toEqual([
      'stop 3 shutdown 5000',
      'stop 2 shutdown 5000',
      'stop 1 shutdown 5000',
    ]);
    expect(tree.stopped('2')).toEqual([]);
    expect(tree.overdue('3')).toEqual(['abandon 3']);
    expect(tree.stopped('1')).toEqual(['ended']);
  });

  it('rule 40: a second stop that is in more of a hurry hurries all of them', () => {
    const tree = runningPool(['1', '2'], {}, { shutdown: Infinity });
    tree.stop();
    expect(tree.stop(100).toSorted()).toEqual(['hurry 1 100', 'hurry 2 100']);
  });

  it('rule 41: so does giving up', () => {
    const tree = runningPool(['1', '2'], {
      policy: escalationPolicy({ RECOVERABLE: ['escalate'] }),
    });
    expect(tree.fault('1')).toHaveLength(2);
    tree.stopped('1');
    expect(tree.state.state).toBe('stopping');
    tree.stopped('2');
    expect(tree.state.state).toBe('failed');
  });

  it('rule 42: started again it has no instances', () => {
    const tree = runningPool(['1', '2']);
    tree.habits = { stop: 'stopped' };
    tree.stop();
    expect(tree.start().toSorted()).toEqual(['remove 1', 'remove 2', 'started']);
    expect(ids(tree)).toEqual([]);
    expect(tree.state.state).toBe('running');
  });

  it('rule 40: refuses new ones', () => {
    const tree = runningPool(['1']);
    tree.stop();
    expect(tree.answers.get(tree.startChild('2'))).toMatchObject({ ok: false, reason: 'stopping' });
  });
});
