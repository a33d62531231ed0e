import type { SupervisionEvent } from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { paintIf } from '../../src/terminal/colour.ts';
import { type Line, renderLine } from '../../src/terminal/line.ts';
import { eventLine, saidLine } from '../../src/terminal/narration.ts';
import { statusLine } from '../../src/terminal/status-line.ts';

const plain = (line: Line, width = Infinity) => renderLine(line, paintIf(false), width);
const base = { at: 0, path: 'db', incident: 'db#1' } as const;
const reset = { name: 'Error', code: 'ECONNRESET', message: 'read ECONNRESET' };
const fault = {
  id: 'fault-1',
  origin: 'operation',
  severity: 'TRANSIENT',
  rule: 'system-code',
  error: reset,
} as const;

describe('eventLine', () => {
  it.each<[SupervisionEvent, string, string]>([
    [
      { ...base, type: 'child.faulted', fault, severity: 'TRANSIENT' },
      'running',
      '  00:01.234  db           running     TRANSIENT  read ECONNRESET',
    ],
    [
      {
        ...base,
        type: 'child.faulted',
        fault,
        severity: 'RECOVERABLE',
        raisedBy: 'repeated failures',
      },
      'running',
      '  00:01.234  db           running     TRANSIENT → RECOVERABLE  (repeated failures) read ECONNRESET',
    ],
    [
      { ...base, type: 'child.retrying', attempt: 2, severity: 'TRANSIENT', delayMs: 200 },
      'retrying',
      '  00:01.234  db           retrying    retry 2, in 200 ms',
    ],
    [
      { ...base, type: 'child.restarting', attempt: 1, severity: 'RECOVERABLE', delayMs: 0 },
      'restarting',
      '  00:01.234  db           restarting  restart 1, at once',
    ],
    [
      { ...base, type: 'child.degraded' },
      'degraded',
      '  00:01.234  db           degraded    the fallback answers from now on; waits for a person',
    ],
    [
      {
        ...base,
        type: 'incident.closed',
        outcome: 'recovered',
        severity: 'TRANSIENT',
        repairMs: 12,
        faults: 1,
        restarts: 1,
      },
      'running',
      '  00:01.234  db           running     incident #1 closed: recovered in 12 ms by a restart',
    ],
    [
      { at: 0, path: '', type: 'health.changed', was: 'healthy', health: 'degraded' },
      'running',
      '  00:01.234  (tree)       running     health: healthy → degraded',
    ],
  ])('tells the clock, who, the state and why: %#', (event, state, expected) => {
    expect(plain(eventLine(event, state, 1_234))).toBe(expected);
  });

  it('puts the state in its colour, and the word stands there without it', () => {
    const line = eventLine({ ...base, type: 'child.failed' }, 'failed', 0);
    expect(renderLine(line, paintIf(true), Infinity)).toContain('\u001B[31mfailed');
    expect(plain(line)).toContain('failed');
  });
});

describe('saidLine', () => {
  it('tells who outside the tree did something', () => {
    expect(plain(saidLine('person', 'calls recover', 61_005))).toBe(
      '  01:01.005  person       >           calls recover',
    );
  });
});

describe('statusLine', () => {
  const glance = { scenario: 'mixed', elapsedMs: 4_321, operations: 9, retries: 2, restarts: 1 };

  it('shows the state of every service and the counts', () => {
    const services = [
      { path: 'a', state: 'running' },
      { path: 'b', state: 'retrying' },
    ];
    expect(plain(statusLine({ ...glance, services }))).toBe(
      '  00:04.3  mixed  a running  b retrying  9 operations, 2 retries, 1 restarts',
    );
  });

  it('does not name the only service twice', () => {
    const services = [{ path: 'mixed', state: 'running' }];
    expect(plain(statusLine({ ...glance, services }))).toContain('mixed  running  9 operations');
  });
});

describe('renderLine', () => {
  it('cuts to the width before it paints', () => {
    const line: Line = [['running', 'green'], [' all is well']];
    expect(plain(line, 12)).toBe('running all…');
    expect(plain(line, 19)).toBe('running all is well');
    expect(renderLine(line, paintIf(true), 4)).toBe('\u001B[32mrun\u001B[0m…');
  });

  it('lets no message of an error move the cursor', () => {
    expect(plain([['a\r\nb\u001B[2Jc']])).toBe('a  b [2Jc');
  });
});
