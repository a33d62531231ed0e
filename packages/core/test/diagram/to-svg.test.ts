import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escalationPolicy,
  type LifecycleChart,
  lifecycleChart,
  otp,
  selfHealing,
  supervisorChart,
  toSvg,
} from '../../src/index.ts';
import { anyCharts, movesOf, policyCharts } from './charts.ts';
import { parseXml } from './xml.ts';

const chart = lifecycleChart(selfHealing);

const shown = (svg: string, name: string) =>
  parseXml(svg).filter(({ attributes }) => attributes['class']?.split(' ').includes(name));
const statesIn = (svg: string, name = 'state') =>
  shown(svg, name).map(({ attributes }) => attributes['data-state']);
const movesIn = (svg: string, name = 'edge') =>
  shown(svg, name).map(({ attributes: { 'data-from': from, 'data-to': to } }) => `${from} ${to}`);
const textsIn = (svg: string) =>
  parseXml(svg)
    .filter(({ name }) => name === 'text')
    .map(({ text }) => text);

type Point = readonly [x: number, y: number];

interface Line {
  readonly edge: string;
  readonly to: string;
  readonly points: readonly [Point, Point, Point, Point];
}

const WAY = /^M(\S+) (\S+)H\S+Q(\S+) .*V\S+Q\S+ (\S+) \S+ \S+H(\S+)$/;

/** The corners of every edge's line. */
function linesOf(svg: string): readonly Line[] {
  const elements = parseXml(svg);
  return elements.flatMap(({ attributes }, index) => {
    const { 'data-from': from, 'data-to': to } = attributes;
    if (from === undefined || to === undefined) return [];
    const way = elements.slice(index).find(({ name }) => name === 'path')?.attributes['d'] ?? '';
    return [{ edge: `${from} to ${to}`, to, points: pointsOf(way) }];
  });
}

function pointsOf(way: string): Line['points'] {
  const found = WAY.exec(way) ?? fail(`not a way: ${way}`);
  const number = (group: number) => Number(found[group]);
  const [x, y, lane, endY, endX] = [number(1), number(2), number(3), number(4), number(5)];
  return [
    [x, y],
    [lane, y],
    [lane, endY],
    [endX, endY],
  ];
}

