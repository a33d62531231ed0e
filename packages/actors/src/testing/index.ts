// Faults by script, on a clock that the test moves.
export type { Act, Acts, HandleAct, StartAct } from './act.ts';
export { type EventProbe, probeEvents } from './event-probe.ts';
export { type FaultyScript, type FaultyService, faultyService } from './faulty-service.ts';
export { createGate, type Gate } from './gate.ts';
export { createTestClock, type TestClock } from './test-clock.ts';
export { type ServicePlace, withServices } from './with-services.ts';

// Walking a system along a chart.
export type { FaultyWorld } from './lifecycle-sut/faulty-world.ts';
export {
  type LifecycleEventName,
  type LifecycleModel,
  lifecycleModel,
} from './lifecycle-sut/lifecycle-model.ts';
export {
  type LifecycleSut,
  lifecycleSut,
  type LifecycleSutOptions,
} from './lifecycle-sut/lifecycle-sut.ts';
export type { LifecycleSystem } from './lifecycle-sut/lifecycle-system.ts';
export { MoveRefusedError } from './walk/move-refused.ts';
export type {
  Assertion,
  Cause,
  Excluded,
  Sut,
  Transition,
  WalkModel,
  WalkPath,
} from './walk/sut.ts';
export { walkCases } from './walk/walk-cases.ts';

// What an implementation of ours, or of yours, must keep to.
export { clockCases, type ClockUnderTest } from './contract/clock-cases.ts';
export { serviceCases } from './contract/service-cases.ts';
export type { ServiceUnderTest } from './contract/service-under-test.ts';
export type { TestCase } from './test-case.ts';

// OTP's own cases.
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

// From an incident to a test.
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
  type ReplayPolicy,
} from '@kintsugi/core';
export { toTest, type ToTestOptions } from './to-test.ts';
