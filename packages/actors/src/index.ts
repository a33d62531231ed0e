// Describing a tree: services, how they are run, and what is done about their faults.
export { lifecycleMachine, type LifecycleMachine } from './chart/compile-chart.ts';
export {
  otp,
  policy,
  type Policy,
  type PolicyOptions,
  type RunnableStep,
  selfHealing,
  type StepContext,
} from './policy/policy.ts';
export {
  child,
  type Child,
  type Runnable,
  type ServiceSpec,
  type SupervisorSpecOptions,
} from './service/child.ts';
export {
  type FallbackContext,
  type NoReply,
  type RequestContext,
  service,
  type Service,
  type ServiceExit,
  serviceFrom,
  type ServiceFromOptions,
  type ServiceOptions,
  type ServiceTypes,
  type StartContext,
  type StopReason,
} from './service/service.ts';
export { fromSupervisor, type SupervisorOptions } from './supervisor/from-supervisor.ts';

// Working with a tree.
export { ask, type AskOptions, tell } from './tree/ask.ts';
export {
  recover,
  restartChild,
  stop,
  type StopOptions,
  terminateChild,
  type TerminateOptions,
} from './tree/operate.ts';
export type { AnyTree, Tree } from './tree/paths.ts';
export { refAt, workerAt, workerSnapshots$ } from './tree/refs-at.ts';
export type {
  ServiceCommand,
  ServiceRef,
  ServiceSnapshot,
  SupervisorCommand,
  SupervisorLogic,
  SupervisorRef,
  SupervisorSnapshot,
  TreeInput,
} from './tree/refs.ts';

// Watching a tree.
export { events$, health$, healthOfTree, type HealthReport } from './tree/streams.ts';
export { logEvents, type LogOptions } from './log/log-events.ts';
export type { LogLevel } from './log/event-level.ts';
export type { Clock } from './tree/clock.ts';

// What the tree refuses, and how.
export {
  AskTimeoutError,
  HandleTimeoutError,
  IncarnationEndedError,
  isSupervisionError,
  MailboxFullError,
  NotAskableError,
  NotATreeError,
  SelfCallError,
  ServiceDegradedError,
  ServiceUnavailableError,
  StartTimeoutError,
  StepTimeoutError,
  type SupervisionErrorUnion,
  SupervisorGaveUpError,
  UnexpectedExitError,
  UnknownChildError,
} from './tree/errors.ts';

// What a user of a tree needs of core: the errors to throw, the events to read.
export {
  type Backoff,
  type ClassifyRule,
  type CommandResult,
  ConfigurationError,
  CriticalError,
  DataCorruptionError,
  defaultRules,
  DependencyError,
  describeEvent,
  type ErrorRecord,
  type EscalationPattern,
  type EventOf,
  type FaultContext,
  type FaultReport,
  type HealthCounts,
  type HealthStatus,
  type Intensity,
  InvalidOptionError,
  NetworkTimeoutError,
  type LifecycleState,
  type OpenAlert,
  type Phase,
  RateLimitedError,
  RecoverableError,
  ResourceExhaustedError,
  ResourceUnavailableError,
  SecurityError,
  type Severity,
  StateCorruptionError,
  SupervisionError,
  type SupervisionEvent,
  TransientError,
} from '@kintsugi/core';
