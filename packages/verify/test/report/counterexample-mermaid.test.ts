import { describe, expect, it } from 'vitest';
import { type CounterexampleReport, counterexampleMermaid, type Step } from '../../src/index.ts';

const step = (
  by: Step['by'],
  does: string,
  orders: Step['orders'] = [],
  who: string = by,
): Step => ({
  by,
  who,
  does,
  orders,
  changes: [],
});
const ofChild = (id: string, does: string) => step('child', does, [], id);

const SHORT: CounterexampleReport = {
  property: 'the intensity is kept',
  text: '2 restarts in one period; 1 granted',
  steps: [
    ofChild('a', 'fails (TRANSIENT)'),
    step('supervisor', 'hears: a fault', [{ id: 'b', orders: 'service.restart, stop' }]),
    step('time', 'passes'),
    step('operator', 'orders recover(a)'),
  ],
  circle: [ofChild('a', 'fails (TRANSIENT)')],
};

const linesOf = (example: CounterexampleReport) => counterexampleMermaid(example).split('\n');

describe('counterexampleMermaid', () => {
  it('keeps the end of a long way, and says how much came before', () => {
    const steps = Array.from({ length: 60 }, (_, index) => ofChild('a', `fails ${index + 1}`));
    const lines = linesOf({ ...SHORT, steps, circle: [] });
    expect(lines[3]).toBe('  Note over supervisor: 40 steps before');
    expect(lines[4]).toBe('  c0->>supervisor: fails 41');
    expect(lines).toHaveLength(25);
  });

  it('shows reports and orders as arrows, the rest as notes, and a circle as a loop', () => {
    expect(linesOf(SHORT)).toEqual([
      'sequenceDiagram',
      '  participant supervisor',
      '  participant operator',
      '  participant c0 as a',
      '  participant c1 as b',
      '  c0->>supervisor: fails (TRANSIENT)',
      '  Note over supervisor: hears#58; a fault',
      '  supervisor->>c1: service.restart, stop',
      '  Note over supervisor: time passes',
      '  operator->>supervisor: orders recover(a)',
      '  loop for ever',
      '  c0->>supervisor: fails (TRANSIENT)',
      '  end',
      '  Note over supervisor: the intensity is kept#58; 2 restarts in one period#59; 1 granted',
    ]);
  });

  it('has no operator where none does anything', () => {
    expect(linesOf({ ...SHORT, steps: [], circle: [] })).toEqual([
      'sequenceDiagram',
      '  participant supervisor',
      '  Note over supervisor: the intensity is kept#58; 2 restarts in one period#59; 1 granted',
    ]);
  });

  it.each([
    ['payments', 'payments'],
    ['payment service', 'payment service'],
    ['end', 'end'],
    ['Zürich', 'Zürich'],
    ['支付', '支付'],
    ['e\u0301', 'e\u0301'],
    ['a-b_c.d', 'a-b_c.d'],
    ['a;b', 'a#59;b'],
    ['#1', '#35;1'],
    ['#quot;', '#35;quot#59;'],
    ['"a"', '#34;a#34;'],
    ["it's", 'it#39;s'],
    ['a->>b', 'a-#62;#62;b'],
    ['<br>', '#60;br#62;'],
    ['wrap:a', 'wrap#58;a'],
    ['a: b', 'a#58; b'],
    ['%%{init}%%', '#37;#37;#123;init#125;#37;#37;'],
    ['a\nend', 'a#10;end'],
    ['a\\b', 'a#92;b'],
    ['a@{b}', 'a#64;#123;b#125;'],
    ['$$x$$', '#36;#36;x#36;#36;'],
    ['🧵', '#129525;'],
  ])('shows a child %j as %j, and never names it in an arrow', (id, alias) => {
    const orders = [{ id, orders: `run ${id}` }];
    const lines = linesOf({
      ...SHORT,
      steps: [ofChild(id, 'starts'), step('supervisor', `hears: ${id}`, orders)],
      circle: [],
    });
    expect(lines).toEqual([
      'sequenceDiagram',
      '  participant supervisor',
      `  participant c0 as ${alias}`,
      '  c0->>supervisor: starts',
      `  Note over supervisor: hears#58; ${alias}`,
      `  supervisor->>c0: run ${alias}`,
      '  Note over supervisor: the intensity is kept#58; 2 restarts in one period#59; 1 granted',
    ]);
  });

  it.each(['time', 'supervisor', 'operator'])('a child may be called "%s"', (id) => {
    const lines = linesOf({ ...SHORT, steps: [ofChild(id, 'starts')], circle: [] });
    expect(lines.slice(1, 4)).toEqual([
      '  participant supervisor',
      `  participant c0 as ${id}`,
      '  c0->>supervisor: starts',
    ]);
  });
});
