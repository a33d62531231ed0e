import { describe, expect, it } from 'vitest';
import { hear, type Inspected, nothingInspected } from '../../page/inspector/model/inspected.ts';
import { linesOf, NO_FILTER } from '../../page/inspector/model/lines.ts';
import { readStately } from '../../page/inspector/protocol/stately.ts';
import { V4Reader } from '../../page/inspector/protocol/v4.ts';

const base = (sessionId: string, at = 1) => ({
  sessionId,
  rootId: 'x:0',
  createdAt: String(at),
  id: null,
  _version: '0.7.2',
});

const actor = (sessionId: string, parentId?: string, status = 'active', at = 1) => ({
  ...base(sessionId, at),
  type: '@xstate.actor',
  name: `actor ${sessionId}`,
  parentId,
  definition: JSON.stringify({ id: 'm', initial: 'a', states: { a: {}, b: {} } }),
  snapshot: { status, value: 'a', context: {} },
});

const snapshot = (sessionId: string, status: string, event = 'go') => ({
  ...base(sessionId),
  type: '@xstate.snapshot',
  event: { type: event },
  snapshot: { status, value: 'b', context: {} },
});

const event = (sessionId: string, type: string, more: object = {}) => ({
  ...base(sessionId),
  type: '@xstate.event',
  event: { type },
  ...more,
});

function inspectedOf(...messages: readonly unknown[]): Inspected {
  const inspected = nothingInspected();
  for (const message of messages) {
    const told = readStately(message);
    if (told !== undefined) hear(inspected, told);
  }
  return inspected;
}

const outline = (inspected: Inspected) =>
  linesOf(inspected, new Map(), NO_FILTER).map(
    ({ actor: { sessionId, standing }, level }) => `${level} ${sessionId} ${standing.status}`,
  );

describe('what is told of actors', () => {
  it('is a tree, by their parents, whoever is told first', () => {
    const inspected = inspectedOf(actor('x:2', 'x:1'), actor('x:0'), actor('x:1', 'x:0'));
    expect(outline(inspected)).toEqual(['1 x:0 active', '2 x:1 active', '3 x:2 active']);
  });

  it('ends with their last snapshot, or with the error that their parent hears', () => {
    const inspected = inspectedOf(
      actor('x:0'),
      actor('x:1', 'x:0'),
      actor('x:2', 'x:0'),
      actor('x:3', 'x:0'),
      snapshot('x:1', 'done'),
      snapshot('x:2', 'active', 'xstate.stop'),
      event('x:0', 'xstate.error.actor.a', {
        sourceId: 'x:3',
        event: { type: 'xstate.error.actor.a', error: { message: 'no' } },
      }),
    );
    expect(outline(inspected)).toEqual([
      '1 x:0 active',
      '2 x:1 done',
      '2 x:2 stopped',
      '2 x:3 error',
    ]);
    expect(inspected.actors.get('x:3')?.standing.error).toEqual({ message: 'no' });
  });

  it('is told anew with its root: what is not there any more is gone', () => {
    const inspected = inspectedOf(
      actor('x:0'),
      actor('x:1', 'x:0'),
      actor('x:2', 'x:0'),
      actor('x:0', undefined, 'active', 2),
      actor('x:2', 'x:0', 'active', 2),
    );
    expect(outline(inspected)).toEqual(['1 x:0 active', '2 x:2 active']);
  });

  it('that are known by what they do only are shown as far as that goes', () => {
    const inspected = inspectedOf(snapshot('x:9', 'active'));
    expect(inspected.actors.get('x:9')).toMatchObject({ name: 'x:9', isIntroduced: false });
  });

  it('leads around in no circle', () => {
    const inspected = inspectedOf(
      actor('x:1', 'x:1'),
      actor('x:2', 'x:3'),
      actor('x:3', 'x:4'),
      actor('x:4', 'x:2'),
    );
    expect(outline(inspected).toSorted()).toEqual([
      '1 x:1 active',
      '1 x:4 active',
      '2 x:3 active',
      '3 x:2 active',
    ]);
  });

  it('may be as deep as anybody says', () => {
    const inspected = nothingInspected();
    for (let at = 0; at < 900; at++) {
      const told = readStately(actor(`x:${at}`, at === 0 ? undefined : `x:${at - 1}`));
      if (told !== undefined) hear(inspected, told);
    }
    expect(outline(inspected).at(-1)).toBe('900 x:899 active');
  });
});

