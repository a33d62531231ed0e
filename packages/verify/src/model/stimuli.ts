import type { Command, TimerKind } from '@kintsugi/core';
import type { Stimulus } from './stimulus.ts';
import type { Subject } from './subject.ts';

export const TIMERS: readonly TimerKind[] = ['retry', 'restart', 'stable', 'recovery'];

const COMMANDS: readonly {
  readonly command: Exclude<Command, 'startChild'>;
  readonly isBrutal: boolean;
}[] = [
  { command: 'recover', isBrutal: false },
  { command: 'restartChild', isBrutal: false },
  { command: 'terminateChild', isBrutal: false },
  { command: 'terminateChild', isBrutal: true },
  { command: 'deleteChild', isBrutal: false },
];

/** Everything that a supervisor may be given, besides what its workers report: by number. */
export class Stimuli {
  readonly start: number;
  /** The first stop, and a second one in more of a hurry. */
  readonly stops: readonly number[];
  /** By child and kind. */
  readonly timers: readonly (readonly number[])[];
  readonly orders: readonly number[];
  /** The instances of a dynamic supervisor, one after the other. */
  readonly instances: readonly number[];

  constructor({ spec, children }: Subject, number: (stimulus: Stimulus) => number) {
    this.start = number({ type: 'start' });
    this.stops = [false, true].map((isHurried) => number({ type: 'stop', isHurried }));
    this.timers = children.map((_, child) =>
      TIMERS.map((kind) => number({ type: 'due', child, kind })),
    );
    this.orders = children.flatMap((_, child) =>
      COMMANDS.map((order) => number({ type: 'command', child, ...order })),
    );
    const isDynamic = spec.strategy === 'simple_one_for_one';
    this.instances = (isDynamic ? children : []).map((each, child) =>
      number({ type: 'startChild', child, spec: each.spec }),
    );
  }
}
