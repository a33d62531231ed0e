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
  type AnySupervisorLogic,
  type Child,
  type Runnable,
  type ServiceSpec,
  type SupervisorSpecOptions,
} from './service/child.ts';
export {
  type DependencyChange,
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
export {
  type DynamicSupervisorOptions,
  type DynamicSupervisorSettings,
  fromDynamicSupervisor,
} from './supervisor/from-dynamic-supervisor.ts';
export {
  fromSupervisor,
  type SupervisorOptions,
  type SupervisorSettings,
} from './supervisor/from-supervisor.ts';
export { describeTree } from './tree/describe-tree.ts';

// Working with a tree.
export { ask, type AskOptions, tell } from './tree/ask.ts';
export { checkChildSpecs, type CheckOptions, type CheckResult } from './tree/check-child-specs.ts';
export {
  deleteChild,
  type OperatorResult,
  recover,
  type Refusal,
  restartChild,
  type StartResult,
  stop,
  type StopOptions,
  terminateChild,
  type TerminateOptions,
} from './tree/operate.ts';
export { reconfigure, type ReconfigureResult } from './tree/reconfigure.ts';
export { startChild, type StartChildResult } from './tree/start-child.ts';
export {
  type ChildCounts,
  type ChildInfo,
  countChildren,
  type DescribedChild,
  getChildSpec,
  whichChild,
  whichChildren,
} from './tree/which-children.ts';
export type { AnyTree, Tree } from './tree/paths.ts';
export type { Leftover } from './tree/left-behind.ts';
export type { StopReport } from './tree/stop-report.ts';
export { refAt, workerAt, workerSnapshots$ } from './tree/refs-at.ts';
export type {
  ById,
  DynamicSupervisorLogic,
  DynamicSupervisorRef,
  InstanceOptions,
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
export type { EndNotice, Monitor } from './tree/monitor.ts';
export { unwatch, watch } from './tree/watch.ts';
export { events$, health$, healthOfTree, type HealthReport } from './tree/streams.ts';
export { type FlightOptions, type FlightRecorder, recordFlight } from './recorder/record-flight.ts';
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
  UnexpectedExitError,
  UnknownChildError,
} from './tree/errors.ts';
export { type GiveUpLink, SupervisorGaveUpError } from './tree/supervisor-gave-up-error.ts';

// What a user of a tree needs of core: the errors to throw, the events to read.
export {
  type AutoShutdown,
  type Backoff,
  type ClassifyRule,
  type CommandRefusal,
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
  type FaultTrail,
  type GiveUpReason,
  type HealthCounts,
  type HealthStatus,
  type Intensity,
  InvalidOptionError,
  NetworkTimeoutError,
  type LifecycleState,
  type OpenAlert,
  type Phase,
  RateLimitedError,
  type Recording,
  RecoverableError,
  ResourceExhaustedError,
  ResourceUnavailableError,
  type RestartTrail,
  SecurityError,
  type RestartType,
  type Severity,
  StateCorruptionError,
  type Strategy,
  SupervisionError,
  type SupervisionEvent,
  type SupervisorDescription,
  toMermaid,
  toSvg,
  TransientError,
} from '@kintsugi/core';
