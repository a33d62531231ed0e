import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escalationPolicy, lifecycleChart, otp, selfHealing, usualMoves } from '../../src/index.ts';
import { chains, movesOf } from './charts.ts';

const STARTED = ['starting to running: started'];
const END = ['stopping to stopped: stopped'];

describe('usualMoves', () => {
  it('follows the chains of the default policy', () => {
    expect(movesOf(usualMoves(selfHealing))).toEqual([
      ...STARTED,
      'running to retrying: retry',
      'running to restarting: restart',
      'running to degraded: degrade',
      'running to failed: fail',
      'running to stopping: stop',
      'retrying to running: recovered',
      'retrying to restarting: restart',
      'restarting to running: started',
      'restarting to degraded: degrade',
      'restarting to failed: fail',
      'degraded to running: recovered',
      'degraded to restarting: restart',
      'failed to restarting: restart',
      ...END,
    ]);
  });

  it('follows those of otp', () => {
    expect(movesOf(usualMoves(otp))).toEqual([
      ...STARTED,
      'running to restarting: restart',
      'running to stopping: stop',
      'restarting to running: started',
      ...END,
    ]);
  });

  it('follows steps of the user', () => {
    const policy = escalationPolicy({ TRANSIENT: ['retry', { step: 'drain' }, 'fail'] });
    expect(movesOf(usualMoves(policy))).toEqual(
      expect.arrayContaining([
        'retrying to drain: drain',
        'drain to running: recovered',
        'drain to failed: fail',
      ]),
    );
    expect(movesOf(usualMoves(policy))).not.toContain('running to drain: drain');
  });

  it('keeps every state, shows no move that the chart has not, and a way into every state', () => {
    fc.assert(
      fc.property(chains, (drawn) => {
        const [usual, chart] = [usualMoves({ chains: drawn }), lifecycleChart({ chains: drawn })];
        expect(Object.keys(usual.states)).toEqual(Object.keys(chart.states));
        expect(movesOf(chart)).toEqual(expect.arrayContaining([...movesOf(usual)]));
        const entered = new Set(movesOf(usual).map((move) => / to (\S+):/.exec(move)?.[1]));
        const missing = Object.keys(chart.states).filter((state) => !entered.has(state));
        expect(missing.filter((state) => state !== 'starting')).toEqual([]);
      }),
    );
  });
});
