export {
  type Divergence,
  eventsOf,
  excerpt,
  parseRecording,
  type Recording,
  RecordingError,
  recordingLines,
  type Replay,
  replay,
  type ReplayOptions,
} from '@kintsugi/core';
export { type EventProbe, probeEvents } from './event-probe.ts';
export {
  type Act,
  type FaultyScript,
  type FaultyService,
  faultyService,
} from './faulty-service.ts';
export { type FailOptions, type OtpDriver, otpDriver } from './otp-driver/otp-driver.ts';
export {
  type Answer,
  type FullSpec,
  type Instance,
  type LogEntry,
  NoSuchSupervisorError,
  type OnStop,
  type OtpCounts,
  type OtpFlags,
  type OtpSpec,
  type Reason,
  type Refused,
  type Release,
  SCRIPTED,
  type StartAnswer,
  type Sup,
  type SupAnswer,
  type WhichEntry,
} from './otp-driver/vocabulary.ts';
export { createTestClock, type TestClock } from './test-clock.ts';
export { toTest, type ToTestOptions } from './to-test.ts';
export { type ServicePlace, withServices } from './with-services.ts';
