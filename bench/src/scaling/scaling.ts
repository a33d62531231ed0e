import type { Measured } from '../scenarios/scenario.ts';
import { measureObserved } from './observed.ts';
import { measureRecording } from './recording.ts';
import { measureRunning } from './running.ts';
import { measureSiblings } from './siblings.ts';
import { measureStarting } from './starting.ts';

/** Work that only Kintsugi is put through: how its costs grow, and what they are beside raw XState. */
export interface Scaling {
  readonly name: string;
  readonly note: string;
  readonly measure: () => Promise<Measured>;
}

export const SCALING: readonly Scaling[] = [
  {
    name: 'starting',
    note: 'start and memory of 1,000 and of 100,000 services, beside raw XState machines',
    measure: measureStarting,
  },
  {
    name: 'running',
    note: 'crash, ask and tell, beside raw XState machines',
    measure: measureRunning,
  },
  {
    name: 'recording',
    note: 'crash with a flight recorder, beside without; memory of the recorder',
    measure: () => measureRecording(),
  },
  {
    name: 'observed',
    note: 'crash and ask with the observer’s page, beside without: nobody looks, and one does',
    measure: () => measureObserved(),
  },
  {
    name: 'of-10,000',
    note: 'stop and crash of one of 10,000 siblings, beside one of 100',
    measure: () => measureSiblings(10_000),
  },
  {
    name: 'of-100,000',
    note: 'stop and crash of one of 100,000 siblings, beside one of 100',
    measure: () => measureSiblings(100_000),
  },
];

export function scalingOf(name: string): Scaling | undefined {
  return SCALING.find((scaling) => scaling.name === name);
}
