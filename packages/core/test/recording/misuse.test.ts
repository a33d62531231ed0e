import { describe, expect, it } from 'vitest';
import {
  escalationPolicy,
  eventsOf,
  excerpt,
  InvalidOptionError,
  parseRecording,
  type Recording,
  recordedOutcomes,
  recordingLines,
  replay,
} from '../../src/index.ts';
import { recorded, STARTED } from './recorded-run.ts';

const recording = recorded(STARTED);
const NO_RECORDINGS: readonly unknown[] = [
  undefined,
  null,
  {},
  [],
  '{"type":"recording"}',
  { entries: [] },
  { ...recording, entries: [undefined] },
];

describe('what is no recording is refused where it is given by', () => {
  it.each<readonly [name: string, use: (given: Recording) => unknown]>([
    ['replay', (given) => replay(given)],
    ['excerpt', (given) => excerpt(given, 'db#1')],
    ['eventsOf', (given) => eventsOf(given)],
    ['recordedOutcomes', (given) => recordedOutcomes(given)],
    ['recordingLines', (given) => recordingLines(given)],
  ])('%s', (name, use) => {
    for (const given of NO_RECORDINGS) {
      const attempt = () => use(given as Recording);
      expect(attempt).toThrow(InvalidOptionError);
      expect(attempt).toThrow(`${name}.recording must be one of parseRecording or of a recorder`);
    }
  });
});

describe('parseRecording', () => {
  it.each([undefined, null, 7, {}, new Uint8Array(3)])('refuses %o, which is no text', (given) => {
    const attempt = () => parseRecording(given as never);
    expect(attempt).toThrow(InvalidOptionError);
    expect(attempt).toThrow('parseRecording.text must be a text, as readFileSync(file, "utf8")');
  });

  it('reads a text that an editor has put a byte order mark before', () => {
    expect(parseRecording(`\uFEFF${recordingLines(recording)}`)).toEqual(
      parseRecording(recordingLines(recording)),
    );
  });
});

describe('replay', () => {
  const escalation = escalationPolicy({ RECOVERABLE: ['fallback', 'fail'] });

  it('takes a policy of the actors as well as what it decides by', () => {
    const policy = { kind: 'policy', escalation };
    expect(replay(recording, { policies: { '': policy } })).toEqual(
      replay(recording, { policies: { '': escalation } }),
    );
  });

  it.each([
    undefined,
    null,
    7,
    {},
    { TRANSIENT: ['fail'] },
    { ...escalation, chains: undefined },
    { escalation: {} },
    { ...escalation, retry: undefined },
  ])('refuses %o as a policy', (given) => {
    const attempt = () => replay(recording, { policies: { '': given as never } });
    expect(attempt).toThrow(InvalidOptionError);
    expect(attempt).toThrow('replay.policies[""] must be a policy, made by policy()');
  });

  it.each([null, 7, []])('refuses %o as policies', (given) => {
    const attempt = () => replay(recording, { policies: given as never });
    expect(attempt).toThrow('replay.policies must be an object of policies, by path');
  });
});
