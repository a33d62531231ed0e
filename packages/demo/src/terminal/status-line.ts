import { clockText } from './duration.ts';
import type { Line } from './line.ts';
import { stateSegment } from './state-colour.ts';

/** What is to be seen at a glance while a scenario runs. */
export interface Glance {
  readonly scenario: string;
  readonly elapsedMs: number;
  readonly operations: number;
  readonly retries: number;
  readonly restarts: number;
  /** The services and the states of their charts. */
  readonly services: readonly { readonly path: string; readonly state: string }[];
}

/** The line at the bottom of a terminal. */
export function statusLine({
  scenario,
  elapsedMs,
  operations,
  retries,
  restarts,
  services,
}: Glance): Line {
  const isAlone = services.length < 2;
  return [
    [`  ${clockText(elapsedMs).slice(0, -2)}  `, 'bold'],
    [scenario, 'bold'],
    ...services.flatMap(({ path, state }): Line => [
      [isAlone ? '  ' : `  ${path} `, 'dim'],
      stateSegment(state),
    ]),
    [`  ${operations} operations, ${retries} retries, ${restarts} restarts`, 'dim'],
  ];
}
