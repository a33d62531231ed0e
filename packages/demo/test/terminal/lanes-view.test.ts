import { describe, expect, it } from 'vitest';
import { LanesView } from '../../src/terminal/lanes-view.ts';
import { Screen } from '../../src/terminal/screen.ts';
import { sideBySide } from '../../src/terminal/side-by-side.ts';
import { paintIf } from '../../src/terminal/colour.ts';
import { renderLine } from '../../src/terminal/line.ts';

const columns = ['a', 'b'].map((heading) => ({
  heading,
  lines: heading === 'a' ? [[['is up'] as const]] : [[['is up'] as const], [['is down'] as const]],
}));

function laidOut(width: number): readonly string[] {
  return sideBySide(columns, { width, columnWidth: 7 }).map((line) =>
    renderLine(line, paintIf(false), Infinity),
  );
}

describe('sideBySide', () => {
  it('puts columns beside each other where they fit', () => {
    expect(laidOut(18)).toEqual(['  a        b', '  is up    is up', '           is down']);
  });

  it('puts them one below the other where they do not', () => {
    expect(laidOut(17)).toEqual(['  a', '  is up', '', '  b', '  is up', '  is down']);
  });

  it('spreads them where there is room, and not without end', () => {
    expect(laidOut(22)[0]).toBe(`  a${' '.repeat(10)}b`);
    expect(laidOut(Infinity)[0]).toBe(`  a${' '.repeat(20)}b`);
  });
});

/** What has been written to something that is no terminal. */
function viewOf() {
  const written: string[] = [];
  const screen = new Screen({ write: (text) => written.push(text) }, false);
  const view = new LanesView(screen, [
    { name: 'left', meaning: 'the first' },
    { name: 'right', meaning: 'the second' },
  ]);
  return { view, lines: () => written.join('').split('\n') };
}

describe('LanesView', () => {
  it('has one row for the start or the stop of a life, which says how far it has come', () => {
    const { view, lines } = viewOf();
    view.show('left', { service: 'cache', life: 1, state: 'starting' }, 0);
    view.show('left', { service: 'cache', life: 1, state: 'running' }, 140);
    view.show('left', { service: 'cache', life: 1, state: 'crashed' }, 960);
    view.show('left', { service: 'cache', life: 1, state: 'stopping' }, 1_000);
    view.show('right', { service: 'front', life: 1, state: 'stopping' }, 1_000);
    view.show('left', { service: 'cache', life: 1, state: 'stopped' }, 1_300);
    view.show('left', { service: 'cache', life: 2, state: 'starting' }, 12_300);
    view.settle();
    expect(lines()).toEqual([
      '  left                                  right',
      '  the first                             the second',
      '  0.1 s cache 1  running                1.0 s front 1  stopping',
      '  1.0 s cache 1  crashed',
      '  1.3 s cache 1  stopped',
      '  12.3 s cache 2  starting',
      '',
      '',
    ]);
  });

  it('says once what the lanes are, and at the end how they stand', () => {
    const { view, lines } = viewOf();
    view.settle();
    view.show('left', { service: 'cache', life: 1, state: 'running' }, 0);
    view.settle();
    view.show('right', { service: 'cache', life: 1, state: 'crashed' }, 0);
    view.conclude([
      { name: 'left', moments: [], facts: [{ about: 'cache', is: 'life 1, kept' }] },
      { name: 'right', moments: [], facts: [{ about: 'cache', is: 'life 2, new', mark: 'new' }] },
    ]);
    expect(lines().filter((line) => line.includes('the first'))).toHaveLength(1);
    expect(lines().slice(-3)).toEqual([
      '  left                                  right',
      '  cache  life 1, kept                   cache  life 2, new',
      '',
    ]);
  });
});
