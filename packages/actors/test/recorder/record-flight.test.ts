import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  ask,
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  InvalidOptionError,
  reconfigure,
  recordFlight,
  type Recording,
  startChild,
  StateCorruptionError,
  stop,
  tell,
} from '../../src/index.ts';
import {
  createTestClock,
  eventsOf,
  faultyService,
  parseRecording,
  replay,
} from '../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const bug = (message = 'bug') => new StateCorruptionError(message);

/** What came to which supervisor. */
const inputsOf = ({ entries }: Recording) =>
  entries.flatMap((entry) =>
    entry.type === 'step' ? [`${entry.path || 'root'} <- ${entry.input.type}`] : [],
  );
const keyframesOf = ({ entries }: Recording) =>
  entries.flatMap((entry) => (entry.type === 'keyframe' ? [entry.path || 'root'] : []));

describe('recordFlight', () => {
  it('keeps what comes to every supervisor from the start on', async () => {
    const clock = createTestClock();
    const inner = fromSupervisor({ children: [child('db', faultyService().service)] });
    const tree = createActor(fromSupervisor({ children: [child('inner', inner)] }), { clock });
    const recorder = recordFlight(tree);
    tree.start();
    await clock.settle();
    const recording = recorder.recording();
    expect(keyframesOf(recording)).toEqual(['root', 'inner']);
    expect(inputsOf(recording)).toEqual([
      'root <- supervisor.start',
      'inner <- supervisor.start',
      'inner <- report.started',
      'root <- report.started',
    ]);
  });

  it('keeps what happens beside: health, alerts, lost messages', async () => {
    const flaky = faultyService({ handle: [bug()], start: ['ok', bug(), bug(), bug()] });
    const { tree, clock } = plant({ children: [child('flaky', flaky.service)] });
    const recorder = recordFlight(tree);
    outcome(ask(tree, 'flaky', 'hello'));
    await clock.advance(5_000);
    expect(() => tell(tree, anyPath('nobody'), 'hello')).toThrow('no child at "nobody"');
    const beside = recorder
      .recording()
      .entries.flatMap((entry) => (entry.type === 'event' ? [entry.event.type] : []));
    expect(beside).toEqual([
      'health.changed',
      'alert.raised',
      'health.changed',
      'message.undeliverable',
    ]);
  });

  it('may be put to a tree that runs: it begins with the state in which that is', async () => {
    const { tree, clock } = plant({ children: [child('db', faultyService().service)] });
    await clock.settle();
    const recorder = recordFlight(tree);
    void stop(tree);
    await clock.settle();
    const recording = recorder.recording();
    expect(replay(recording).story).toEqual([
      '+0 ms: root is told to stop (shutdown)',
      '  => the supervisor is stopping',
      '  => db is stopping',
      '  => reject the parked requests of db',
      '  => stop db (shutdown, within 5 s)',
      '+0 ms: db is down',
      '  => db is stopped',
      '  => the supervisor is stopped',
      '  => the supervisor has ended: stop',
    ]);
    expect(recording.unproven).toEqual([]);
  });

  it('holds what happened last when it is full', async () => {
    const flaky = faultyService();
    const { tree, clock } = plant({ children: [child('flaky', flaky.service)] });
    await clock.settle();
    const recorder = recordFlight(tree, { capacity: 10 });
    for (let left = 100; left > 0; left -= 1) {
      flaky.thenHandle(bug(`number ${left}`));
      outcome(ask(tree, 'flaky', 'hello'));
      await clock.advance(400_000);
    }
    const { entries } = recorder.recording();
    expect(entries.length).toBeGreaterThanOrEqual(10);
    expect(entries.length).toBeLessThanOrEqual(41);
    const text = JSON.stringify(entries);
    expect(text).toContain('number 1"');
    expect(text).not.toContain('number 50"');
  });

  it('loses nothing while it grows to its capacity', async () => {
    const flaky = faultyService();
    const { tree, clock } = plant({ children: [child('flaky', flaky.service)] });
    await clock.settle();
    const recorder = recordFlight(tree);
    for (let left = 300; left > 0; left -= 1) {
      flaky.thenHandle(bug(`number ${left}`));
      outcome(ask(tree, 'flaky', 'hello'));
      await clock.advance(400_000);
    }
    const recording = recorder.recording();
    expect(recording.entries.length).toBeGreaterThan(1_200);
    expect(recording.unproven).toEqual([]);
    const faults = recording.entries.filter(
      (entry) => entry.type === 'step' && entry.input.type === 'report.fault',
    );
    expect(faults).toHaveLength(300);
  });

  it('holds more than its capacity where there are more children than that', async () => {
    const children = Array.from({ length: 50 }, (_, n) => child(`c${n}`, faultyService().service));
    const clock = createTestClock();
    const tree = createActor(fromSupervisor({ children }), { clock });
    const recorder = recordFlight(tree, { capacity: 1 });
    tree.start();
    await clock.settle();
    expect(inputsOf(recorder.recording())).toHaveLength(51);
  });

  it('has a new keyframe where a supervisor is described anew, and keeps no more copies than it needs', async () => {
    const { tree, clock } = plant({ children: [child('db', faultyService().service)] });
    await clock.settle();
    const recorder = recordFlight(tree, { capacity: 2 });
    const children = Array.from({ length: 5 }, (_, n) => child(`c${n}`, faultyService().service));
    for (let left = 20; left > 0; left -= 1) void reconfigure(tree, '', { children });
    await clock.settle();
    const recording = recorder.recording();
    expect(keyframesOf(recording).length).toBeGreaterThan(1);
    expect(keyframesOf(recording).length).toBeLessThan(6);
    expect(inputsOf(recording)).toHaveLength(keyframesOf(recording).length);
    expect(replay(recording).divergence).toBeUndefined();
    expect(recording.unproven).toEqual([]);
  });

  it('keeps nothing of what instances were started with', async () => {
    const clock = createTestClock();
    const rooms = fromDynamicSupervisor({ child: faultyService().service });
    const tree = createActor(fromSupervisor({ children: [child('rooms', rooms)] }), { clock });
    tree.start();
    const recorder = recordFlight(tree);
    const secret = { password: 'hunter2' };
    void startChild(tree, anyPath('rooms'), { id: 'one', input: secret } as never);
    await clock.settle();
    void reconfigure(tree, anyPath('rooms'), { child: faultyService().service } as never);
    await clock.settle();
    const recording = recorder.recording();
    expect(inputsOf(recording)).toContain('rooms <- supervisor.reconfigure');
    expect(JSON.stringify(recording)).not.toContain('hunter2');
    expect(recorder.lines()).not.toContain('hunter2');
    expect(replay(parseRecording(recorder.lines())).divergence).toBeUndefined();
  });

  it('leaves out what is to be left out, when it is read', async () => {
    const flaky = faultyService({ handle: [bug('refused: password=hunter2, 3 tries')] });
    const { tree, clock, probe } = plant({ children: [child('flaky', flaky.service)] });
    const recorder = recordFlight(tree, { redact: ['password'] });
    outcome(ask(tree, 'flaky', 'hello'));
    await clock.settle();
    expect(recorder.lines()).not.toContain('hunter2');
    expect(recorder.lines()).toContain('refused: password=[redacted], 3 tries');
    expect(replay(recorder.recording()).divergence).toBeUndefined();
    // Nothing of the tree's own was changed.
    expect(JSON.stringify(probe.events)).toContain('hunter2');
  });

  it('leaves it out of what is left of an incident that was closed before it began', async () => {
    const flaky = faultyService({ handle: [bug('refused: password=hunter2, 3 tries')] });
    const { tree, clock } = plant({ children: [child('flaky', flaky.service)] });
    outcome(ask(tree, 'flaky', 'hello'));
    await clock.advance(60_000);
    const recorder = recordFlight(tree, { redact: ['password'] });
    outcome(ask(tree, 'flaky', 'again'));
    await clock.settle();
    void stop(tree);
    await clock.settle();
    expect(recorder.lines()).toMatch(/"lastIncident":\{[^}]*password=\[redacted\], 3 tries/);
    expect(recorder.lines()).not.toContain('hunter2');
  });

  it('stops when it is told to, and can still be read', async () => {
    const { tree, clock } = plant({ children: [child('db', faultyService().service)] });
    const recorder = recordFlight(tree);
    await clock.settle();
    recorder.stop();
    const before = recorder.recording();
    void stop(tree);
    await clock.settle();
    expect(recorder.recording()).toEqual(before);
    recorder.stop();
    expect(recordFlight(tree).recording().entries).toEqual([]);
  });

  it('may be stopped, and another one begin, in the middle of a group restart', async () => {
    const flaky = faultyService({ handle: [bug()] });
    const slow = faultyService({ stop: ['hang'] });
    const { tree, clock } = plant({
      strategy: 'one_for_all',
      children: [child('flaky', flaky.service), child('slow', slow.service)],
    });
    const first = recordFlight(tree);
    outcome(ask(tree, 'flaky', 'hello'));
    await clock.advance(1_000); // slow is waited for
    first.stop();
    const second = recordFlight(tree);
    await clock.advance(60_000);
    expect(inputsOf(first.recording())).not.toContain('root <- report.stopOverdue');
    expect(inputsOf(second.recording())).toContain('root <- report.stopOverdue');
    for (const each of [first, second]) {
      const recording = parseRecording(each.lines());
      expect(recording.unproven).toEqual([]);
      expect(replay(recording).divergence).toBeUndefined();
    }
    expect(replay(first.recording()).outcomes).toEqual({ 'flaky#1': 'open' });
    expect(replay(second.recording()).outcomes).toEqual({ 'flaky#1': 'recovered' });
  });

  it('holds an error whose getters throw, and one with a code and a cause', async () => {
    const hostile = Object.defineProperty(bug(), 'message', {
      get: () => {
        throw new Error('no message');
      },
    });
    const caused = Object.assign(bug('outer'), { code: 'E_OUTER', cause: new Error('inner') });
    const flaky = faultyService({ handle: [hostile, caused] });
    const { tree, clock, probe } = plant({ children: [child('flaky', flaky.service)] });
    const recorder = recordFlight(tree);
    for (const request of ['one', 'two']) {
      outcome(ask(tree, 'flaky', request));
      await clock.advance(60_000);
    }
    const recording = parseRecording(recorder.lines());
    expect(recording.unproven).toEqual([]);
    const told = eventsOf(recording).flatMap((event) =>
      'fault' in event ? [event.fault.error.message] : [],
    );
    expect(told).toHaveLength(2);
    expect(told[1]).toBe('outer');
    expect(recorder.lines()).toContain('"cause":{"name":"Error","message":"inner"}');
    expect(probe.of('child.faulted')).toHaveLength(2);
  });

  it('tells everything that was told, also where nobody listened', async () => {
    const flaky = faultyService({ handle: [bug()] });
    const clock = createTestClock();
    const logic = fromSupervisor({ children: [child('flaky', flaky.service)] });
    const tree = createActor(logic, { clock });
    const recorder = recordFlight(tree);
    tree.start();
    outcome(ask(tree, 'flaky', 'hello'));
    await clock.advance(20_000);
    expect(eventsOf(recorder.recording()).map(({ type }) => type)).toEqual([
      'child.started',
      'supervisor.started',
      'health.changed',
      'incident.opened',
      'child.faulted',
      'child.restarting',
      'health.changed',
      'child.started',
      'health.changed',
      'incident.closed',
    ]);
  });

  it('refuses a second one, until the first is stopped', () => {
    const { tree } = plant({ children: [] });
    const first = recordFlight(tree);
    expect(() => recordFlight(tree)).toThrow(InvalidOptionError);
    expect(() => recordFlight(tree)).toThrow('stop the other one');
    first.stop();
    recordFlight(tree).stop();
  });

  it.each([
    [{ capacity: 0 }, 'recordFlight.capacity must be an integer of at least 1, got 0'],
    [{ capacity: 1.5 }, 'recordFlight.capacity must be an integer of at least 1, got 1.5'],
    [{ redact: 'password' }, 'recordFlight.redact must be a list of keys, got "password"'],
    [{ redact: [''] }, 'recordFlight.redact must be a list of keys, got [""]'],
    [{ size: 5 }, 'recordFlight.size is not an option'],
  ])('refuses %o', (options, message) => {
    const { tree } = plant({ children: [] });
    expect(() => recordFlight(tree, options as never)).toThrow(message);
  });
});