function fail(reason: string): never {
  throw new Error(reason);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boxesOf(svg: string): readonly Box[] {
  return shown(svg, 'frame').map(({ attributes }) => {
    const [x = 0, y = 0, width = 0, height = 0] = ['x', 'y', 'width', 'height'].map((name) =>
      Number(attributes[name]),
    );
    return { left: x, top: y, right: x + width, bottom: y + height };
  });
}

function crosses({ points }: Line, { left, top, right, bottom }: Box): boolean {
  return points.slice(1).some(([x, y], index) => {
    const [fromX, fromY] = points[index] ?? [x, y];
    const isBeside = Math.max(x, fromX) <= left || Math.min(x, fromX) >= right;
    const isOver = Math.max(y, fromY) <= top || Math.min(y, fromY) >= bottom;
    return !isBeside && !isOver;
  });
}

/** Whether two lines share a part of a lane. */
function runTogether(one: Line, other: Line): boolean {
  const [, [lane, from], [, to]] = one.points;
  const [, [otherLane, otherFrom], [, otherTo]] = other.points;
  const start = Math.max(Math.min(from, to), Math.min(otherFrom, otherTo));
  return lane === otherLane && start < Math.min(Math.max(from, to), Math.max(otherFrom, otherTo));
}

const owned = lifecycleChart(
  escalationPolicy({
    TRANSIENT: ['retry', { step: 'reconnect' }, { step: 'drain' }, 'fail'],
    CRITICAL: [{ step: 'page-somebody' }, 'escalate'],
  }),
);

describe('toSvg', () => {
  it.each([
    ['the default policy', chart],
    ['otp', lifecycleChart(otp)],
    ['a policy with steps of its own', owned],
    ['a supervisor', supervisorChart],
  ])('shows every state and every move of %s once', (_, drawn) => {
    const svg = toSvg(drawn);
    expect(statesIn(svg)).toEqual(Object.keys(drawn.states));
    const titles = shown(svg, 'edge').map(({ attributes }) => attributes['data-events']);
    expect(movesIn(svg)).toHaveLength(movesOf(drawn).length);
    expect(titles.every((events) => events !== '')).toBe(true);
  });

  it('shows the initial state first, whatever the order of the chart', () => {
    const { starting, ...others } = chart.states;
    const turned = { ...chart, states: { ...others, starting } } as LifecycleChart;
    expect(statesIn(toSvg(turned))).toEqual(['starting', ...Object.keys(others)]);
  });

  it('is a picture with a name, and with words for all that it shows', () => {
    const traced = { from: 'running', to: 'retrying' };
    const elements = parseXml(toSvg(chart, { active: 'retrying', traced, nextStep: 'restart' }));
    const [svg, title, desc] = elements;
    expect(svg).toMatchObject({ name: 'svg', attributes: { role: 'img' } });
    expect(title).toMatchObject({ name: 'title', text: 'statechart of service' });
    expect(desc?.text).toContain(
      'It begins in starting. It is in retrying now. Its last move was from running to retrying. The next step leads to restarting. From',
    );
    for (const move of movesOf(chart)) {
      const [, from, to, events] = /(\S+) to (\S+): (.*)/.exec(move) ?? [];
      const own = desc?.text.split('From ').find((part) => part.startsWith(`${from}: `));
      expect(own).toContain(`${events} to ${to}`);
    }
  });

  it('takes a title', () => {
    expect(parseXml(toSvg(chart, { title: 'payments & <co>' }))[1]?.text).toBe('payments & <co>');
  });

  it('says where it is in a word and with a second frame, and what comes next with a broken one', () => {
    const svg = toSvg(chart, { active: 'restarting', nextStep: 'fallback' });
    expect(statesIn(svg, 'active')).toEqual(['restarting']);
    expect(statesIn(svg, 'next')).toEqual(['degraded']);
    expect(textsIn(svg)).toEqual(expect.arrayContaining(['now', 'next']));
    expect(shown(svg, 'frame')).toHaveLength(Object.keys(chart.states).length + 1);
    const broken = shown(svg, 'frame').filter(({ attributes }) => 'stroke-dasharray' in attributes);
    expect(broken).toHaveLength(1);
  });

  it('lifts the moves out of the active state, and the last move', () => {
    const svg = toSvg(chart, {
      active: 'failed',
      traced: { from: 'restarting', to: 'failed' },
    });
    expect(movesIn(svg, 'possible')).toEqual(['failed restarting', 'failed stopping']);
    expect(movesIn(svg, 'traced')).toEqual(['restarting failed']);
    expect(movesIn(svg)).toHaveLength(movesOf(chart).length);
  });

  it.each([
    ['a step that does not lead anywhere', { active: 'failed', nextStep: 'retry' }],
    ['a step without a state', { active: undefined, nextStep: 'retry' }],
    ['a state and a move that are not there', { active: 'x', traced: { from: 'x', to: 'y' } }],
    ['names that every object has', { active: 'constructor', nextStep: 'constructor' }],
  ])('marks nothing for %s', (_, options) => {
    const svg = toSvg(chart, options);
    expect(textsIn(svg)).not.toContain('next');
    expect([...shown(svg, 'traced'), ...shown(svg, 'next')]).toEqual([]);
    expect(svg.includes(' now.')).toBe(Object.hasOwn(chart.states, options.active ?? ''));
  });

  it('has another shape for each meaning of a state, not only another colour', () => {
    const symbols = shown(toSvg(chart), 'symbol').map(({ attributes }) => attributes['d']);
    const meanings = Object.entries(chart.states).map(
      ([
        state,
        {
          tags: [tag],
        },
      ]) => (state === 'degraded' ? 'fallback' : tag),
    );
    const pairs = new Set(meanings.map((meaning, index) => `${meaning} ${symbols[index]}`));
    expect(new Set(symbols).size).toBe(5);
    expect(pairs.size).toBe(5);
  });

  it('colours texts and lines like the text around it', () => {
    const texts = parseXml(toSvg(chart)).filter(({ name }) => name === 'text');
    const colours = new Set(texts.map(({ attributes }) => attributes['fill'] ?? 'currentColor'));
    expect([...colours]).toEqual(['currentColor']);
  });

  it('brings a style only when it is a file of its own: a page may forbid it', () => {
    expect(toSvg(chart)).not.toMatch(/<style| style=/);
    expect(toSvg(chart, { standalone: true })).toMatch(/<style>.*prefers-color-scheme:dark/);
  });

  it('has no symbol for a state without a meaning, such as one of a machine of the user', () => {
    const states = { idle: { tags: [], meta: { meaning: '' }, on: {} } };
    expect(shown(toSvg({ id: 'x', initial: 'idle', states }), 'symbol')).toEqual([]);
  });

  it('cuts a long name in the picture, not in the data', () => {
    const long = 'a'.repeat(100);
    const states = { [long]: { tags: [], meta: { meaning: '' }, on: {} } };
    const svg = toSvg({ id: 'x', initial: long, states });
    expect(statesIn(svg)).toEqual([long]);
    expect(textsIn(svg)).toEqual([`${'a'.repeat(31)}…`]);
  });

  it('keeps a name from becoming markup', () => {
    const hostile = '"><img src=x onerror="alert(1)"></text><script>\u0000\uD800';
    const states = {
      [hostile]: {
        tags: ['down' as const],
        meta: { meaning: hostile },
        on: { [hostile]: { target: hostile } },
      },
    };
    const svg = toSvg(
      { id: hostile, initial: hostile, states },
      { title: hostile, active: hostile },
    );
    const names = new Set(parseXml(svg).map(({ name }) => name));
    expect([...names].toSorted()).toEqual([
      'circle',
      'desc',
      'g',
      'path',
      'rect',
      'svg',
      'text',
      'title',
    ]);
    expect(svg).not.toMatch(/<img|<script/);
  });

  it('shows every state and move of any chart once, well-formed and inside the picture', () => {
    fc.assert(
      fc.property(fc.oneof(policyCharts, anyCharts), (drawn) => {
        const svg = toSvg(drawn, { active: drawn.initial });
        expect(toSvg(drawn, { active: drawn.initial })).toBe(svg);
        expect(shown(svg, 'state')).toHaveLength(Object.keys(drawn.states).length);
        expect(shown(svg, 'edge')).toHaveLength(movesOf(drawn).length);
        const size = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
        const [, width = 0, height = 0] = size.map(Number);
        const points = linesOf(svg).flatMap((line) => line.points);
        const outside = points.filter(([x, y]) => x < 0 || x > width || y < 0 || y > height);
        expect(outside).toEqual([]);
      }),
    );
  });

  it('leads no line over a box, and no two lines along each other that do not arrive together', () => {
    fc.assert(
      fc.property(fc.oneof(policyCharts, anyCharts), (drawn) => {
        const svg = toSvg(drawn);
        const [lines, boxes] = [linesOf(svg), boxesOf(svg)];
        expect(boxes).toHaveLength(Object.keys(drawn.states).length);
        for (const line of lines) {
          expect(boxes.filter((box) => crosses(line, box))).toEqual([]);
          const together = lines.filter((other) => other !== line && runTogether(line, other));
          expect(together.filter(({ to }) => to !== line.to)).toEqual([]);
        }
      }),
    );
  });
});
