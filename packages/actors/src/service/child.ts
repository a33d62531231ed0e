import {
  invalidOption,
  refuseUnknownKeys,
  requireMs,
  RESTART_TYPES,
  type ChildSpec,
  type RestartType,
} from '@kintsugi/core';
import type { ActorLogic, AnyActorLogic, InputFrom } from 'xstate';
import {
  isActorLogic,
  type Service,
  serviceFrom,
  type ServiceTypes,
  type serviceTypes,
} from './service.ts';

interface CommonSpec {
  /**
   * When it is started again: `permanent` always, `transient` after an error only, `temporary` never.
   * @default 'permanent'
   */
  readonly restart?: RestartType;
}

/** How a service is run by its supervisor. */
export interface ServiceSpec<Input = unknown> extends CommonSpec {
  /**
   * How long a stop may take before it is no longer waited for: milliseconds, `Infinity`, or
   * `brutal_kill` for no cleanup at all. @default 5_000
   */
  readonly shutdown?: 'brutal_kill' | number;
  /** What `start` gets as `input`, or the XState logic's own. */
  readonly input?: Input;
}

/** How a nested supervisor is run. */
export interface SupervisorSpecOptions extends CommonSpec {
  /** Milliseconds or `Infinity`: its children have limits of their own. @default Infinity */
  readonly shutdown?: number;
}

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

type OptionalSpec<Input> = [spec?: ServiceSpec<Input>];
/** A required input makes the spec required. */
type SpecFor<Input> = unknown extends Input
  ? OptionalSpec<Input>
  : void extends Input
    ? OptionalSpec<Input>
    : undefined extends Input
      ? OptionalSpec<Input>
      : [spec: ServiceSpec<Input> & { readonly input: Input }];
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
export function child(id: string, runs: Runnable, spec: ServiceSpec = {}): Child {
  if (typeof id !== 'string' || id === '' || id.includes('/'))
    throw invalidOption('child.id', 'a name without "/"', id);
  const option = `child("${id}")`;
  if (typeof spec !== 'object' || spec === null) throw invalidOption(option, 'an object', spec);
  const { input } = spec;
  if (isSupervisorLogic(runs)) {
    const checked = supervisorSpec(option, spec);
    return { id, runs, service: undefined, input, spec: checked };
  }
  const service = serviceOf(option, runs);
  return { id, runs, service, input, spec: serviceSpec(option, spec, service) };
}

function supervisorSpec(option: string, spec: ServiceSpec): ChildSpec {
  refuseUnknownKeys(option, spec, ['restart', 'shutdown']);
  const { restart, shutdown = Infinity } = spec;
  requireMs(`${option}.shutdown`, shutdown, { infinity: true });
  const kind = 'supervisor';
  return { kind, restart: restartType(option, restart), shutdown, hasDegradeHook: false };
}

function serviceSpec(option: string, spec: ServiceSpec, { hooks }: Service): ChildSpec {
  refuseUnknownKeys(option, spec, ['restart', 'shutdown', 'input']);
  const { restart, shutdown = 5_000 } = spec;
  if (shutdown !== 'brutal_kill') requireMs(`${option}.shutdown`, shutdown, { infinity: true });
  const hasDegradeHook = hooks?.degrade !== undefined;
  return { kind: 'service', restart: restartType(option, restart), shutdown, hasDegradeHook };
}

function restartType(option: string, restart: RestartType = 'permanent'): RestartType {
  if (RESTART_TYPES.includes(restart)) return restart;
  throw invalidOption(`${option}.restart`, `one of ${RESTART_TYPES.join(', ')}`, restart);
}

function serviceOf(option: string, runs: unknown): Service {
  if (isService(runs)) return runs;
  if (isActorLogic(runs)) return serviceFrom(runs) as Service;
  throw invalidOption(`${option} runs`, 'a service, a supervisor or XState actor logic', runs);
}

function isService(value: unknown): value is Service {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'service';
}

/** Whether this logic was made by `fromSupervisor`. */
function isSupervisorLogic(value: unknown): value is AnySupervisorLogic {
  return isActorLogic(value) && 'kind' in value && value.kind === 'supervisor';
}
