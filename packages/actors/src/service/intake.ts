/** What becomes of a request that arrives now. */
export type Intake = 'open' | 'wait' | 'fallback' | 'refuse';

const INTAKE: Readonly<Record<string, Intake>> = {
  running: 'open',
  degraded: 'fallback',
  failed: 'refuse',
  stopping: 'refuse',
  stopped: 'refuse',
};

/** In every other state the service is on its way to one of these: requests wait. */
export function intakeOf(state: string): Intake {
  return INTAKE[state] ?? 'wait';
}
