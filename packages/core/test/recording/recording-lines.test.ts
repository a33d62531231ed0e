import { describe, expect, it } from 'vitest';
import {
  cloneState,
  createState,
  parseRecording,
  type Recording,
  RecordingError,
  recordingLines,
} from '../../src/index.ts';
import { childSpec, specOf } from '../supervision/tree-spec.ts';
import { fault, recorded, STARTED } from './recorded-run.ts';

const recording = recorded([
  ...STARTED,
  [1_000, { type: 'report.fault', id: 'db', epoch: 1, fault: fault('RECOVERABLE') }],
]);
const lines = recordingLines(recording).trimEnd().split('\n');

describe('recordingLines', () => {
  it('writes a line with the version, one for each entry, and one that says how many there are', () => {
    expect(lines).toHaveLength(recording.entries.length + 2);
    expect(lines.at(0)).toBe('{"type":"recording","version":1,"redacted":[],"unproven":[]}');
    expect(lines.at(-1)).toBe('{"type":"end","lines":7}');
  });

  it('writes equal child specs once', () => {
    const spec = specOf(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`c${n}`, {}])));
    const state = createState(spec);
    const written = recordingLines({
      ...recording,
      entries: [{ type: 'keyframe', path: '', spec, state }],
    });
    expect(written.match(/brutal_kill|"shutdown"/g)).toHaveLength(1);
    expect(written.length).toBeLessThan(10_000);
  });
});

