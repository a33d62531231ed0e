import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlertBoard,
  type AlertEvent,
  alertsAfter,
  createAlertBoard,
  describeEvent,
  type SupervisionEvent,
  type SupervisionEventType,
} from '../../src/index.ts';
import { allSampleEvents, sampleEvents } from '../sample-events.ts';

/** The sample of this type, somewhere else or otherwise. */
function at(
  path: string,
  type: SupervisionEventType,
  change: Partial<Record<string, unknown>> = {},
): SupervisionEvent {
  return { ...sampleEvents[type], path, ...change };
}

/** What the board says of these events, as `+alert` and `-alert`. */
function told(board: AlertBoard, ...events: readonly SupervisionEvent[]): readonly string[] {
  return events
    .flatMap((event) => alertsAfter(board, event))
    .map(({ type, alert }) => `${type === 'alert.raised' ? '+' : '-'}${alert}`);
}

function openOn(board: AlertBoard): readonly string[] {
  return [...board.values()].map(({ alert }) => alert);
}

const waitsForAPerson = { nextAt: undefined };

const RAISES: readonly (readonly [string, string, SupervisionEvent])[] = [
  ['degraded', 'RECOVERABLE', at('db', 'child.degraded')],
  ['degraded', 'CRITICAL', at('db', 'child.degraded', waitsForAPerson)],
  ['failed', 'CRITICAL', at('db', 'child.failed')],
  ['gave-up', 'CRITICAL', at('db', 'supervisor.gaveUp')],
  ['leak', 'CRITICAL', at('db', 'recovery.paused')],
  ['left-idle', 'CRITICAL', at('db', 'child.leftIdle')],
  ['slow-stop', 'RECOVERABLE', at('db', 'child.stopSlow')],
];

const KINDS = ['degraded', 'failed', 'gave-up', 'leak', 'left-idle', 'slow-stop'] as const;
type Kind = (typeof KINDS)[number];

/** What each event of a child clears of its own alerts, if they all stood open. */
const CLEARS: Partial<Record<SupervisionEventType, readonly Kind[]>> = {
  'child.started': KINDS,
  'child.recovered': KINDS,
  'child.exited': KINDS,
  'child.stopped': KINDS,
  'child.removed': KINDS,
  'supervisor.started': KINDS,
  'supervisor.stopped': KINDS,
  'child.stopping': ['degraded', 'failed', 'gave-up', 'leak', 'left-idle'],
  'child.cycled': ['degraded', 'failed', 'leak', 'left-idle'],
  'child.leftIdle': ['degraded', 'failed', 'leak'],
  'child.restarting': ['degraded', 'failed', 'leak', 'left-idle'],
  'child.stepping': ['degraded', 'failed', 'leak', 'left-idle'],
  'child.retrying': ['degraded', 'failed', 'leak', 'left-idle'],
  'child.degraded': ['failed', 'leak', 'left-idle'],
  'child.failed': ['degraded', 'leak', 'left-idle'],
  'child.abandoned': ['slow-stop'],
  'recovery.attempted': ['leak'],
  'child.stopEnded': ['slow-stop'],
  'abandoned.settled': ['leak'],
};

function boardWith(kind: Kind): AlertBoard {
  const board = createAlertBoard();
  const [, , event] = RAISES.find(([raised]) => raised === kind) ?? [];
  if (event !== undefined) alertsAfter(board, event);
  return board;
}

