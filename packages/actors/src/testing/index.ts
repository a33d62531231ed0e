export { type EventProbe, probeEvents } from './event-probe.ts';
export {
  type Act,
  type FaultyScript,
  type FaultyService,
  faultyService,
} from './faulty-service.ts';
export { createTestClock, type TestClock } from './test-clock.ts';
