import {
  invalidOption,
  refuseUnknownKeys,
  requireMs,
  RESTART_TYPES,
  validateIntensity,
  type ChildSpec,
  type Intensity,
  type RestartType,
} from '@kintsugi/core';
import type { ActorLogic, AnyActorLogic, InputFrom } from 'xstate';
import { isDefined } from '../supervisor/definition.ts';
import {
  isActorLogic,
  type Service,
  serviceFrom,
  type ServiceTypes,
  type serviceTypes,
} from './service.ts';

/**
 * When it is started again: `permanent` always, `transient` after an error only, `temporary` never.
 * Only a child that may end can be significant: then its end may stop its supervisor, by the
 * supervisor's `autoShutdown`. Only one that is started again can be paused.
 */
type RestartSpec =
  | ({ readonly restart?: 'permanent'; readonly significant?: false } & PauseSpec)
  | ({ readonly restart: 'transient'; readonly significant?: boolean } & PauseSpec)
  | {
      readonly restart: 'temporary';
      readonly significant?: boolean;
      readonly whenDependencyDown?: 'go on';
    };

interface PauseSpec {
  /**
   * What becomes of it while one of its dependencies is degraded, failed or stopped. It is told in either
   * case (`dependencyChanged`, and the event `dependency.down`); with `pause` it is stopped and waits in
   * `restarting` until they are back, instead of failing over and over. @default 'go on'
   */
  readonly whenDependencyDown?: 'go on' | 'pause';
}

interface CommonSpec {
  /**
   * Ids of siblings that must have come to rest before it is started, and that are stopped after it.
   * Only under `one_for_one`. @default []
   */
  readonly dependsOn?: readonly string[];
  /**
   * Restarts granted to this child alone, besides its supervisor's `intensity`: more than that, and the
   * next step of the chain is taken. @default none
   */
  readonly intensity?: Intensity;
}

/** How a service is run by its supervisor. */
export type ServiceSpec<Input = unknown> = RestartSpec &
  CommonSpec & {
    /**
     * How long a stop may take before it is no longer waited for: milliseconds, `Infinity`, or
     * `brutal_kill` for no cleanup at all. @default 5_000
     */
    readonly shutdown?: 'brutal_kill' | number;
    /** What `start` gets as `input`, or the XState logic's own. */
    readonly input?: Input;
  };

/** How a nested supervisor is run. */
export type SupervisorSpecOptions = RestartSpec &
  CommonSpec & {
    /** Milliseconds or `Infinity`: its children have limits of their own. @default Infinity */
    readonly shutdown?: number;
  };

/**
 * Constraint only. `ActorLogic` is invariant, so `SupervisorLogic` with parameters would refuse real
 * trees; the children's types are inferred from the phantom instead.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- invariance leaves no other top type
export interface AnySupervisorLogic extends ActorLogic<any, any, any, any, any> {
  readonly kind: 'supervisor';
}

/** What a supervisor can run: a service, another supervisor, or any XState logic. */
export type Runnable = Service | AnySupervisorLogic | AnyActorLogic;

/** A child and how to run it. */
export interface Child<Id extends string = string, Runs = Runnable> {
  readonly id: Id;
  readonly runs: Runs;
  /** The service when `runs` is one, or has been made one. */
  readonly service: Service | undefined;
  readonly spec: ChildSpec;
  readonly input: unknown;
}

/** What an instance of this may be given as its `input`. */
export type InputOf<Runs> = Runs extends {
  readonly kind: 'service';
  readonly [serviceTypes]?: infer Types extends ServiceTypes;
}
  ? Types['input']
  : Runs extends { readonly kind: 'supervisor' }
    ? undefined
    : Runs extends AnyActorLogic
      ? InputFrom<Runs>
      : unknown;

/** Whether an input has to be given. */
export type IsRequired<Input> = unknown extends Input
  ? false
  : void extends Input
    ? false
    : undefined extends Input
      ? false
      : true;

/** A required input makes the spec required. */
type SpecFor<Input> =
  IsRequired<Input> extends true
    ? [spec: ServiceSpec<Input> & { readonly input: Input }]
    : [spec?: ServiceSpec<Input>];
type SpecArguments<Runs> = Runs extends {
  readonly kind: 'service';
  readonly [serviceTypes]?: infer Types extends ServiceTypes;
}
  ? SpecFor<Types['input']>
  : Runs extends { readonly kind: 'supervisor' }
    ? [spec?: SupervisorSpecOptions]
    : Runs extends AnyActorLogic
      ? SpecFor<InputFrom<Runs>>
      : never;

/**
 * A child of a supervisor: its id, what it runs (a service, a supervisor, or any XState logic as it
 * is) and how.
 *
 * @throws InvalidOptionError for an id that is empty or has a `/`, something that cannot be run, an
 * unknown key, or a value out of range
 * @example
 * ```ts
 * child('db', database, { shutdown: 10_000 });
 * child('cart', cartMachine);
 * ```
 */
export function child<Id extends string, Runs extends Runnable>(
  id: Id extends `${string}/${string}` ? 'an id has no slash' : Id,
  runs: Runs,
  ...[spec]: SpecArguments<Runs>
): Child<Id, Runs>;
export function child(id: string, runs: Runnable, spec?: ServiceSpec): Child {
  return describedChild(id, runs, spec);
}

