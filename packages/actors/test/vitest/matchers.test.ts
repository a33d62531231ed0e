import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  DataCorruptionError,
  fromSupervisor,
  NetworkTimeoutError,
  SecurityError,
  terminateChild,
} from '../../src/index.ts';
import { createGate, faultyService } from '../../src/testing/index.ts';
import { expectTree } from '../../src/vitest/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

/** What a failing expectation says. */
const complaint = (expectation: () => void) => {
  try {
    expectation();
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
  throw new Error('it did not fail');
};

/** A tree in trouble: payments waits for its second retry, stock is degraded, mail has failed. */
async function shop() {
  const timeout = new NetworkTimeoutError('socket hang up');
  const db = faultyService();
  const payments = faultyService({ handle: [timeout, timeout] });
  const stock = faultyService({ handle: [new DataCorruptionError('page 7')], fallback: true });
  const mail = faultyService({
    start: [new SecurityError('wrong key')],
    degrade: [new Error('no spool')],
  });
  const planted = plant({
    children: [
      child('db', db.service),
      child('billing', fromSupervisor({ children: [child('payments', payments.service)] })),
      child('stock', stock.service),
      child('mail', mail.service),
    ],
  });
  await planted.clock.settle();
  outcome(ask(planted.tree, 'billing/payments', 'charge'));
  outcome(ask(planted.tree, 'stock', 'tea'));
  await planted.clock.settle();
  return planted;
}

describe('expectTree(tree).toBe', () => {
  it('compares the whole tree, in any order, with ";" or line breaks between', async () => {
    const { tree } = await shop();
    expectTree(tree).toBe('db running; billing/payments retrying; stock degraded; mail failed');
    expectTree(tree).toBe(`
      mail failed
      stock degraded
      billing/payments retrying;
      db running
    `);
    expectTree(tree).toBe(
      'root running; db running; billing running; billing/payments retrying; stock degraded; mail failed',
    );
    expect(tree).not.toLookLike('db running');
  });

  it('shows the tree with what is wrong marked, and why it is where it is', async () => {
    const { tree } = await shop();
    const picture = anyPath('db degraded; billing/payments running; mail failed; cart running');
    expect(complaint(() => expectTree(tree).toBe(picture)))
      .toBe(`expected it to look like this; it is:

  ✗ db                running   expected degraded
  ✗ billing/payments  retrying  expected running
      retry 2 of billing/payments#1 (TRANSIENT): NetworkTimeoutError: socket hang up
  ✗ stock             degraded  is not expected at all
      fallback 1 of stock#1 (CRITICAL): DataCorruptionError: page 7
    mail              failed
  ✗ cart              –         expected running, but there is no such child`);
  });

  it('shows a supervisor only while it does not run', async () => {
    const { tree } = await shop();
    await terminateChild(tree, 'billing');
    expectTree(tree).toBe(
      'db running; billing stopped; billing/payments stopped; stock degraded; mail failed',
    );
    const other = plant({ children: [] });
    other.tree.send({ type: 'supervisor.stop' });
    await other.clock.settle();
    expectTree(other.tree).toBe('root stopped');
  });

  it.each([
    ['db', 'entries "<path> <state>" with ";" between (toHaveStates takes any path), got "db"'],
    ['db running; db failed', 'entries of one path each, got "db"'],
  ])('refuses the picture %s', async (picture, rule) => {
    const { tree } = await shop();
    expect(() => expectTree(tree).toBe(anyPath(picture))).toThrow(rule);
  });

  it('refuses what is no tree', () => {
    const none = { getSnapshot: () => ({ children: {} }) };
    expect(() => expectTree(none).toBe(anyPath('db running'))).toThrow(
      'toLookLike must be given a tree: createActor(fromSupervisor(…))',
    );
  });
});

describe('expect(tree).toHaveStates', () => {
  it.each([[{}], [[]], [null], [undefined], ['db running']])(
    'refuses %o, which says nothing',
    async (nothing) => {
      const { tree } = await shop();
      const states = nothing as never;
      const message = 'toHaveStates must be given the states of children, by path, got ';
      expect(() => expect(tree).toHaveStates(states)).toThrow(message);
      expect(() => expect(tree).not.toHaveStates(states)).toThrow(message);
    },
  );

  it('looks at the children that are named, supervisors included', async () => {
    const { tree } = await shop();
    expect(tree).toHaveStates({ db: 'running', 'billing/payments': 'retrying' });
    expect(tree).toHaveStates({ root: 'running', billing: 'running' });
    expect(tree).not.toHaveStates({ db: 'failed' });
  });

  it('shows the whole tree when they are in others', async () => {
    const { tree } = await shop();
    expect(complaint(() => expect(tree).toHaveStates({ billing: 'failed' })))
      .toBe(`expected it to have these states; it is:

    db                running
  ✗ billing           running   expected failed
    billing/payments  retrying
    stock             degraded
    mail              failed`);
  });

  it('says so when it should have failed', async () => {
    const { tree } = await shop();
    expect(complaint(() => expect(tree).not.toHaveStates({ db: 'running' }))).toMatch(
      /^expected it not to have these states; it is:\n\n {4}db +running/,
    );
  });
});

describe('what cannot be so', () => {
  it.each([
    ['dbb', 'running', 'toHaveStates must be of paths in the tree, got "dbb"'],
    ['db', 'runing', /^toHaveStates must be of states of db: starting, running, .+, got "runing"$/],
    ['root', 'degraded', /^toHaveStates must be of states of root: .+, got "degraded"$/],
  ])('%s %s is never expected, not even not to be', async (path, state, message) => {
    const { tree } = await shop();
    const states = { [path]: state } as never;
    expect(() => expect(tree).not.toHaveStates(states)).toThrow(message);
  });

  it('a picture of a child that is none is never expected not to be', async () => {
    const { tree } = await shop();
    expect(() => expect(tree).not.toLookLike('dbb running' as never)).toThrow(
      'toLookLike must be of paths in the tree, got "dbb"',
    );
  });

  it.each([undefined, {}, 'a tree', fromSupervisor({ children: [] })])(
    'no tree is a mistake that is named: %s',
    (none) => {
      const message = 'must be given a tree: createActor(fromSupervisor(…))';
      const wrong = none as never;
      const failed = { db: 'failed' } as never;
      expect(() => expect(wrong).toBeHealthy()).toThrow(message);
      expect(() => expect(wrong).not.toHaveStates(failed)).toThrow(message);
      expect(() => expect(wrong).toLookLike('db running' as never)).toThrow(message);
    },
  );

  it.each([[[]], ['child.started db'], [['child.started']], [[1]]])(
    'no story is told: %j',
    async (events) => {
      const { probe, tree } = await shop();
      expect(() => expect(probe).not.toHaveEvents(events as never)).toThrow(
        'toHaveEvents must be given events: ["child.started db", …]',
      );
      expect(() => expect(tree).toHaveEvents(['child.started db'])).toThrow(
        'toHaveEvents must be given a probe: probeEvents(tree)',
      );
    },
  );
});

describe('expect(tree).toBeHealthy', () => {
  it('is so when all is well, and what was stopped by order does not count', async () => {
    const { tree, clock } = plant({
      children: [child('a', faultyService().service), child('b', faultyService().service)],
    });
    await clock.settle();
    expect(tree).toBeHealthy();
    await terminateChild(tree, 'b');
    expect(tree).toBeHealthy();
  });

  it('shows who is not, why, and the alerts that stand open', async () => {
    const { tree } = await shop();
    expect(tree).not.toBeHealthy();
    expect(complaint(() => expect(tree).toBeHealthy())).toBe(`expected it to be healthy; it is:

  ✗ root              running   is unhealthy
    db                running
  ✗ billing/payments  retrying  is degraded
      retry 2 of billing/payments#1 (TRANSIENT): NetworkTimeoutError: socket hang up
  ✗ stock             degraded  is degraded
      fallback 1 of stock#1 (CRITICAL): DataCorruptionError: page 7
  ✗ mail              failed    is failed
      fail 1 of mail#1 (CRITICAL): Error: no spool
  ! mail has failed and is not restarted: mend the cause, then recover(tree, 'mail')
  ! stock is degraded and waits for a person: mend the cause, then recover(tree, 'stock')`);
  });

  it('a tree that still starts is not', () => {
    const { tree } = plant({
      children: [child('a', faultyService({ start: [createGate()] }).service)],
    });
    expect(complaint(() => expect(tree).toBeHealthy())).toContain('a     starting  is unhealthy');
  });
});

describe('expect(probe).toHaveEvents', () => {
  it('finds events in their order, with others between', async () => {
    const { probe } = await shop();
    expect(probe).toHaveEvents([
      'child.started db',
      'supervisor.started billing',
      'child.retrying billing/payments',
      'child.retrying billing/payments',
      'child.degraded stock',
    ]);
    expect(probe).not.toHaveEvents(['child.degraded db']);
    expect(probe).not.toHaveEvents(['child.degraded stock', 'child.started db']);
  });

  it('shows the whole story, with what was found, and what has not happened', async () => {
    const { tree, clock, probe } = plant({ children: [child('a', faultyService().service)] });
    await clock.settle();
    await terminateChild(tree, 'a');
    const events = ['supervisor.started root', 'child.exited a', 'child.stopped a'] as const;
    expect(complaint(() => expect(probe).toHaveEvents(events)))
      .toBe(`expected it to tell of these events, in this order; it tells:

    child.started a
  ✓ supervisor.started root
    health.changed root
    child.stopping a
    child.stopped a
  ✗ child.exited a  has not happened here
  ✗ child.stopped a  has not happened here`);
  });
});
