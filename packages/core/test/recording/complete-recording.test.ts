import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  completeRecording,
  createState,
  dataRedaction,
  plainData,
  escalationPolicy,
  eventsOf,
  type RecordingEntry,
  reduce,
  type SupervisorInput,
} from '../../src/index.ts';
import { specOf } from '../supervision/tree-spec.ts';
import { fault } from './recorded-run.ts';

const spec = specOf({ db: {} });
const inputs: readonly SupervisorInput[] = [
  { type: 'supervisor.start', at: 0, random: 0 },
  { type: 'report.started', at: 0, random: 0, id: 'db', epoch: 1 },
  {
    type: 'report.fault',
    at: 5,
    random: 0,
    id: 'db',
    epoch: 1,
    fault: fault('TRANSIENT', 'login with password=hunter2; refused'),
  },
];
const entries: readonly RecordingEntry[] = [
  { type: 'keyframe', path: '', spec, state: createState(spec) },
  ...inputs.map((input) => ({ type: 'step', path: '', input }) as const),
];

/** The rows of the page's table: a text, and what is kept of it. */
function docsTable(): readonly (readonly [text: string, kept: string])[] {
  const page = readFileSync(new URL('../../../../docs/incidents.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `([^`]*)` +\| `([^`]*)` +\|$/gm);
  return [...rows].map(([, text = '', kept = '']) => [text, kept] as const);
}

/** Where the supervisor is after these. */
function stateAfter(...some: readonly SupervisorInput[]) {
  const state = createState(spec);
  for (const input of some) reduce(state, input, spec);
  return state;
}

describe('completeRecording', () => {
  it('adds what was decided, and is proven by where the supervisor is', () => {
    const complete = completeRecording(entries, new Map([['', stateAfter(...inputs)]]), []);
    expect(complete.unproven).toEqual([]);
    expect(eventsOf(complete).map(({ type }) => type)).toEqual([
      'child.started',
      'supervisor.started',
      'incident.opened',
      'child.faulted',
      'child.retrying',
    ]);
  });

  it('is not proven when the supervisor is somewhere else', () => {
    const elsewhere = stateAfter(...inputs.slice(0, 2));
    expect(completeRecording(entries, new Map([['', elsewhere]]), []).unproven).toEqual(['']);
  });

  it('does not know what was decided where nothing can be', () => {
    const state = createState(spec);
    const db = state.children.get('db');
    if (db === undefined) throw new Error('there is a db');
    const broken = {
      ...state,
      children: new Map([['db', { ...db, state: 'lost', life: 'up' as const }]]),
    };
    const [, , , faulted] = entries;
    if (faulted?.type !== 'step') throw new Error('it is a step');
    const step = { ...faulted, input: { ...faulted.input, epoch: 0 } } as typeof faulted;
    const keyframe = { type: 'keyframe', path: '', spec, state: broken } as const;
    const complete = completeRecording([keyframe, step], new Map(), []);
    expect(complete.entries[1]).toEqual(step);
  });
});

describe('dataRedaction', () => {
  it('leaves out whatever stands under a key, also numbers and objects, at any depth', () => {
    const redact = dataRedaction(['pin', 'card']);
    expect(
      redact({ user: 'ann', userPin: 1234, card: { number: 5 }, deep: [{ pin: '9', id: 7 }] }),
    ).toEqual({
      user: 'ann',
      userPin: '[redacted]',
      card: '[redacted]',
      deep: [{ pin: '[redacted]', id: 7 }],
    });
  });

  it.each([
    [[['userPin', '12']], [['userPin', '[redacted]']]],
    [[['PIN', { old: 1 }]], [['PIN', '[redacted]']]],
    [
      { name: 'pin', value: 12 },
      { name: 'pin', value: '[redacted]' },
    ],
    [[{ key: 'pin', value: ['12'] }], [{ key: 'pin', value: '[redacted]' }]],
    [
      { name: 'mail', key: 'pin', value: 'x' },
      { name: 'mail', key: 'pin', value: '[redacted]' },
    ],
    [
      plainData(
        new Map<unknown, unknown>([
          ['pin', 12],
          [7, 'seven'],
        ]),
      ),
      [
        ['pin', '[redacted]'],
        [7, 'seven'],
      ],
    ],
  ])('leaves out the second of a pair, and a value beside its name: %j', (data, told) => {
    expect(dataRedaction(['pin'])(data)).toEqual(told);
  });

  it.each([
    [['pin', 'is', 'new']],
    [['user', 'pin']],
    [{ name: 'mail', value: 'ann' }],
    [{ name: 'pin', amount: 12 }],
  ])('leaves in what has no such name: %j', (data) => {
    expect(dataRedaction(['pin'])(data)).toEqual(data);
  });

  it('leaves out what follows a key in a text', () => {
    expect(dataRedaction(['pin'])(['pin=1234, more'])).toEqual(['pin=[redacted], more']);
  });

  it('is the same data where nothing is to be hidden', () => {
    const data = { pin: 1 };
    expect(dataRedaction([])(data)).toBe(data);
  });
});

describe('redaction', () => {
  it('leaves out what stands under a key, and what follows it in a text, in inputs, decisions and states', () => {
    const complete = completeRecording(entries, new Map(), ['password', 'name']);
    const text = JSON.stringify(complete);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('login with password=[redacted]; refused');
    expect(text).not.toContain('"name":"Error"');
    expect(JSON.stringify(entries)).toContain('hunter2');
  });

  it.each([
    ['amount=5, more', 'amount=[redacted], more'],
    ['{"amount": 5, "id": 7}', '{"amount": [redacted], "id": 7}'],
    ["{ amount: 'five, and more' }", '{ amount: [redacted] }'],
    ['Amount: 5 EUR', 'Amount: [redacted]'],
    ['no amount here', 'no amount here'],
    ['amounted=5', 'amounted=5'],
    ['{amount: 5} and more', '{amount: [redacted]} and more'],
    ['amount: { old: [5, 6], new: 7 }, more', 'amount: [redacted], more'],
    [
      String.raw`{\"amounts\":[\"5]\",\"6\"],\"id\":7}`,
      String.raw`{\"amounts\":[redacted],\"id\":7}`,
    ],
    ['amount: [5, 6', 'amount: [redacted]'],
    [
      String.raw`body: "{\"amount\":\"five, and more\",\"id\":7}"`,
      String.raw`body: "{\"amount\":[redacted],\"id\":7}"`,
    ],
    ['amount="five, and more', 'amount=[redacted]'],
  ])('makes of the text %o %o', (message, expected) => {
    const error = { name: 'Error', message };
    const event = { type: 'hook.failed', at: 0, path: 'db', hook: 'stop', error } as const;
    const complete = completeRecording([{ type: 'event', event }], new Map(), ['amount']);
    expect(complete.entries).toEqual([
      { type: 'event', event: { ...event, error: { name: 'Error', message: expected } } },
    ]);
  });

  it.each(docsTable())('does as docs/incidents.md says: of %o it keeps %o', (message, expected) => {
    const error = { name: 'Error', message };
    const event = { type: 'hook.failed', at: 0, path: 'db', hook: 'stop', error } as const;
    const [kept] = completeRecording([{ type: 'event', event }], new Map(), ['password']).entries;
    expect(kept).toMatchObject({ event: { error: { message: expected } } });
  });

  it('leaves out what stands under a longer key of an error', () => {
    const cause = { name: 'Error', message: 'x', dbPassword: 'hunter2', passwords: ['hunter2'] };
    const error = { name: 'Error', message: 'x', cause };
    const event = { type: 'hook.failed', at: 0, path: 'db', hook: 'stop', error } as const;
    const complete = completeRecording([{ type: 'event', event }], new Map(), ['password']);
    expect(JSON.stringify(complete)).not.toContain('hunter2');
  });

  it('takes no longer for a text that looks like keys from end to end', () => {
    const message = '--password'.repeat(10_000);
    const error = { name: 'Error', message };
    const event = { type: 'hook.failed', at: 0, path: 'db', hook: 'stop', error } as const;
    const from = performance.now();
    completeRecording([{ type: 'event', event }], new Map(), ['password']);
    expect(performance.now() - from).toBeLessThan(1_000);
  });

  it.each(['$amount', 'x-amount', 'amount$'])('finds the key %s in a text', (key) => {
    const error = { name: 'Error', message: `refused ${key}=5, more` };
    const event = { type: 'hook.failed', at: 0, path: 'db', hook: 'stop', error } as const;
    const complete = completeRecording([{ type: 'event', event }], new Map(), [key]);
    expect(JSON.stringify(complete.entries)).toContain(`refused ${key}=[redacted], more`);
  });

  it('leaves the count of a step alone that has the name of a key', () => {
    const policy = escalationPolicy({
      RECOVERABLE: [{ step: 'message', maxAttempts: 1 }, 'fail'],
    });
    const described = specOf({ db: {} }, { policy });
    const state = stateAfter(...inputs.slice(0, 2));
    const fails = { ...inputs[2], fault: fault('RECOVERABLE') } as SupervisorInput;
    reduce(state, fails, described);
    const keyframe = { type: 'keyframe', path: '', spec: described, state } as const;
    const [kept] = completeRecording([keyframe], new Map(), ['message', 'error']).entries;
    const db = expect.objectContaining({
      incident: expect.objectContaining({ attempts: { message: 1 } }),
    });
    expect(kept).toMatchObject({ state: { children: new Map([['db', db]]) } });
  });

  it('never touches what a supervisor decides by', () => {
    const keys = ['at', 'id', 'severity', 'epoch', 'path', 'incident', 'reason', 'state'];
    const complete = completeRecording(entries, new Map(), keys);
    const plain = completeRecording(entries, new Map(), []);
    expect({ ...complete, redacted: [] }).toEqual(plain);
  });
});
