export type { SupervisorDescription } from '@kintsugi/actors';
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
