import { describe, expect, it } from 'vitest';
import { excerpt, InvalidOptionError, type Recording, replay } from '../../src/index.ts';
import { fault, recorded, type Script, STARTED } from './recorded-run.ts';

const script: Script = [
  ...STARTED,
  [500, { type: 'report.fault', id: 'web', epoch: 1, fault: fault('RECOVERABLE') }],
  [510, { type: 'report.stopped', id: 'web', epoch: 2 }],
  [1_000, { type: 'report.fault', id: 'db', epoch: 1, fault: fault('CRITICAL') }],
  [1_010, { type: 'report.started', id: 'web', epoch: 3 }],
  [1_020, { type: 'report.stopped', id: 'db', epoch: 2 }],
  [2_000, { type: 'agenda.due', id: 'web', kind: 'stable' }],
];

const stepsOf = ({ entries }: Recording) =>
  entries.flatMap((entry) => (entry.type === 'step' ? [entry.input.at] : []));
const childrenOf = ({ entries: [first] }: Recording) =>
  first?.type === 'keyframe' ? [...first.state.children.keys()] : [];

describe('excerpt', () => {
  it('is the child alone, from the step that opens the incident to the one that closes it', () => {
    const cut = excerpt(recorded(script), 'db#1');
    expect(stepsOf(cut)).toEqual([1_000]);
    expect(childrenOf(cut)).toEqual(['db']);
    expect(replay(cut)).toMatchObject({ divergence: undefined, outcomes: { 'db#1': 'degraded' } });
  });

  it('goes on to the end of the recording when the incident is still open', () => {
    const cut = excerpt(recorded(script), 'web#1');
    expect(stepsOf(cut)).toEqual([500, 510, 1_010, 2_000]);
    expect(replay(cut).outcomes).toEqual({ 'web#1': 'open' });
  });

  it('begins with the recording when the incident was open before', () => {
    const late = recorded(script.slice(4), {}, script.slice(0, 4));
    const cut = excerpt(late, 'web#1');
    expect(stepsOf(cut)).toEqual([510, 1_010, 2_000]);
    expect(replay(cut)).toMatchObject({ divergence: undefined, outcomes: { 'web#1': 'open' } });
  });

  it('keeps the siblings that have to do with it', () => {
    const cut = excerpt(
      recorded(
        [
          ...STARTED,
          [1_000, { type: 'report.fault', id: 'db', epoch: 1, fault: fault('RECOVERABLE') }],
          [1_010, { type: 'report.stopped', id: 'web', epoch: 2 }],
          [1_020, { type: 'report.stopped', id: 'db', epoch: 2 }],
        ],
        { strategy: 'one_for_all' },
      ),
      'db#1',
    );
    expect(stepsOf(cut)).toEqual([1_000, 1_010, 1_020]);
    expect(childrenOf(cut)).toEqual(['db', 'web']);
    expect(replay(cut).divergence).toBeUndefined();
  });

  it('is about the last of that name, as the outcome is, where a supervisor was added again', () => {
    const fallsBack: Script = [
      ...STARTED,
      [1_000, { type: 'report.fault', id: 'db', epoch: 1, fault: fault('CRITICAL') }],
    ];
    const again: Script = [
      ...STARTED,
      [7_000, { type: 'report.fault', id: 'db', epoch: 1, fault: fault('RECOVERABLE') }],
    ];
    const entries = [...recorded(fallsBack).entries, ...recorded(again).entries];
    const recording = { redacted: [], unproven: [], entries };
    const cut = excerpt(recording, 'db#1');
    expect(stepsOf(cut)).toEqual([7_000]);
    expect(replay(cut).outcomes).toEqual(replay(recording).outcomes);
  });

  it('needs nothing of what came before the last keyframe, also where that could not be decided', () => {
    const [lost] = recorded([]).entries;
    if (lost?.type !== 'keyframe') throw new Error('a keyframe is first');
    const db = lost.state.children.get('db');
    if (db === undefined) throw new Error('there is a db');
    const children = new Map([['db', { ...db, state: 'lost', life: 'up' as const }]]);
    const undecidable = { ...lost, state: { ...lost.state, children } };
    const late = { type: 'report.fault', id: 'db', epoch: 0, fault: fault('RECOVERABLE') } as const;
    const step = { type: 'step', path: '', input: { ...late, at: 0, random: 0 } } as const;
    const entries = [undecidable, step, ...recorded(script).entries];
    expect(stepsOf(excerpt({ redacted: [], unproven: [], entries }, 'db#1'))).toEqual([1_000]);
  });

  it.each(['db#2', 'cache#1', 'billing/db#1', ''])(
    'refuses "%s", which is not there',
    (incident) => {
      expect(() => excerpt(recorded(script), incident)).toThrow(InvalidOptionError);
    },
  );
});
