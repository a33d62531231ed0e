import { describe, expect, it } from 'vitest';
import { escalationPolicy, foreseenStep } from '../../src/index.ts';
import { runningTree, type Tree } from './tables-driver.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;

function foreseen(tree: Tree): string | undefined {
  const directive = foreseenStep(tree.spec, tree.child('db'), tree.now);
  return directive && `${directive.step} ${directive.attempt}`;
}

describe('foreseenStep', () => {
  it('is undefined while no incident is open', () => {
    expect(foreseen(runningTree({ db: {} }))).toBeUndefined();
  });

  it('is what the chain then takes, at every step of an incident that gets worse', () => {
    const tree = runningTree({ db: {} });
    tree.habits = { stop: 'stopped', start: { severity: 'TRANSIENT' } };
    tree.fault('db', operation);
    const told: (string | undefined)[] = [];
    for (let round = 0; round < 4; round++) {
      told.push(foreseen(tree));
      if (tree.child('db').phase === 'attempting') tree.settled('db', operation);
      tree.pass(tree.child('db').phase === 'waiting' ? 4_000 : 0);
    }
    expect(told).toEqual(['retry 2', 'retry 3', 'retry 4', 'restart 1']);
  });

  it('passes over a step that is spent, and decides nothing itself', () => {
    const tree = runningTree(
      { db: {} },
      {
        policy: escalationPolicy({ restart: { maxAttempts: 1 }, RECOVERABLE: ['restart', 'fail'] }),
      },
    );
    tree.fault('db');
    const before = structuredClone(tree.child('db'));
    expect(foreseen(tree)).toBe('fail 1');
    expect(tree.child('db')).toEqual(before);
  });
});
