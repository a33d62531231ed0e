import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeEvent,
  type ErrorRecord,
  type SupervisionEvent,
  type SupervisionEventType,
} from '../src/index.ts';
import { allSampleEvents, sampleEvents } from './sample-events.ts';

const TEXTS = {
  'child.started': 'payments is running again (life 2, payments#3)',
  'child.faulted':
    'payments faulted (operation of payments#3, with 3 more): RECOVERABLE, raised from TRANSIENT by repeated failures: TypeError: fetch failed, caused by Error: connect ECONNREFUSED',
  'child.retrying': 'payments retries (attempt 2 of payments#3, at once): RECOVERABLE',
  'child.restarting': 'payments restarts (attempt 2 of payments#3, in 1 s): RECOVERABLE',
  'child.stepping':
    'payments takes the step "reconnect" (attempt 2 of payments#3, in 500 ms): RECOVERABLE',
  'step.skipped': 'payments skips retry (payments#3): not for this kind of fault',
  'child.recovered': 'payments recovered by retry (payments#3)',
  'child.degraded': 'payments is degraded (payments#3), tries to return in 30 s',
  'child.failed':
    'payments has failed and is not restarted (payments#3), waits for a person to mend the cause and recover it',
  'recovery.attempted': 'payments tries to return from degraded (by itself)',
  'recovery.failed':
    'payments could not return from degraded, tries again in 1 min: TRANSIENT: TypeError: fetch failed, caused by Error: connect ECONNREFUSED',
  'recovery.paused': 'payments is not started again before one of its 3 abandoned lives ends',
  'incident.opened': 'payments has a new incident (payments#3): TRANSIENT',
  'incident.closed':
    'payments closes its incident (payments#3): recovered after 2 faults and 1 restart, repaired in 1.5 s, RECOVERABLE',
  'child.exited': 'payments has ended by itself (normal) and is not restarted',
  'child.stopping': 'payments is stopping',
  'child.stopped': 'payments has stopped',
  'child.removed': 'payments is no longer a child',
  'child.stopEnded': 'payments is done with a stop that took long',
  'child.stopSlow': 'payments has not stopped for 30 s and is waited for without limit',
  'child.abandoned': 'payments did not stop in time: life 2 is abandoned (1 life not ended yet)',
  'abandoned.settled': 'payments is rid of an abandoned life, which has ended after all (0 left)',
  'hook.failed': 'payments reports that its stop hook threw: TypeError: fetch failed',
  'fault.absorbed':
    'payments faulted while it stops, which changes nothing: TRANSIENT: TypeError: fetch failed, caused by Error: connect ECONNREFUSED',
  'report.fenced': 'payments is not moved by "report.started" of an earlier life (epoch 3, now 5)',
  'child.added': 'payments is a child from now on',
  'child.notStarted':
    'payments was not started: its start failed: TRANSIENT: TypeError: fetch failed, caused by Error: connect ECONNREFUSED',
  'child.cycled': 'payments is restarted with db',
  'child.leftIdle':
    'payments is left idle until somebody starts it: it was stopped for a restart of db that was called off',
  'child.waiting': 'payments waits for db, on which it depends',
  'dependency.down': 'payments depends on db, which is down (failed)',
  'dependency.up': 'payments depends on db, which is back',
  'group.restarting': 'root restarts a group of children because of payments',
  'group.restarted': 'root has restarted the group of payments',
  'supervisor.reconfigured': 'root has been reconfigured',
  'command.given': 'payments gets the order restart from ann',
  'command.refused': 'deleteChild of "payments" is refused: running',
  'supervisor.started': 'root has started its children',
  'supervisor.gaveUp':
    'root gives up and stops its children: intensity exceeded (child payments): TypeError: fetch failed',
  'supervisor.failed': 'root has failed: the tree has ended',
  'supervisor.stopping': 'root stops its children: SIGTERM',
  'supervisor.stopped': 'root has stopped, leaving behind payments, which would not end',
  'message.undeliverable': 'payments did not get an ask: mailbox full',
  'health.changed': 'payments is degraded, was healthy',
  'alert.raised': 'payments raises an alert (CRITICAL): payments has failed and is not restarted',
  'alert.cleared': 'payments clears the alert failed:payments',
  'observer.failed': 'root has an inspector that threw: TypeError: fetch failed',
} satisfies Record<SupervisionEventType, string>;