describe('parseRecording', () => {
  it('reads what was written: numbers without end, sets, maps and what is undefined', () => {
    const spec = specOf(
      { db: { shutdown: Infinity }, web: { dependsOn: ['db'], significant: true } },
      { intensity: { maxRestarts: 3, withinMs: Infinity }, maxChildren: Infinity },
    );
    const state = cloneState(createState(spec));
    const written: Recording = {
      redacted: ['password'],
      unproven: [],
      entries: [{ type: 'keyframe', path: '', spec, state }],
    };
    expect(parseRecording(recordingLines(written))).toEqual(written);
  });

  it('reads a name that looks like a mark of its own', () => {
    const spec = specOf({});
    const entries = [
      { type: 'keyframe', path: '', spec, state: createState(spec) },
      {
        type: 'step',
        path: '',
        input: {
          type: 'command.startChild',
          id: '$',
          ticket: 1,
          at: 0,
          random: 0,
          spec: childSpec({ dependsOn: ['$'] }),
        },
      },
      { type: 'event', event: { type: 'child.stopped', at: 0, path: '$', $: 'Map' } },
    ] as const;
    const written = { redacted: [], unproven: [], entries };
    expect(parseRecording(recordingLines(written))).toEqual(written);
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'line 1: the file is empty'],
    ['white space', ' \n\n', 'line 1: the file is empty'],
    ['a log', 'GET / 200', 'line 1: it is not JSON'],
    ['other JSON', '{"type":"toast"}', 'line 1: no line of a recording: known are recording, key'],
    ['no first line', lines.slice(1).join('\n'), 'line 1: no recording of Kintsugi'],
    [
      'another version',
      '{"type":"recording","version":2}\n{"type":"end","lines":2}',
      'line 1: version 2 is not known: this release reads version 1',
    ],
    [
      'no last line',
      lines.slice(0, -1).join('\n'),
      'line 6: the file was cut off after this line: its last line is missing',
    ],
    [
      'half a line',
      `${lines.slice(0, 4).join('\n')}\n{"type":"step","pa`,
      'line 5: the file was cut off in the middle of this line',
    ],
    [
      'a line too few',
      lines.filter((_, index) => index !== 3).join('\n'),
      'line 6: 7 lines were written, and there are 6',
    ],
    [
      'a broken line',
      lines.map((line, index) => (index === 2 ? line.slice(2) : line)).join('\n'),
      'line 3: it is not JSON',
    ],
    [
      'no keyframe',
      [lines[0], ...lines.slice(2, -1), '{"type":"end","lines":6}'].join('\n'),
      'line 2: a step of "", which has no keyframe before it',
    ],
    [
      'a policy that cannot work',
      lines.join('\n').replace('"maxAttempts":4', '"maxAttempts":0'),
      'line 2: a keyframe that cannot be used: policy.retry.maxAttempts must be an integer of at least 1',
    ],
    [
      'a child spec that is not there',
      lines.join('\n').replace('["db",0]', '["db",7]'),
      'line 2: a keyframe that cannot be used: there is no child spec 7',
    ],
    [
      'a step of which nothing came',
      lines.join('\n').replace(/"input":{[^}]*}/, '"input":null'),
      'line 3: input must be an object, got null',
    ],
    [
      'a step of a kind that is not known',
      lines.join('\n').replace('"report.started"', '"report.startled"'),
      'line 4: input.type must be a known one, got "report.startled"',
    ],
    [
      'a step without an instant',
      lines.join('\n').replace('"at":1000,', ''),
      'line 6: input.at must be a number, got undefined',
    ],
    [
      'a step without a child',
      lines.join('\n').replace('"type":"report.fault","id":"db"', '"type":"report.fault"'),
      'line 6: input.id must be a text, got undefined',
    ],
    [
      'a step of no supervisor',
      lines.join('\n').replace('{"type":"step","path":""', '{"type":"step","path":7'),
      'line 3: path must be a text, got 7',
    ],
    [
      'a severity that is not known',
      lines.join('\n').replaceAll('"severity":"RECOVERABLE"', '"severity":"REC"'),
      'line 6: input.fault.severity must be one of TRANSIENT, RECOVERABLE, CRITICAL, got "REC"',
    ],
    [
      'a fault without an error',
      lines.join('\n').replace(/"error":{[^}]*}/, '"error":"broken"'),
      'line 6: input.fault.error must be an object, got "broken"',
    ],
    [
      'effects that are no list',
      lines.join('\n').replace(/"effects":\[.*\]/, '"effects":7'),
      'line 3: effects must be a list, got 7',
    ],
    [
      'an event that is none',
      [...lines.slice(0, -1), '{"type":"event"}', '{"type":"end","lines":8}'].join('\n'),
      'line 7: event must be an object, got undefined',
    ],
    [
      'a keyframe without children',
      lines.join('\n').replace('"state":{', '"state":7,"was":{'),
      'line 2: a keyframe that cannot be used: ',
    ],
    [
      'a strategy that there is not',
      lines.join('\n').replace('"strategy":"one_for_one"', '"strategy":"none"'),
      'line 2: a keyframe that cannot be used: spec.strategy must be one of one_for_one, one_for_all, rest_for_one, simple_one_for_one, got "none"',
    ],
    [
      'an auto shutdown that there is not',
      lines.join('\n').replace('"autoShutdown":"never"', '"autoShutdown":"now"'),
      'line 2: a keyframe that cannot be used: spec.autoShutdown must be one of never, any_significant, all_significant, got "now"',
    ],
    [
      'a restart type that there is not',
      lines.join('\n').replace('"restart":"permanent"', '"restart":"always"'),
      'line 2: a keyframe that cannot be used: spec of db: restart must be one of permanent, transient, temporary, got "always"',
    ],
    [
      'a shutdown that is none',
      lines.join('\n').replace('"shutdown":5000', '"shutdown":"soon"'),
      'line 2: a keyframe that cannot be used: spec of db: shutdown must be brutal_kill or a number, got "soon"',
    ],
    ...(
      [
        ['a state of the supervisor', '"state":"asleep"', 'state.state must be one of starting'],
        ['a set that is a list', '"orderedStarts":[]', 'state.orderedStarts must be a set, got []'],
        ['a map that is an object', '"dependants":{}', 'state.dependants must be a map, got {}'],
        ['a phase of its group', '"group":{"phase":"odd"}', 'state.group.phase must be one of'],
        ['a first child that is none', '"first":"nobody"', 'it speaks of a child "nobody"'],
      ] as const
    ).map(([what, field, problem]): [string, string, string] => [
      `${what} that cannot be`,
      lines.join('\n').replace('"floor":0', `"floor":0,${field}`),
      `line 2: a keyframe that cannot be used: ${problem}`,
    ]),
    ...(
      [
        ['a state', '"state":"asleep"', 'db.state must be one of starting'],
        ['a life', '"life":"second"', 'db.life must be one of none, starting, up, stopping'],
        ['a phase', '"phase":"moon"', 'db.phase must be one of stopping, stoppingSlowly'],
        ['an epoch', '"epoch":"new"', 'db.epoch must be a number, got "new"'],
        ['a severity', '"incident":{"severity":"BAD"}', 'db.incident.severity must be one of'],
      ] as const
    ).map(([what, field, problem]): [string, string, string] => [
      `${what} of a child that cannot be`,
      lines.join('\n').replace(/"children":\[\{/, `"children":[{${field},`),
      `line 2: a keyframe that cannot be used: ${problem}`,
    ]),
    [
      'two files in one',
      [lines[0], lines[0], '{"type":"end","lines":3}'].join('\n'),
      'line 2: "recording" is not expected here',
    ],
  ])('refuses %s, and names the line', (_what, text, message) => {
    expect(() => parseRecording(text)).toThrow(RecordingError);
    expect(() => parseRecording(text)).toThrow(`recording, ${message}`);
  });

  it('reads a recording whose policy was changed by hand', () => {
    const text = lines.join('\n').replace('["restart","fallback","fail"]', '["restart","fail"]');
    const [keyframe] = parseRecording(text).entries;
    if (keyframe?.type !== 'keyframe') throw new Error('a keyframe is first');
    expect(keyframe.spec.policy.chains.RECOVERABLE).toEqual(['restart', 'fail']);
  });
});
