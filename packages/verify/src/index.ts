// Exploring everything that can happen to a supervisor.
export type { Reduce } from './model/supervisor-model.ts';
export { ofOneTurn as turnProperty } from './properties/property.ts';
export type { MustBeGone, SeenTurn, TurnProperty, Verdict } from './properties/property.ts';
export { type CounterexampleReport, counterexampleText } from './report/counterexample.ts';
export { counterexampleMermaid } from './report/counterexample-mermaid.ts';
export { describeVerification } from './report/describe.ts';
export type { Step } from './report/steps.ts';
export { type CheckReport, type PropertyReport, type Verification, verify } from './verify.ts';
export type { VerifyOptions } from './verify-options.ts';

// A second engine for the search.
export type { LtlClaim } from './promela/promela.ts';
export { type PromelaModel, toPromela } from './promela/to-promela.ts';

// The arithmetic of a tree's policies.
export { type AnalyseOptions, analyse } from './analyse/analyse.ts';
export type {
  Analysis,
  AtOnce,
  Bound,
  ChildAnalysis,
  CrashLoop,
  FaultAnalysis,
  LevelLimit,
  LongestTime,
  RootGiveUp,
  SupervisorAnalysis,
} from './analyse/analysis.ts';
export {
  type Finding,
  FINDING_RULES,
  type FindingRule,
  type FindingSeverity,
} from './analyse/findings/finding.ts';
export { describeAnalysis } from './analyse/text/describe-analysis.ts';

// Simulation: days of a tree in seconds.
export { TIMELINE_CELLS, type Availability } from './simulate/availability.ts';
export { describeSimulation } from './simulate/describe-simulation.ts';
export type { Distribution } from './simulate/distribution.ts';
export type { Failure, TestImports } from './simulate/failure.ts';
export {
  FAULT_KINDS,
  FAULT_PRESETS,
  type FaultKind,
  type FaultOptions,
  type FaultPreset,
  type FaultRates,
  type SharedDependency,
} from './simulate/faults.ts';
export { describeInjection, type Injection } from './simulate/injection.ts';
export { type LawName, LAWS } from './simulate/laws/laws.ts';
export type { LoadOptions } from './simulate/load.ts';
export { simulate } from './simulate/simulate.ts';
export type {
  Invariant,
  ScriptedOptions,
  SeededOptions,
  SimulatedWorld,
  SimulateOptions,
} from './simulate/simulate-options.ts';
export { SIMULATED_ERRORS, type SimulatedError } from './simulate/simulated-error.ts';
export type { Outcome } from './simulate/simulated-message.ts';
export type { Fared, ServiceFared, Simulation } from './simulate/simulation.ts';
export type { ImportOf } from './simulate/test-text.ts';
