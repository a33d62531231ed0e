import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  DataCorruptionError,
  refAt,
  StateCorruptionError,
  terminateChild,
} from '../../src/index.ts';
import { createGate, faultyService } from '../../src/testing/index.ts';
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

  it('a start that is let go on when nobody waits for it any more is a late one', async () => {
    const gate = createGate();
    const slow = faultyService({ start: [gate] });
    const { tree, clock } = plant({ children: [child('slow', slow.service)] });
    await clock.advance(40_000);
    expect(refAt(tree, 'slow').getSnapshot().value).toBe('running');
    gate.open();
    await clock.settle();
    expect(slow.calls).toEqual(['start 1', 'start 2', 'stop 1 late']);
  });

  it('its fallback and the hook that prepares it fail by script, too', async () => {
    const bug = new StateCorruptionError('bug');
    const flaky = faultyService({
      handle: [new DataCorruptionError('lost')],
      degrade: ['ok'],
      fallback: ['ok', bug],
    });
    const { tree } = plant({ children: [child('flaky', flaky.service)] });
    await expect(ask(tree, 'flaky', 'a')).resolves.toBe('fallback a');
    await expect(ask(tree, 'flaky', 'b')).rejects.toBe(bug);
    expect(flaky.calls).toEqual([
      'start 1',
      'handle a (attempt 1)',
      'degrade',
      'fallback a',
      'stop 1 restart',
      'fallback b',
    ]);
  });

  it.each([
    ['a start that ignores', { start: ['ignore'] }, ['start 1']],
    ['a start that exits', { start: ['exit normal'] }, ['start 1', 'stop 1 shutdown']],
    [
      'a request that exits',
      { handle: ['exit shutdown'] },
      ['start 1', 'handle a (attempt 1)', 'stop 1 shutdown'],
    ],
  ] as const)('ends by itself: %s', async (_name, script, calls) => {
    const flaky = faultyService(script);
    const { tree, clock } = plant({
      children: [child('flaky', flaky.service, { restart: 'transient' })],
    });
    outcome(ask(tree, 'flaky', 'a'));
    await clock.settle();
    expect(refAt(tree, 'flaky').getSnapshot().value).toBe('stopped');
    expect(flaky.calls).toEqual(calls);
  });

  it('a stop waits, fails and hangs as it is told', async () => {
    const gate = createGate();
    const flaky = faultyService({ stop: () => gate });
    const { tree, clock, probe } = plant({ children: [child('flaky', flaky.service)] });
    await clock.settle();
    const stopped = outcome(terminateChild(tree, 'flaky'));
    await clock.settle();
    expect(refAt(tree, 'flaky').getSnapshot().value).toBe('stopping');
    gate.open(new Error('port in use'));
    await clock.settle();
    expect(stopped).toEqual({ value: { ok: true } });
    expect(probe.of('hook.failed').map(({ error }) => error.message)).toEqual(['port in use']);
  });

  it('a hook that cannot do what it is told fails, and says what', async () => {
    const gate = createGate();
    const flaky = faultyService({ stop: [gate] });
    const { tree, clock, probe } = plant({ children: [child('flaky', flaky.service)] });
    await clock.settle();
    outcome(terminateChild(tree, 'flaky'));
    await clock.settle();
    gate.open('ignore');
    await clock.settle();
    expect(probe.of('hook.failed').map(({ error }) => error.message)).toEqual([
      'this hook cannot "ignore"',
    ]);
  });

  it.each<[string, object, string]>([
    [
      'a script that is no list',
      { start: 'hang' },
      'faultyService.start must be a list of acts, or a function, got "hang"',
    ],
    [
      'an unknown act',
      { handle: ['ok', 'timeout'] },
      'an act of faultyService.handle must be ok, hang, exit normal, exit shutdown, ignore, an error, or a gate, got "timeout"',
    ],
  ])('refuses %s', (_name, script, message) => {
    expect(() => faultyService(script)).toThrow(message);
  });

  it('is no promise: it can be returned from an async function', async () => {
    const made = await (async () => faultyService())();
    expect(made.calls).toEqual([]);
  });
});

describe('createGate', () => {
  it('lets go on whoever waits, and nobody who comes later', async () => {
    const gate = createGate();
    const seen: unknown[] = [];
    void gate.wait().then((act) => seen.push(['first', act]));
    void gate.wait().then((act) => seen.push(['second', act]));
    expect(gate.waiting).toBe(2);
    gate.open();
    void gate.wait().then((act) => seen.push(['third', act]));
    await Promise.resolve();
    expect(gate.waiting).toBe(1);
    expect(seen).toEqual([
      ['first', 'ok'],
      ['second', 'ok'],
    ]);
  });

  it('is opened for nobody by mistake', () => {
    expect(() => createGate().open()).toThrow('no call waits at this gate');
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
