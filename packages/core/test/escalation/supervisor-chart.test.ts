import { describe, expect, it } from 'vitest';
import { SUPERVISOR_STATES, supervisorChart } from '../../src/index.ts';

describe('supervisorChart', () => {
  it('is exactly the table of SEMANTICS.md', () => {
    const edges = Object.fromEntries(
      Object.entries(supervisorChart.states).map(([name, { on }]) => [
        name,
        Object.fromEntries(Object.entries(on).map(([event, { target }]) => [event, target])),
      ]),
    );
    const stops = { 'supervisor.give_up': 'stopping', 'supervisor.stop': 'stopping' };
    expect(edges).toEqual({
      starting: { 'supervisor.started': 'running', ...stops },
      running: { 'supervisor.restart': 'restarting', ...stops },
      restarting: {
        'supervisor.restart': 'restarting',
        'supervisor.restarted': 'running',
        ...stops,
      },
      stopping: { 'supervisor.stopped': 'stopped', 'supervisor.gave_up': 'failed' },
      failed: { 'supervisor.restart': 'restarting', 'supervisor.stop': 'stopped' },
      stopped: { 'supervisor.start': 'starting' },
    });
  });

  it('has the states of its type, and starts in starting', () => {
    expect(Object.keys(supervisorChart.states).toSorted()).toEqual(SUPERVISOR_STATES.toSorted());
    expect(supervisorChart.initial).toBe('starting');
  });
});
