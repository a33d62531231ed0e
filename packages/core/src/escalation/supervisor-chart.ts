import type { LifecycleChart } from './lifecycle-chart.ts';

/** The states of a supervisor. */
export const SUPERVISOR_STATES = [
  'starting',
  'running',
  'restarting',
  'stopping',
  'failed',
  'stopped',
] as const;

/** One of {@link SUPERVISOR_STATES}. */
export type SupervisorChartState = (typeof SUPERVISOR_STATES)[number];

const to = <State extends SupervisorChartState>(target: State) => ({ target });
const stop = { 'supervisor.give_up': to('stopping'), 'supervisor.stop': to('stopping') } as const;

/**
 * The supervisor's own chart. `restarting` means that its children are being cycled as a group;
 * the restart of one child under `one_for_one` does not enter it.
 */
export const supervisorChart: LifecycleChart<SupervisorChartState> = {
  id: 'supervisor',
  initial: 'starting',
  states: {
    starting: {
      tags: ['healing'],
      meta: { meaning: 'its children are being started in order' },
      on: { 'supervisor.started': to('running'), ...stop },
    },
    running: {
      tags: ['available'],
      meta: { meaning: 'supervises' },
      on: { 'supervisor.restart': to('restarting'), ...stop },
    },
    restarting: {
      tags: ['healing'],
      meta: { meaning: 'its children are being cycled' },
      on: {
        'supervisor.restart': { target: 'restarting', reenter: true },
        'supervisor.restarted': to('running'),
        ...stop,
      },
    },
    stopping: {
      tags: ['gone'],
      meta: { meaning: 'its children are being stopped in reverse order' },
      on: { 'supervisor.stopped': to('stopped'), 'supervisor.gave_up': to('failed') },
    },
    failed: {
      tags: ['down'],
      meta: { meaning: 'gave up; its parent decides' },
      on: { 'supervisor.restart': to('restarting'), 'supervisor.stop': to('stopped') },
    },
    stopped: {
      tags: ['gone'],
      meta: { meaning: 'has ended' },
      on: { 'supervisor.start': to('starting') },
    },
  },
};