describe('alertsAfter', () => {
  it.each(RAISES)('raises %s as %s, once', (kind, severity, event) => {
    const board = createAlertBoard();
    const [raised, ...others] = alertsAfter(board, event);
    expect(others).toEqual([]);
    expect(raised).toMatchObject({
      type: 'alert.raised',
      path: 'db',
      alert: `${kind}:db`,
      severity,
    });
    expect([...board.values()]).toMatchObject([
      { alert: `${kind}:db`, path: 'db', severity, raisedAt: event.at, message: raised?.message },
    ]);
    expect(alertsAfter(board, event)).toEqual([]);
  });

  it.each(allSampleEvents.map(({ type }) => type))(
    '%s clears what it ends, and no more',
    (type) => {
      const cleared = KINDS.filter((kind) =>
        told(boardWith(kind), at('db', type)).includes(`-${kind}:db`),
      );
      expect(cleared).toEqual(CLEARS[type] ?? []);
    },
  );

  it('clears an alert with the words it was raised with', () => {
    const board = createAlertBoard();
    const [raised] = alertsAfter(board, at('db', 'child.failed'));
    const [cleared] = alertsAfter(board, at('db', 'child.started', { at: 70_000 }));
    expect(cleared).toEqual({ ...raised, type: 'alert.cleared', at: 70_000 });
  });

  it('becomes worse when the way back from degraded turns out to need a person', () => {
    const board = createAlertBoard();
    const events = [
      at('db', 'child.degraded'),
      at('db', 'recovery.attempted'),
      at('db', 'recovery.failed', { nextAt: 90_000 }),
      at('db', 'recovery.attempted'),
      at('db', 'recovery.failed', waitsForAPerson),
      at('db', 'recovery.failed', waitsForAPerson),
    ];
    expect(told(board, ...events)).toEqual(['+degraded:db', '-degraded:db', '+degraded:db']);
    expect([...board.values()]).toMatchObject([{ severity: 'CRITICAL', incident: 'payments#3' }]);
  });

  it('keeps the leak while abandoned lives are left, unless the child is started all the same', () => {
    const board = boardWith('leak');
    expect(told(board, at('db', 'abandoned.settled', { unsettled: 1 }))).toEqual([]);
    expect(told(board, at('db', 'recovery.attempted'))).toEqual(['-leak:db']);
  });

  it.each<[SupervisionEventType, readonly string[]]>([
    ['supervisor.stopped', ['failed:shop/db', 'failed:shop/eu/db', 'failed:shop']],
    ['supervisor.failed', ['failed:shop/db', 'failed:shop/eu/db']],
    ['child.removed', ['failed:shop/db', 'failed:shop/eu/db', 'failed:shop']],
    ['child.abandoned', ['failed:shop/db', 'failed:shop/eu/db']],
  ])('%s of a supervisor clears what stands open below it, and of no other', (type, cleared) => {
    const board = createAlertBoard();
    const paths = ['shop/db', 'shop/eu/db', 'shop', 'shopping/db', 'db'];
    for (const path of paths) alertsAfter(board, at(path, 'child.failed'));
    expect(told(board, at('shop', type)).toSorted()).toEqual(
      cleared.map((alert) => `-${alert}`).toSorted(),
    );
    expect(openOn(board)).toEqual(expect.arrayContaining(['failed:shopping/db', 'failed:db']));
  });

  it('leaves the giving up of the root to be read when the tree has ended with it', () => {
    const board = createAlertBoard();
    const ends = [
      at('shop/db', 'child.failed'),
      at('', 'supervisor.gaveUp'),
      at('shop', 'child.stopped'),
      at('', 'supervisor.failed'),
    ];
    for (const event of ends) alertsAfter(board, event);
    expect(openOn(board)).toEqual(['gave-up:']);
    expect(told(board, at('', 'supervisor.stopped'))).toEqual(['-gave-up:']);
  });

  it('says in one sentence what is wrong and what to do', () => {
    const error = { name: 'Error', message: `first\n${'x'.repeat(500)}` };
    const board = createAlertBoard();
    const gaveUp = at('', 'supervisor.gaveUp', { error });
    const messages = [...RAISES.map(([, , event]) => event), gaveUp]
      .flatMap((event) => alertsAfter(board, event))
      .flatMap(({ type, message }) => (type === 'alert.raised' ? [message] : []));
    expect(messages).toEqual([
      'db is degraded; it tries to return by itself',
      "db is degraded and waits for a person: mend the cause, then recover(tree, 'db')",
      "db has failed and is not restarted: mend the cause, then recover(tree, 'db')",
      'db gave up: intensity exceeded (child "payments": fetch failed)',
      'db: 3 lives will not end; it is not started again before one does',
      `db was stopped for a restart of "db" that was called off: restartChild(tree, 'db')`,
      'db has not stopped for 30 s and is waited for without limit',
      `the root supervisor gave up: intensity exceeded (child "payments": first ${'x'.repeat(133)}…)`,
    ]);
  });
});

