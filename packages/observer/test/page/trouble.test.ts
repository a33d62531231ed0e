import { describe, expect, it } from 'vitest';
import { brokenSince, remedy, worstFirst } from '../../page/model/trouble.ts';
import type { NodeView } from '../../src/protocol/frame.ts';
import { serviceNode, START } from '../browser/sample-tree.ts';

const degraded = (change: Partial<NodeView>) =>
  remedy(serviceNode('mail', { state: 'degraded', ...change }), START);

describe('what the tree does about it', () => {
  it.each<[Partial<NodeView>, string]>([
    [
      { hasFallback: true, nextAt: START + 90_000 },
      'answers from its fallback; tries to return in 1 min 30 s',
    ],
    [{ hasFallback: true }, 'answers from its fallback; waits for a person to recover it'],
    [
      { hasFallback: false },
      'refuses requests, having no fallback; waits for a person to recover it',
    ],
    [{ nextAt: START - 1 }, 'is degraded; tries to return'],
  ])('of a degraded service: %j', (change, text) => {
    expect(degraded(change)).toBe(text);
  });

  it('says when the next attempt comes, and what is taken then', () => {
    const incident = {
      id: 'mail#1',
      severity: 'TRANSIENT',
      openedAt: START,
      step: 'restart',
      attempt: 2,
      nextStep: 'fallback',
      error: 'Error: refused',
      faults: 3,
    } as const;
    const node = serviceNode('mail', { state: 'restarting', incident, nextAt: START + 4_000 });
    expect(remedy(node, START)).toBe('restart, attempt 2 in 4 s, then fallback');
    expect(brokenSince(node)).toBe(START);
  });
});

it('among equals stands first what broke first, also when its incident is closed', () => {
  const [early, late] = [1, 2].map((since) =>
    serviceNode(`z${3 - since}`, { state: 'degraded', since }),
  );
  if (early === undefined || late === undefined) throw new Error('none');
  expect([late, early].toSorted(worstFirst)).toEqual([early, late]);
});
