import { describe, expect, it } from 'vitest';
import { optionsOf, UsageError } from '../src/options.ts';
import { verdictOn } from '../src/report/figure.ts';
import { reportJson, reportText } from '../src/report/report.ts';
import { Readings } from '../src/rounds/readings.ts';
import type { Row } from '../src/rounds/rounds.ts';

function row(round: number, subject: string, cpuUs: number): Row {
  return { round, scenario: 'crash', subject, measured: { cpuUs } };
}

const rows = [
  row(0, 'bare', 10),
  row(0, 'kintsugi', 12),
  row(1, 'bare', 100),
  row(1, 'kintsugi', 110),
  row(2, 'bare', 20),
  row(2, 'kintsugi', 30),
];

describe('Readings', () => {
  it('at is the median of all rounds', () => {
    expect(new Readings(rows).at(['crash', 'bare', 'cpuUs'])).toBe(20);
  });

  it('ratio is the median of the ratios of each round, not the ratio of the medians', () => {
    const readings = new Readings(rows);
    const ratio = readings.ratio(['crash', 'kintsugi', 'cpuUs'], ['crash', 'bare', 'cpuUs']);
    expect(ratio).toBe(1.2);
  });

  it('is undefined where nothing was measured', () => {
    const readings = new Readings(rows);
    expect(readings.at(['crash', 'nact', 'cpuUs'])).toBeUndefined();
    expect(readings.ratio(['crash', 'nact', 'cpuUs'], ['crash', 'bare', 'cpuUs'])).toBeUndefined();
  });
});

describe('verdictOn', () => {
  it.each([
    [2, { atMost: 2 }, 'reached'],
    [3, { atMost: 2 }, 'short by 50 %'],
    [2.001, { atMost: 2 }, 'short by <1 %'],
    [3, { atLeast: 4 }, 'short by 25 %'],
    [undefined, { atLeast: 4 }, 'not measured'],
  ])('%s with %o is %s', (value, goal, verdict) => {
    expect(verdictOn({ name: 'crash', value, unit: 'us', goal })).toBe(verdict);
  });
});

describe('report', () => {
  const run = { rounds: 3, rows, subjects: ['bare', 'kintsugi'], erlang: undefined };

  it('says for a person what is reached, and what is left out', () => {
    const text = reportText(run);
    expect(text).toMatch(/^crash to running +1\.20 x bare +<= 1\.30 reached$/m);
    expect(text).toContain('apt-get install erlang-base');
    expect(text).toContain('comedy is left out');
  });

  it('says in JSON what it says to a person, and where it was measured', () => {
    const document = JSON.parse(reportJson(run));
    expect(document).toMatchObject({ node: process.version, erlang: null, rounds: 3, rows });
    expect(document.figures).toContainEqual({
      section: 'Beside the peers',
      name: 'crash to running',
      value: 1.2,
      unit: 'x bare',
      goal: { atMost: 1.3 },
      verdict: 'reached',
    });
  });

  it('says what a flight recorder costs a crash, and what it keeps', () => {
    const measured = { ofBare: 1.04, rethrowOfBare: 1.1, bytes: 12_300_000 };
    const recording: Row = { round: 0, scenario: 'recording', subject: 'kintsugi', measured };
    const text = reportText({ ...run, rows: [recording] });
    expect(text).toMatch(
      /^crash to running with a flight recorder.* 1\.04 of it +<= 1\.05 reached$/m,
    );
    expect(text).toMatch(/^flight recorder: memory +12\.30 MB$/m);
  });

  it('says what a page costs while nobody looks, and while one does', () => {
    const measured = { crashIdle: 1.01, crashWatched: 1.25, askIdle: 1.03, askWatched: 1 };
    const observed: Row = { round: 0, scenario: 'observed', subject: 'kintsugi', measured };
    const text = reportText({ ...run, rows: [observed] });
    expect(text).toMatch(/^crash to running while nobody looks +1\.01 of it +<= 1\.02 reached$/m);
    expect(text).toMatch(/^ask while nobody looks +1\.03 of it +<= 1\.02 short by <1 %$/m);
  });

  it('names a measurement that failed', () => {
    const failed: Row = { round: 0, scenario: 'tell', subject: 'nact', failure: 'no memory' };
    expect(reportText({ ...run, rows: [failed] })).toContain(
      'FAILED: tell of nact, round 0: no memory',
    );
  });
});

describe('optionsOf', () => {
  it('measures 7 rounds for a person unless told otherwise', () => {
    expect(optionsOf([])).toMatchObject({ rounds: 7, json: false, battery: false });
    expect(optionsOf(['--', '--json', '--rounds', '9'])).toMatchObject({ rounds: 9, json: true });
  });

  it.each([['0'], ['-1'], ['1.5'], ['many'], ['1000']])('refuses --rounds=%s', (rounds) => {
    expect(() => optionsOf([`--rounds=${rounds}`])).toThrow(UsageError);
    expect(() => optionsOf([`--rounds=${rounds}`])).toThrow(/an integer from 1 to 999/);
  });

  it('refuses an option that it does not know', () => {
    expect(() => optionsOf(['--fast'])).toThrow(UsageError);
  });
});