function textOf(type: SupervisionEventType): string {
  return TEXTS[type];
}

function gaveUp(error: ErrorRecord): SupervisionEvent {
  return { ...sampleEvents['supervisor.gaveUp'], error };
}

const NOT_ONE_LINE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const NAMES = ['payments', '\u001B[2J', 'a'.repeat(400), '😀'.repeat(200), '\n\r\t', ''];

/** Texts made to break a line, a terminal, a log file or a limit. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2_000 }),
  fc.string({
    unit: fc.constantFrom('\u001B[31m', '\n', '\u2028', '\uD83D', '\uDE00', '\u202E', 'x'),
  }),
  fc.constantFrom(...NAMES),
);

/** Any event, with every string in it that the library does not choose itself exchanged for a hostile one. */
const hostileEvents: fc.Arbitrary<SupervisionEvent> = fc
  .record({
    event: fc.constantFrom(...allSampleEvents),
    hostile: hostileText,
    amount: fc.oneof(fc.double(), fc.constantFrom(0, -1, Infinity, NaN)),
  })
  .map(({ event, hostile, amount }) => exchange(event, hostile, amount));

function exchange<Value>(value: Value, hostile: string, amount: number, key?: string): Value;
function exchange(value: unknown, hostile: string, amount: number, key = ''): unknown {
  if (Array.isArray(value)) return value.map((inner) => exchange(inner, hostile, amount));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, exchange(inner, hostile, amount, name)]),
    );
  if (typeof value === 'number') return amount;
  return CLOSED.has(key) ? value : hostile;
}

const CLOSED = new Set([
  'type',
  'kind',
  'hook',
  'observer',
  'severity',
  'origin',
  'health',
  'was',
  'exit',
]);