const PATHS = ['', 'db', 'shop', 'shop/db', 'shop/eu', 'shop/eu/db', 'shopping'];

/** Any event of any child in any order: also orders that no tree would tell. */
const anyEvents: fc.Arbitrary<readonly SupervisionEvent[]> = fc.array(
  fc
    .record({
      path: fc.constantFrom(...PATHS),
      event: fc.constantFrom(
        ...allSampleEvents,
        ...RAISES.map(([, , event]) => event),
        at('db', 'recovery.failed', waitsForAPerson),
      ),
    })
    .map(({ path, event }) => ({ ...event, path })),
  { maxLength: 120 },
);

function note(open: Set<string>, { type, alert }: AlertEvent): void {
  expect(open.has(alert)).toBe(type === 'alert.cleared');
  if (type === 'alert.raised') open.add(alert);
  else open.delete(alert);
}

describe('for any events in any order', () => {
  it('no alert is raised twice without a clear between, nor cleared without having been raised', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const board = createAlertBoard();
        const open = new Set<string>();
        for (const event of events) {
          for (const alert of alertsAfter(board, event)) note(open, alert);
          expect(openOn(board)).toEqual([...open]);
          expect(board.size).toBe(open.size);
        }
      }),
    );
  });

  it('nothing stays open below a supervisor that has ended, and nothing at all below a root', () => {
    const ends = fc.constantFrom<SupervisionEventType>(
      'supervisor.stopped',
      'supervisor.failed',
      'child.abandoned',
      'child.removed',
    );
    fc.assert(
      fc.property(anyEvents, fc.constantFrom(...PATHS), ends, (events, path, end) => {
        const board = createAlertBoard();
        for (const event of [...events, at(path, end)]) alertsAfter(board, event);
        const below = path === '' ? '' : `${path}/`;
        const left = [...board.values()].filter((alert) => alert.path !== path);
        expect(left.filter((alert) => alert.path.startsWith(below))).toEqual([]);
        expect(board.below(path)).toEqual([]);
      }),
    );
  });

  it('remembers nothing of what has been cleared', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const board = createAlertBoard();
        for (const event of [...events, at('', 'supervisor.stopped')]) alertsAfter(board, event);
        expect(openOn(board)).toEqual([]);
        expect(PATHS.flatMap((path) => board.below(path))).toEqual([]);
      }),
    );
  });

  it('every alert told is JSON and has a text', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const board = createAlertBoard();
        for (const alert of events.flatMap((event) => alertsAfter(board, event))) {
          expect(JSON.parse(JSON.stringify(alert))).toStrictEqual(alert);
          expect(describeEvent(alert)).toMatch(/ (?:raises an|clears the) alert /);
        }
      }),
    );
  });

  it('does not slow down with the number of other alerts', () => {
    const board = createAlertBoard();
    for (let child = 0; child < 20_000; child += 1)
      alertsAfter(board, at(`group-${child % 100}/child-${child}`, 'child.failed'));
    // Quadratic work would be 400 million steps here, and the test would time out.
    for (let child = 0; child < 20_000; child += 1)
      alertsAfter(board, at(`group-${child % 100}/child-${child}`, 'child.abandoned'));
    for (let group = 0; group < 100; group += 1)
      alertsAfter(board, at(`group-${group}`, 'supervisor.stopped'));
    expect(board.size).toBe(0);
  });
});