/** {@link child} for what is known at run time only: all of it is checked, none of it by its type. */
export function describedChild(id: string, runs: Runnable, spec: ServiceSpec = {}): Child {
  if (typeof id !== 'string' || id === '' || id.includes('/'))
    throw invalidOption('child.id', 'a name without "/"', id);
  const option = `child("${id}")`;
  if (typeof spec !== 'object' || spec === null) throw invalidOption(option, 'an object', spec);
  const { input } = spec;
  if (isSupervisorLogic(runs)) {
    requireMade(`${option} runs`, runs);
    const checked = supervisorSpec(option, spec);
    return { id, runs, service: undefined, input, spec: checked };
  }
  const service = serviceOf(option, runs);
  return { id, runs, service, input, spec: serviceSpec(option, spec, service) };
}

function requireMade(option: string, runs: AnySupervisorLogic): void {
  if (!isDefined(runs))
    throw invalidOption(option, 'made by fromSupervisor itself, not a copy of it', runs);
}

const COMMON = [
  'restart',
  'shutdown',
  'significant',
  'dependsOn',
  'whenDependencyDown',
  'intensity',
];

function supervisorSpec(option: string, spec: ServiceSpec): ChildSpec {
  refuseUnknownKeys(option, spec, COMMON);
  const { shutdown = Infinity } = spec;
  requireMs(`${option}.shutdown`, shutdown, { infinity: true });
  return shared({
    kind: 'supervisor',
    ...commonSpec(option, spec),
    shutdown,
    hasDegradeHook: false,
  });
}

function serviceSpec(option: string, spec: ServiceSpec, { hooks }: Service): ChildSpec {
  refuseUnknownKeys(option, spec, [...COMMON, 'input']);
  const { shutdown = 5_000 } = spec;
  if (shutdown !== 'brutal_kill') requireMs(`${option}.shutdown`, shutdown, { infinity: true });
  const hasDegradeHook = hooks?.degrade !== undefined;
  return shared({ kind: 'service', ...commonSpec(option, spec), shutdown, hasDegradeHook });
}

const sharedSpecs = new Map<string, ChildSpec>();

/** Equal specs are one object: they are plain data, and there may be 100,000 children. */
function shared(spec: ChildSpec): ChildSpec {
  if (spec.dependsOn.length > 0 || spec.intensity !== undefined) return spec;
  const key = Object.values(spec).join();
  const known = sharedSpecs.get(key) ?? Object.freeze(spec);
  if (sharedSpecs.size < MOST_SHARED) sharedSpecs.set(key, known);
  return known;
}

/** So many different specs are more than any program writes down; what makes up its own is not remembered. */
const MOST_SHARED = 1_000;

const NO_DEPENDENCIES: readonly string[] = [];

function commonSpec(option: string, spec: ServiceSpec) {
  const { intensity, dependsOn = NO_DEPENDENCIES, whenDependencyDown = 'go on' } = spec;
  const restart = restartType(option, spec.restart);
  if (intensity !== undefined) validateIntensity(`${option}.intensity`, intensity);
  if (whenDependencyDown !== 'go on' && whenDependencyDown !== 'pause')
    throw invalidOption(`${option}.whenDependencyDown`, '"go on" or "pause"', whenDependencyDown);
  if (whenDependencyDown === 'pause' && restart === 'temporary')
    throw invalidOption(
      `${option}.whenDependencyDown`,
      '"go on" while restart is "temporary": one that is paused is started again',
      whenDependencyDown,
    );
  return {
    restart,
    significant: isSignificant(option, restart, spec.significant),
    dependsOn: dependencies(option, dependsOn),
    pausesWithDependency: whenDependencyDown === 'pause',
    intensity,
  };
}

function isSignificant(
  option: string,
  restart: RestartType,
  significant: unknown = false,
): boolean {
  if (typeof significant !== 'boolean')
    throw invalidOption(`${option}.significant`, 'true or false', significant);
  if (significant && restart === 'permanent')
    throw invalidOption(`${option}.significant`, 'false while restart is "permanent"', significant);
  return significant;
}

function dependencies(option: string, dependsOn: unknown): readonly string[] {
  const isList = Array.isArray(dependsOn) && dependsOn.every((id) => typeof id === 'string');
  if (!isList) throw invalidOption(`${option}.dependsOn`, 'a list of ids of siblings', dependsOn);
  return dependsOn.length === 0 ? NO_DEPENDENCIES : [...new Set<string>(dependsOn)];
}

function restartType(option: string, restart: unknown = 'permanent'): RestartType {
  const known = RESTART_TYPES.find((type) => type === restart);
  if (known !== undefined) return known;
  throw invalidOption(`${option}.restart`, `one of ${RESTART_TYPES.join(', ')}`, restart);
}

function serviceOf(option: string, runs: unknown): Service {
  if (isService(runs)) return runs;
  if (isActorLogic(runs)) return serviceFrom(runs) as Service;
  throw invalidOption(`${option} runs`, 'a service, a supervisor or XState actor logic', runs);
}

/** Whether this is the description of a service. */
export function isService(value: unknown): value is Service {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'service';
}

/** Whether this logic was made by `fromSupervisor`, or is a copy of one that was. */
function isSupervisorLogic(value: unknown): value is AnySupervisorLogic {
  return isActorLogic(value) && 'kind' in value && value.kind === 'supervisor';
}
