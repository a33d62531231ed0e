// Exploring everything that can happen to a supervisor.
export type { Reduce } from './model/supervisor-model.ts';
export { ofOneTurn as turnProperty } from './properties/property.ts';
export type { MustBeGone, SeenTurn, TurnProperty, Verdict } from './properties/property.ts';
export {
  type CounterexampleReport,
  counterexampleMermaid,
  counterexampleText,
} from './report/counterexample.ts';
export { describeVerification } from './report/describe.ts';
export type { Step } from './report/steps.ts';
export { type CheckReport, type PropertyReport, type Verification, verify } from './verify.ts';
export type { VerifyOptions } from './verify-options.ts';

// A second engine for the search.
export type { LtlClaim } from './promela/promela.ts';
export { type PromelaModel, toPromela } from './promela/to-promela.ts';

// The arithmetic of a tree's policies.
export { type AnalyseOptions, analyse, type TreeLogic } from './analyse/analyse.ts';
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