describe('describeEvent', () => {
  it.each(allSampleEvents.map((event) => [event.type, event] as const))(
    '%s is put into words',
    (type, event) => {
      expect(describeEvent(event)).toBe(textOf(type));
    },
  );

  it('names the first three that would not end, and how many there are beside them', () => {
    const stopped = { type: 'supervisor.stopped', at: 0, path: '' } as const;
    expect(describeEvent(stopped)).toBe('root has stopped');
    expect(describeEvent({ ...stopped, leftBehind: ['a', 'b/c', 'd', 'e', 'f'] })).toBe(
      'root has stopped, leaving behind a, b/c, d and 2 more, which would not end',
    );
    expect(describeEvent({ type: 'supervisor.failed', at: 0, path: '', leftBehind: ['db'] })).toBe(
      'root has failed: the tree has ended, leaving behind db, which would not end',
    );
  });

  it('names the watcher that threw, and the last resort', () => {
    const [at, error] = [0, { name: 'Error', message: 'bug' }];
    expect(
      describeEvent({ type: 'observer.failed', at, path: 'db', observer: 'monitor', error }),
    ).toBe('db has a monitor that threw: Error: bug');
    expect(describeEvent({ type: 'hook.failed', at, path: '', hook: 'lastResort', error })).toBe(
      'root reports that its last resort threw: Error: bug',
    );
  });

  it('says an error once that is the end of another’s message', () => {
    const cause = { name: 'Error', message: 'disk full' };
    const error = { name: 'SupervisorGaveUpError', message: 'db gave up: Error: disk full', cause };
    const absorbed = { ...sampleEvents['fault.absorbed'] };
    expect(describeEvent({ ...absorbed, fault: { ...absorbed.fault, error } })).toBe(
      'payments faulted while it stops, which changes nothing: TRANSIENT: SupervisorGaveUpError: db gave up: Error: disk full',
    );
  });

  it('says what has no incident, no next attempt and nothing more', () => {
    const payments = { at: 0, path: 'shop/payments' };
    const incident = 'shop/payments#1';
    const fault = { ...sampleEvents['child.faulted'].fault, error: { name: 'E', message: 'x' } };
    const events: readonly SupervisionEvent[] = [
      { type: 'child.started', ...payments, incarnation: 1 },
      { type: 'child.recovered', ...payments, by: 'recovery' },
      { type: 'child.faulted', ...payments, incident, fault, severity: 'TRANSIENT' },
      { type: 'child.faulted', ...payments, incident, fault, severity: 'CRITICAL' },
      { type: 'child.degraded', ...payments, incident },
      { type: 'recovery.attempted', ...payments, by: 'operator' },
      { type: 'recovery.failed', ...payments, fault },
      { type: 'supervisor.failed', ...payments },
    ];
    expect(events.map(describeEvent)).toEqual([
      'shop/payments is running (life 1)',
      'shop/payments recovered by recovery',
      'shop/payments faulted (operation of shop/payments#1): TRANSIENT: E: x',
      'shop/payments faulted (operation of shop/payments#1): CRITICAL, by itself TRANSIENT: E: x',
      'shop/payments is degraded (shop/payments#1), waits for a person to mend the cause and recover it',
      'shop/payments tries to return from degraded (asked by an operator)',
      'shop/payments could not return from degraded, waits for a person to mend the cause and recover it: TRANSIENT: E: x',
      'shop/payments has failed: its supervisor decides',
    ]);
  });

  it.each<[string, ErrorRecord, string]>([
    [
      'names the cause at the bottom',
      {
        name: 'A',
        message: 'a',
        cause: { name: 'B', message: 'b', cause: { name: 'C', message: 'c' } },
      },
      'A: a, caused by C: c',
    ],
    [
      'shows the code of an error without a message',
      { name: 'AggregateError', message: '', code: 'ECONNREFUSED' },
      'AggregateError: ECONNREFUSED',
    ],
    ['shows the bare name of an error with neither', { name: 'Error', message: '' }, 'Error'],
    [
      'takes out colours and cursor moves',
      { name: 'E', message: '\u001B[1;31mred\u001B[0m \u001B[2Jgone' },
      'E: red gone',
    ],
    ['keeps what only looks like them', { name: 'E', message: 'a\n[abort] b' }, 'E: a [abort] b'],
    [
      'joins lines and runs of white space',
      { name: 'E', message: 'one\r\n  two\u2028three' },
      'E: one two three',
    ],
    [
      'takes out what turns the direction of writing',
      { name: 'E', message: 'a\u202Eb\u2066c' },
      'E: a b c',
    ],
    ['cuts a long message', { name: 'E', message: 'x'.repeat(500) }, `E: ${'x'.repeat(139)}…`],
  ])('%s', (_, error, text) => {
    expect(describeEvent(gaveUp(error))).toBe(
      `root gives up and stops its children: intensity exceeded (child payments): ${text}`,
    );
  });

  it('cuts a long path at its beginning', () => {
    const path = `${'shop/'.repeat(40)}payments`;
    const text = describeEvent({ type: 'child.stopped', at: 0, path });
    expect(text).toMatch(/^….*\/shop\/payments has stopped$/);
    expect(text.length).toBeLessThan(100);
  });

  it('is one line of 1 to 240 characters, whatever the event holds', () => {
    fc.assert(
      fc.property(hostileEvents, (event) => {
        const text = describeEvent(event);
        expect(text).not.toMatch(NOT_ONE_LINE);
        expect(text).not.toMatch(/ {2}|^ | $/);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(240);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a text that begins with the path, for every type but that of an order', () => {
    for (const event of allSampleEvents.filter(({ type }) => type !== 'command.refused'))
      expect(describeEvent(event)).toMatch(event.path === '' ? /^root / : /^payments /);
  });

  it('says which order was refused, by the child that it names, and why', () => {
    const refused = { type: 'command.refused', at: 0, command: 'restartChild' } as const;
    expect(describeEvent({ ...refused, path: 'nope', reason: 'not_found' })).toBe(
      'restartChild of "nope" is refused: not_found',
    );
    const error = { name: 'InvalidOptionError', message: 'id must be the id of a child, got 5' };
    expect(describeEvent({ ...refused, path: '', reason: 'invalid', error })).toBe(
      'restartChild of "root" is refused: invalid: InvalidOptionError: id must be the id of a child, got 5',
    );
  });
});

describe('SupervisionEvent', () => {
  it.each(allSampleEvents.map((event) => [event.type, event] as const))(
    '%s survives JSON',
    (_, event) => {
      expect(JSON.parse(JSON.stringify(event))).toStrictEqual(event);
    },
  );
});
