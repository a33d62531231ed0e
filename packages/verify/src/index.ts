export type { SupervisorDescription } from '@kintsugi/actors';

// Simulation: days of a tree in seconds.
export { TIMELINE_CELLS, type Availability } from './simulate/availability.ts';
export type { TreeLogic } from './simulate/blueprint.ts';
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
