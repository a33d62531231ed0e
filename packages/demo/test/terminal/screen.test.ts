import { describe, expect, it } from 'vitest';
import { wantsColour } from '../../src/terminal/colour.ts';
import { Screen } from '../../src/terminal/screen.ts';

const CLEAR = '\r\u001B[2K';

function screenOf(isTTY: boolean, columns = 40) {
  const writes: string[] = [];
  const screen = new Screen({ isTTY, columns, write: (text) => writes.push(text) }, false);
  return { screen, writes };
}

describe('Screen', () => {
  it('writes plain lines, whole and without a status, when it is no terminal', () => {
    const { screen, writes } = screenOf(false, 5);
    screen.status([['running']]);
    screen.line([['longer than five']]);
    screen.clearStatus();
    expect(writes).toEqual(['longer than five\n']);
  });

  it('keeps the status below the lines, each change in one write', () => {
    const { screen, writes } = screenOf(true);
    screen.status([['running']]);
    screen.line([['a line']]);
    screen.clearStatus();
    expect(writes).toEqual(['running', `${CLEAR}a line\nrunning`, CLEAR]);
  });

  it('does not write a status that has not changed', () => {
    const { screen, writes } = screenOf(true);
    screen.status([['running']]);
    screen.status([['running']]);
    expect(writes).toHaveLength(1);
  });

  it('redraws a block above the status, and keeps it when it is settled', () => {
    const { screen, writes } = screenOf(true);
    screen.status([['running']]);
    screen.block([[['one']], [['two']]]);
    screen.block([[['one']], [['three']]]);
    screen.block([[['one']], [['three']]]);
    screen.settleBlock();
    const above = '\u001B[1A\u001B[2K';
    expect(writes.slice(1)).toEqual([
      `${CLEAR}one\ntwo\nrunning`,
      `${CLEAR}${above}${above}one\nthree\nrunning`,
      `${CLEAR}${above}${above}one\nthree\nrunning`,
    ]);
  });

  it.each([
    ['is no terminal', { isTTY: false }],
    ['has too few rows to go back over it', { isTTY: true, rows: 3 }],
  ])('writes a block when it is settled, where the output %s', (_what, output) => {
    const writes: string[] = [];
    const screen = new Screen({ ...output, write: (text) => writes.push(text) }, false);
    screen.block([[['one']], [['two']]]);
    screen.block([[['one']], [['three']]]);
    expect(writes).toEqual([]);
    screen.settleBlock();
    expect(writes).toEqual(['one\nthree\n']);
  });

  it('leaves the last column free, where a terminal may wrap', () => {
    const { screen, writes } = screenOf(true, 21);
    screen.line([['x'.repeat(30)]]);
    expect(writes).toEqual([`${'x'.repeat(19)}…\n`]);
  });
});

describe('wantsColour', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('terminal %j with %j: %j', (isTTY, environment, expected) => {
    expect(wantsColour(isTTY, environment)).toBe(expected);
  });
});
