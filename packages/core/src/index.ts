// Faults: what went wrong, and how bad it is.
export { type Classification, classify } from './fault/classify.ts';
export { ConfigurationError, DataCorruptionError, SecurityError } from './fault/critical-errors.ts';
export { type ClassifyRule, defaultRules } from './fault/default-rules.ts';
export { type ErrorRecord, errorRecord } from './fault/error-record.ts';
export {
  createFailureWindow,
  DEFAULT_PATTERN,
  type EscalationPattern,
  type FailureWindow,
  failuresWithin,
  raisesSeverity,
  reachesPattern,
  recordFailure,
} from './fault/failure-window.ts';
export { FAULT_ORIGINS, type FaultOrigin, isRetryable } from './fault/fault.ts';
export {
  CriticalError,
  FaultError,
  RecoverableError,
  TransientError,
} from './fault/fault-errors.ts';
export {
  countOperation,
  createOperationWindow,
  type OperationCount,
  operationsWithin,
  type OperationWindow,
} from './fault/operation-window.ts';
export { isOwnAbort } from './fault/own-abort.ts';
export { type PlainData, plainData } from './fault/plain-data.ts';
export {
  DependencyError,
  ResourceExhaustedError,
  StateCorruptionError,
} from './fault/recoverable-errors.ts';
export { retryAfterMsOf } from './fault/retry-after.ts';
export {
  compareSeverity,
  raiseSeverity,
  SEVERITIES,
  type Severity,
  worstSeverity,
} from './fault/severity.ts';
export {
  InvalidOptionError,
  invalidOption,
  refuseUnknownKeys,
  requireFraction,
  requireInteger,
  requireMs,
  SupervisionError,
} from './fault/supervision-error.ts';
export { SYSTEM_CODES } from './fault/system-codes.ts';
export {
  NetworkTimeoutError,
  RateLimitedError,
  ResourceUnavailableError,
} from './fault/transient-errors.ts';

// Policies: what may be done about it.
export {
  type Backoff,
  backoffDelay,
  DEFAULT_RESTART_BACKOFF,
  DEFAULT_RETRY_BACKOFF,
} from './policy/backoff.ts';
export { validateBackoff } from './policy/backoff-validation.ts';
export { DEFAULT_RESTART_BUDGET, DEFAULT_RETRY_BUDGET } from './policy/budget.ts';
export {
  createRestartLog,
  DEFAULT_OTP_INTENSITY,
  exceedsIntensity,
  type Intensity,
  type RestartLog,
  restartsWithin,
  validateIntensity,
} from './policy/intensity.ts';
export { type Jitter } from './policy/jitter.ts';
export {
  DEFAULT_LONG_WINDOW,
  type LongWindow,
  reachesLongWindow,
  recordRestart,
  type RestartHistory,
} from './policy/restart-history.ts';
export {
  type Exit,
  EXITS,
  RESTART_TYPES,
  restartsAfter,
  type RestartType,
} from './policy/restart-type.ts';
export { honourRetryAfter } from './policy/retry-after.ts';

// Escalation: which step is next, and the chart that draws it.
export { chainNames, type Chains } from './escalation/chain.ts';
export {
  decide,
  type Directive,
  type Situation,
  type SkipReason,
  stepBudget,
} from './escalation/directive.ts';
export {
  type ChartState,
  LIFECYCLE_STATES,
  type LifecycleChart,
  lifecycleChart,
  type LifecycleState,
  type LifecycleTag,
} from './escalation/lifecycle-chart.ts';
export {
  type EscalationPolicy,
  escalationPolicy,
  otp,
  type PolicyOptions,
  type SelfRecovery,
  selfHealing,
  type StepBudget,
} from './escalation/policy.ts';
export { severityBeyondRestarts } from './escalation/severity-beyond-restarts.ts';
export { type BuiltInStep, type Chain, type CustomStep, type Step } from './escalation/step.ts';
export {
  SUPERVISOR_STATES,
  supervisorChart,
  type SupervisorChartState,
} from './escalation/supervisor-chart.ts';

// Supervision: the supervisor's whole decision logic, as one reducer over plain data.
export { canonical, canonicalChild, cloneChild, cloneState } from './supervision/canonical.ts';
export type {
  CommandRefusal,
  CommandResult,
  Effect,
  FaultContext,
  StopMode,
} from './supervision/effect.ts';
export { hasNotBegun } from './supervision/group-turn.ts';
export { foreseenStep } from './supervision/next-step.ts';
export { reduce } from './supervision/reduce.ts';
export { inOrder } from './supervision/start-order.ts';
export {
  ANY_INSTANCE,
  AUTO_SHUTDOWNS,
  type AutoShutdown,
  type ChildSpec,
  pathOf,
  STRATEGIES,
  type Strategy,
  type SupervisorDescription,
  type SupervisorSpec,
} from './supervision/spec.ts';
export {
  type ChildRecord,
  type ClosedIncident,
  type Command,
  createState,
  type Ending,
  type GroupOperation,
  type Incident,
  type Life,
  type Phase,
  type Recovery,
  type SupervisorState,
  type Ticket,
  type TimerKind,
} from './supervision/state.ts';
export type {
  JudgedFault,
  SupervisorInput,
  SupervisorInputOf,
  UndatedInput,
} from './supervision/supervisor-input.ts';
export type { FaultTrail, RestartTrail } from './supervision/trail.ts';

// Events: everything that happens, as one closed union, and in words.
export { errorText } from './error-text.ts';
export { describeEvent } from './event-text.ts';
export { formatDuration } from './format-duration.ts';
export { oneLine } from './one-line.ts';
export {
  type AlertDetail,
  type EventOf,
  type FaultReport,
  type GiveUpReason,
  HEALTH_STATUSES,
  type HealthStatus,
  type IncidentOutcome,
  type SupervisionEvent,
  type SupervisionEventType,
  type UndeliverableReason,
} from './supervision-event.ts';

// Health: how we stand.
export { type AlertBoard, createAlertBoard, type OpenAlert } from './health/alert-board.ts';
export { type AlertEvent, alertsAfter } from './health/alerts.ts';
export { healthOf } from './health/health.ts';
export { createCounts, type HealthCounts, moveCount, rollUp } from './health/roll-up.ts';

// Recordings: what came to the supervisors of a tree, to be replayed.
export { completeRecording } from './recording/complete-recording.ts';
export type { Divergence } from './recording/divergence.ts';
export { excerpt } from './recording/excerpt.ts';
export { recordedOutcomes } from './recording/outcomes.ts';
export { parseRecording } from './recording/parse-recording.ts';
export {
  eventsOf,
  type Keyframe,
  type RecordedEvent,
  type RecordedStep,
  type Recording,
  type RecordingEntry,
} from './recording/recording.ts';
export { RecordingError } from './recording/recording-error.ts';
export { recordingLines } from './recording/recording-lines.ts';
export { type PlayedSupervisor, Player } from './recording/player.ts';
export { dataRedaction, redaction } from './recording/redact.ts';
export { requireRecording } from './recording/check-recording.ts';
export type { ReplayPolicy } from './recording/checked-policies.ts';
export { type Replay, replay, type ReplayOptions } from './recording/replay.ts';
export { type DecidedStep, storyOf } from './recording/step-text.ts';

// Diagrams: the same objects, drawn.
export { mermaidText } from './diagram/mermaid-text.ts';
export { type Drawable, toMermaid } from './diagram/to-mermaid.ts';
export { usualMoves } from './diagram/usual-moves.ts';
export { type SvgOptions, toSvg } from './diagram/to-svg.ts';
