import { describe, expect, it } from 'vitest';
import { ask, child, refAt, StateCorruptionError, terminateChild } from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { outcome, plant } from '../plant.ts';

describe('faultyService', () => {
  it('does what its script says, then succeeds, and remembers every call', async () => {
    const bug = new StateCorruptionError('bug');
    const flaky = faultyService({
      start: ['ok', bug],
      handle: ['ok', bug],
      stop: [bug],
      fallback: true,
    });
    const { tree, clock } = plant({ children: [child('flaky', flaky.service)] });
    await expect(ask(tree, 'flaky', 'one')).resolves.toBe('one from 1');
    await expect(ask(tree, 'flaky', 'two')).rejects.toBe(bug);
    await clock.advance(1_000);
    await expect(ask(tree, 'flaky', 'three')).resolves.toBe('three from 3');
    await terminateChild(tree, 'flaky');
    expect(flaky.calls).toEqual([
      'start 1',
      'handle one (attempt 1)',
      'handle two (attempt 1)',
      'stop 1 restart',
      'start 2',
      'start 3',
      'handle three (attempt 1)',
      'stop 3 shutdown',
    ]);
  });

  it('a script can be added to; what hangs heeds its signal', async () => {
    const flaky = faultyService();
    flaky.thenStart('hang');
    const { tree, clock } = plant({ children: [child('flaky', flaky.service)] });
    await clock.advance(30_000);
    expect(refAt(tree, 'flaky').getSnapshot().value).toBe('running');
    flaky.thenHandle('hang', 'ok');
    const reply = outcome(ask(tree, 'flaky', 'a'));
    await clock.advance(30_000);
    expect(reply).toEqual({ value: 'a from 2' });
  });

  it('is no promise: it can be returned from an async function', async () => {
    const made = await (async () => faultyService())();
    expect(made.calls).toEqual([]);
  });
});

describe('probeEvents', () => {
  it('tells the story by types, the events of one type, and forgets on demand', async () => {
    const { tree, clock, probe } = plant({ children: [child('flaky', faultyService().service)] });
    await clock.settle();
    expect(probe.story('child.started')).toEqual(['child.started flaky']);
    expect(probe.of('child.started')).toEqual([
      { type: 'child.started', at: 0, path: 'flaky', incarnation: 1 },
    ]);
    probe.clear();
    expect(probe.events).toEqual([]);
    await terminateChild(tree, 'flaky');
    expect(probe.story()).toEqual(['child.stopping flaky', 'child.stopped flaky']);
  });
});
