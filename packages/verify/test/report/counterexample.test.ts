import { describe, expect, it } from 'vitest';
import { type CounterexampleReport, counterexampleText, type Step } from '../../src/index.ts';

function steps(count: number): readonly Step[] {
  return Array.from({ length: count }, (_, index) => ({
    by: 'child',
    who: 'a',
    does: `fails for the ${index + 1}th time`,
    orders: [],
    changes: ['a restarting, life stopping'],
  }));
}

const SHORT: CounterexampleReport = {
  property: 'the intensity is kept',
  text: '2 restarts in one period; 1 is granted',
  steps: [
    { by: 'child', who: 'a', does: 'fails (TRANSIENT)', orders: [], changes: [] },
    {
      by: 'supervisor',
      who: 'supervisor',
      does: 'hears: a fault; at once',
      orders: [{ id: 'b', orders: 'service.restart, stop' }],
      changes: ['supervisor restarting', 'b restarting, life stopping'],
    },
    { by: 'time', who: 'time', does: 'passes', orders: [], changes: [] },
    { by: 'operator', who: 'operator', does: 'orders recover(a)', orders: [], changes: [] },
  ],
  circle: [],
};

describe('counterexampleText', () => {
  it('says what is broken, and then who does what, and what is otherwise after it', () => {
    expect(counterexampleText(SHORT).split('\n')).toEqual([
      'broken: the intensity is kept: 2 restarts in one period; 1 is granted',
      '   1  a fails (TRANSIENT)',
      '   2  supervisor hears: a fault; at once  supervisor restarting; b restarting, life stopping',
      '   3  time passes',
      '   4  operator orders recover(a)',
    ]);
  });

  it('says what was ordered where nothing has changed: at the end above all', () => {
    const last: Step = {
      by: 'supervisor',
      who: 'supervisor',
      does: 'hears: a fault (CRITICAL)',
      orders: [
        { id: 'a', orders: 'service.retry, retry' },
        { id: 'b', orders: 'stop' },
      ],
      changes: [],
    };
    const text = counterexampleText({ ...SHORT, steps: [last] });
    expect(text.split('\n').at(-1)).toBe(
      '   1  supervisor hears: a fault (CRITICAL)  a is told: service.retry, retry; b is told: stop',
    );
  });

  it.each([
    { way: 29, circle: 0, lines: 30 },
    { way: 60, circle: 0, lines: 30 },
    { way: 60, circle: 3, lines: 30 },
    { way: 60, circle: 60, lines: 30 },
    { way: 3, circle: 60, lines: 13 },
  ])('of $way steps, and $circle in a circle, has $lines lines', ({ way, circle, lines }) => {
    const text = counterexampleText({ ...SHORT, steps: steps(way), circle: steps(circle) });
    expect(text.split('\n')).toHaveLength(lines);
  });

  it('leaves out the middle of a long way, says how much, and keeps the end', () => {
    const lines = counterexampleText({ ...SHORT, steps: steps(60) }).split('\n');
    expect(lines[3]).toMatch(/^ +3 {2}a fails for the 3th time/);
    expect(lines[4]).toBe('      … 32 steps …');
    expect(lines.at(-1)).toMatch(/^ +60 {2}a fails for the 60th time/);
  });

  it('numbers the steps that go round for ever after those that lead to them', () => {
    const lines = counterexampleText({ ...SHORT, circle: steps(2) }).split('\n');
    expect(lines.slice(-3).map((line) => line.slice(0, 24))).toEqual([
      '     and then, for ever:',
      '   5  a fails for the 1t',
      '   6  a fails for the 2t',
    ]);
  });
});
