import log from 'loglevel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  ask,
  child,
  DataCorruptionError,
  fromSupervisor,
  logEvents,
  type LogOptions,
  StateCorruptionError,
} from '../../src/index.ts';
import { createTestClock, faultyService } from '../../src/testing/index.ts';

interface Line {
  readonly level: string;
  readonly logger: string;
  readonly parts: readonly unknown[];
}

const platformFactory = log.methodFactory;
let lines: Line[] = [];
let trees = 0;

beforeEach(() => {
  lines = [];
  log.methodFactory =
    (level, _threshold, logger) =>
    (...parts: unknown[]) => {
      lines.push({ level, logger: String(logger), parts });
    };
});

afterEach(() => {
  log.methodFactory = platformFactory;
});

/** Two services, one of them below a second supervisor; loggers are named anew for every test. */
function loggedShop(options: LogOptions = {}) {
  trees += 1;
  const name = `shop${trees}`;
  const clock = createTestClock(1_000);
  const [db, payments] = [faultyService(), faultyService({ fallback: true })];
  const billing = fromSupervisor({ children: [child('payments', payments.service)] });
  const shop = fromSupervisor({ children: [child('db', db.service), child('billing', billing)] });
  const tree = createActor(shop, { clock });
  const subscription = logEvents(tree, { name, ...options });
  return { name, clock, db, payments, tree, subscription };
}

const loggers = () => [...new Set(lines.map(({ logger }) => logger))];

describe('logEvents', () => {
  it('names one logger per path, and makes none for a path that has nothing to tell', async () => {
    const { name, payments, tree } = loggedShop();
    tree.start();
    expect(loggers()).toEqual([`${name}:billing`, name]);

    payments.thenHandle(new StateCorruptionError('negative balance'));
    await ask(tree, 'billing/payments', 'pay').catch(() => undefined);

    expect(loggers()).toContain(`${name}:billing/payments`);
    expect(Object.keys(log.getLoggers())).not.toContain(`${name}:db`);
  });

  it('gives the event in words, and the event itself as structured metadata', async () => {
    const { name, payments, tree } = loggedShop({ levels: { '': 'warn' } });
    tree.start();
    payments.thenHandle(new StateCorruptionError('negative balance'));
    await ask(tree, 'billing/payments', 'pay').catch(() => undefined);

    const [faulted, restarting] = lines;
    expect(faulted?.level).toBe('warn');
    expect(faulted?.logger).toBe(`${name}:billing/payments`);
    expect(faulted?.parts[0]).toContain('StateCorruptionError: negative balance');
    expect(faulted?.parts[1]).toMatchObject({
      type: 'child.faulted',
      path: 'billing/payments',
      incident: 'billing/payments#1',
      fault: {
        severity: 'RECOVERABLE',
        error: { stack: expect.stringContaining('negative balance') },
      },
    });
    expect(restarting?.parts[1]).toMatchObject({ type: 'child.restarting', attempt: 1 });
  });

  it('writes one line of JSON for machines', async () => {
    const { name, payments, tree } = loggedShop({ levels: { '': 'error' }, format: 'json' });
    tree.start();
    payments.thenHandle(new DataCorruptionError('checksum\nmismatch'));
    await ask(tree, 'billing/payments', 'pay');

    const [line] = lines.map(({ parts }) => parts);
    expect(line).toHaveLength(1);
    expect(String(line?.[0])).not.toContain('\n');
    expect(JSON.parse(String(line?.[0]))).toMatchObject({
      level: 'error',
      at: 1_000,
      logger: `${name}:billing/payments`,
      message: expect.stringContaining('billing/payments'),
      type: 'child.degraded',
      path: 'billing/payments',
    });
  });

  it('takes the level of the longest part of the path', async () => {
    const { name, tree } = loggedShop({ levels: { '': 'silent', billing: 'debug' } });
    tree.start();
    expect(loggers().toSorted()).toEqual([`${name}:billing`, `${name}:billing/payments`]);
  });

  it.each(['constructor', '__proto__'])(
    'takes the usual level for a child called %s',
    async (id) => {
      trees += 1;
      const shop = fromSupervisor({ children: [child(id, faultyService().service)] });
      const tree = createActor(shop, { clock: createTestClock() });
      logEvents(tree, { name: `shop${trees}`, levels: { '': 'debug' } });
      tree.start();
      expect(loggers()).toContain(`shop${trees}:${id}`);
    },
  );

  it('leaves a level that somebody sets on a logger later to loglevel', async () => {
    const { name, tree, payments } = loggedShop({ levels: { '': 'warn' } });
    tree.start();
    payments.thenHandle(new StateCorruptionError('negative balance'));
    await ask(tree, 'billing/payments', 'pay').catch(() => undefined);
    log.getLogger(`${name}:billing/payments`).setLevel('silent', false);
    lines = [];

    payments.thenHandle(new StateCorruptionError('negative balance'));
    await ask(tree, 'billing/payments', 'pay').catch(() => undefined);
    expect(lines).toEqual([]);
  });

  it('is a subscriber: it ends when it is unsubscribed', () => {
    const { tree, subscription } = loggedShop();
    subscription.unsubscribe();
    tree.start();
    expect(lines).toEqual([]);
  });

  it.each([
    [{ levels: { '': 'loud' } }, 'logEvents.levels[""] must be one of'],
    [{ format: 'xml' }, 'logEvents.format must be "text" or "json", got "xml"'],
    [{ level: 'warn' }, 'level'],
  ])('refuses %j', (options, message) => {
    const { tree } = loggedShop();
    expect(() => logEvents(tree, options as never)).toThrow(message);
  });
});