describe('what is kept', () => {
  it('is the last 2,000 events, as short texts', () => {
    const messages = Array.from({ length: 5_000 }, (_, at) =>
      event('x:0', `e${at}`, { event: { type: `e${at}`, text: 'x'.repeat(10_000) } }),
    );
    const { list, count } = inspectedOf(actor('x:0'), ...messages).entries;
    expect([list.length, count]).toEqual([2_000, 5_001]);
    expect(list.at(-1)?.text).toMatch(/^receives e4999 /);
    expect(Math.max(...list.map(({ text }) => text.length))).toBeLessThan(450);
  });

  it('is all that live, and the last 200 that have ended', () => {
    const lives = Array.from({ length: 1_000 }, (_, at) => [
      actor(`x:${at + 1}`, 'x:0'),
      snapshot(`x:${at + 1}`, 'stopped', 'xstate.stop'),
    ]);
    const { actors, ended } = inspectedOf(actor('x:0'), ...lives.flat());
    expect([actors.size, ended.size]).toEqual([201, 200]);
    expect(actors.has('x:1000') && !actors.has('x:800')).toBe(true);
  });

  it('is one chart for however many actors, and 200 at most', () => {
    const same = inspectedOf(actor('x:0'), actor('x:1'));
    expect(same.actors.get('x:0')?.chart).toBe(same.actors.get('x:1')?.chart);
    const different = Array.from({ length: 500 }, (_, at) => ({
      ...actor(`x:${at}`),
      definition: JSON.stringify({ id: `m${at}`, states: {} }),
    }));
    expect(inspectedOf(...different).charts.size).toBe(200);
  });
});

describe('a message of somebody else', () => {
  const circle: Record<string, unknown> = { ...base('x:0'), type: '@xstate.event' };
  circle['event'] = circle;

  it.each([
    null,
    7,
    'x',
    [],
    {},
    { type: '@xstate.actor' },
    { type: 'constructor', ...base('x:0') },
    { type: '__proto__', ...base('x:0') },
    { ...actor('x:0'), createdAt: 'now' },
    { ...actor('x:0'), sessionId: 7 },
  ])('is none: %j', (message) => {
    expect(readStately(message)).toBeUndefined();
  });

  it.each([
    circle,
    { ...base('x:0'), type: '@xstate.actor' },
    { ...actor('x:0'), definition: '{', snapshot: 5n },
    { ...snapshot('x:0', 'odd'), event: null },
    { ...snapshot('x:0', 'error'), snapshot: { status: 'error', error: new Error('no') } },
  ])('of the right form harms nobody', (message) => {
    expect(inspectedOf(message).entries.count).toBe(1);
  });
});

describe('messages of @xstate/inspect', () => {
  it.each(['', '{', 'null', '[]', '{"type":"service.state"}', '{"type":"x","sessionId":"a"}', 5])(
    'that are none are nothing: %j',
    (text) => {
      expect(new V4Reader().read(text, 1)).toEqual([]);
    },
  );

  it.each([
    { type: 'service.register', sessionId: 'a' },
    { type: 'service.state', sessionId: 'a', state: '[' },
    { type: 'service.event', sessionId: 'a', event: 'null' },
    { type: 'service.stop', sessionId: 'a' },
  ])('that lack everything harm nobody: %j', (message) => {
    const inspected = nothingInspected();
    for (const told of new V4Reader().read(JSON.stringify(message), 1)) hear(inspected, told);
    expect(inspected.entries.count).toBe(1);
  });
});
