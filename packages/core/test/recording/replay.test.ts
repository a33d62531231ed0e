import { describe, expect, it } from 'vitest';
import {
  escalationPolicy,
  InvalidOptionError,
  otp,
  type Recording,
  replay,
} from '../../src/index.ts';
import { fault, recorded, STARTED } from './recorded-run.ts';

const recording = recorded([
  ...STARTED,
  [1_000, { type: 'report.fault', id: 'db', epoch: 1, fault: fault('RECOVERABLE') }],
  [1_010, { type: 'report.stopped', id: 'db', epoch: 2 }],
  [1_020, { type: 'report.started', id: 'db', epoch: 3 }],
  [11_020, { type: 'agenda.due', id: 'db', kind: 'stable' }],
]);

describe('replay', () => {
  it('decides again about every step, and finds that it decides the same', () => {
    const { divergence, steps } = replay(recording);
    expect(divergence).toBeUndefined();
    expect(steps).toEqual(recording.entries.slice(1));
  });

  it('tells in words when what came, and what is decided', () => {
    expect(replay(recording).story).toEqual([
      '+0 ms: root is started',
      '  => start db (life 1)',
      '+0 ms: db has started',
      '  => db is running',
      '  => start web (life 1)',
      '+0 ms: web has started',
      '  => web is running',
      '  => the supervisor is running',
      '+1000 ms: db faults (operation): RECOVERABLE Error: broken',
      '  => reject the parked requests of db',
      '  => db is restarting (restart 1, RECOVERABLE)',
      '  => stop db (restart, within 5 s)',
      '+1010 ms: db is down',
      '  => start db (life 2)',
      '+1020 ms: db has started',
      '  => db is running',
      '  => call db stable in 10 s',
      '+11020 ms: db is due (stable)',
      '  => db#1 closes: recovered',
    ]);
  });

  it('says how each incident ended', () => {
    expect(replay(recording).outcomes).toEqual({ 'db#1': 'recovered' });
    const cutShort = { ...recording, entries: recording.entries.slice(0, -1) };
    expect(replay(cutShort).outcomes).toEqual({ 'db#1': 'open' });
  });

  it('leaves the recording as it was', () => {
    const before = structuredClone(recording.entries);
    replay(recording);
    expect(recording.entries).toEqual(before);
  });

  it('ends with the first step that another policy decides otherwise, and says how', () => {
    const policies = { '': escalationPolicy({ RECOVERABLE: ['fallback', 'fail'] }) };
    const { divergence, steps } = replay(recording, { policies });
    expect(divergence).toMatchObject({ step: 4, path: '' });
    expect(divergence?.text.split('\n')).toEqual([
      'step 4 is decided otherwise: db faults (operation): RECOVERABLE Error: broken',
      '  then:',
      '    => reject the parked requests of db',
      '    => db is restarting (restart 1, RECOVERABLE)',
      '    => stop db (restart, within 5 s)',
      '  now:',
      '    => hand the parked requests of db to its fallback',
      '    => db is degraded (fallback 1, RECOVERABLE)',
      '    => stop db (restart, within 5 s)',
      '    => let db try to return in 30 s',
      '    => db#1 closes: degraded',
    ]);
    expect(steps).toHaveLength(4);
  });

  it('shows the data where the words are the same', () => {
    const entries = recording.entries.map((entry) => {
      if (entry.type !== 'step' || entry.input.at !== 11_020) return entry;
      const effects = entry.effects?.map((effect) =>
        effect.type === 'report' && effect.event.type === 'incident.closed'
          ? { ...effect, event: { ...effect.event, repairMs: 21 } }
          : effect,
      );
      return { ...entry, effects: effects ?? [] };
    });
    const { divergence } = replay({ ...recording, entries });
    expect(divergence?.step).toBe(7);
    expect(divergence?.text).toContain('"repairMs":21');
    expect(divergence?.text).toContain('"repairMs":20');
  });

  it('says so when the policy cannot decide at all', () => {
    const degraded = recorded([
      ...STARTED,
      [1_000, { type: 'report.fault', id: 'db', epoch: 1, fault: fault('CRITICAL') }],
      [1_010, { type: 'report.stopped', id: 'db', epoch: 2 }],
      [2_000, { type: 'command.recover', id: 'db', ticket: 1 }],
      [2_010, { type: 'report.started', id: 'db', epoch: 3 }],
    ]);
    const late: Recording = { ...degraded, entries: degraded.entries.slice(0, 1) };
    const keyframe = late.entries[0];
    if (keyframe?.type !== 'keyframe') throw new Error('a keyframe is first');
    const child = keyframe.state.children.get('db');
    if (child === undefined) throw new Error('there is a db');
    const children = new Map(keyframe.state.children).set('db', {
      ...child,
      state: 'degraded',
      life: 'starting',
      epoch: 3,
    });
    const state = { ...keyframe.state, children };
    const lastStep = degraded.entries.at(-1);
    if (lastStep === undefined) throw new Error('there is a last step');
    const { divergence } = replay(
      { ...degraded, entries: [{ ...keyframe, state }, lastStep] },
      { policies: { '': otp } },
    );
    expect(divergence?.text).toMatch(/now it cannot be decided: Error: db: the chart has no/);
  });

  it('compares nothing where a recording does not say what was decided', () => {
    const entries = recording.entries.map((entry) =>
      entry.type === 'step' ? { type: entry.type, path: entry.path, input: entry.input } : entry,
    );
    const policies = { '': escalationPolicy({ RECOVERABLE: ['fallback', 'fail'] }) };
    expect(replay({ ...recording, entries }, { policies }).divergence).toBeUndefined();
  });

  it('trusts no recording that its recorder could not prove', () => {
    const { divergence, steps } = replay({ ...recording, unproven: ['billing'] });
    expect(divergence).toMatchObject({ step: 0, path: 'billing' });
    expect(divergence?.text).toContain('the recording of "billing" does not lead to the state');
    expect(steps).toEqual([]);
  });

  it('refuses a policy for a supervisor that was not recorded, and names those that were', () => {
    expect(() => replay(recording, { policies: { billing: otp } })).toThrow(InvalidOptionError);
    expect(() => replay(recording, { policies: { billing: otp } })).toThrow(
      'replay.policies must be by path of a supervisor that was recorded (""), got "billing"',
    );
  });
});
