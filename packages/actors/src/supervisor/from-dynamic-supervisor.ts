import type { Intensity, RestartType } from '@kintsugi/core';
import type { Policy } from '../policy/policy.ts';
import type { InputOf, IsRequired, Runnable } from '../service/child.ts';
import type { DynamicSupervisorLogic, InstanceOptions } from '../tree/refs.ts';
import { checkedDynamicSupervisor } from './checked-supervisor.ts';
import { define } from './definition.ts';
import { makeChild } from './make-child.ts';
import { rootLink } from './root-link.ts';
import { supervisorLogic } from './supervisor-logic.ts';

/** What a dynamic supervisor may be given anew while it runs; only `child` is required. */
export interface DynamicSupervisorSettings<
  Runs extends Runnable = Runnable,
  Input = InputOf<Runs>,
> {
  /** What every instance runs. */
  readonly child: Runs;
  /** When an instance is started again; one that is not is gone. @default 'permanent' */
  readonly restart?: RestartType;
  /** How long the stop of an instance may take, as for {@link child}. @default 5_000, of supervisors Infinity */
  readonly shutdown?: 'brutal_kill' | number;
  /** What an instance gets that is started without an `input` of its own. */
  readonly input?: Input;
  /** Instances at a time, those that are being restarted included: an integer of at least 0. @default Infinity */
  readonly maxChildren?: number;
  /** More restarts than this, of all instances together, and the supervisor gives up. @default the policy's */
  readonly intensity?: Intensity;
}

/** What {@link fromDynamicSupervisor} takes; only `child` is required. */
export interface DynamicSupervisorOptions<
  Runs extends Runnable,
  Step extends string,
  Input = InputOf<Runs>,
> extends DynamicSupervisorSettings<Runs, Input> {
  /** What is done about faults. @default selfHealing */
  readonly policy?: Policy<Step>;
}

/** What an instance needs: an input of its own, when one is required and the template was given none. */
type InstanceOf<Runs, Given> = [Given] extends [never]
  ? IsRequired<InputOf<Runs>> extends true
    ? InstanceOptions<InputOf<Runs>> & { readonly input: InputOf<Runs> }
    : InstanceOptions<InputOf<Runs>>
  : InstanceOptions<InputOf<Runs>>;

/**
 * Actor logic of a supervisor whose children are instances of one template, started by
 * {@link startChild} and all stopped at once: OTP's `simple_one_for_one`, Elixir's `DynamicSupervisor`.
 * Instances do not outlive a restart of their supervisor.
 *
 * @throws InvalidOptionError for something that cannot be run, a value out of range or an unknown key
 * @example
 * ```ts
 * const rooms = fromDynamicSupervisor({ child: room, restart: 'transient', maxChildren: 1_000 });
 * const tree = createActor(fromSupervisor({ children: [child('rooms', rooms)] })).start();
 * await startChild(tree, 'rooms', { id: 'lobby', input: { topic: 'tea' } });
 * await ask(tree, 'rooms/lobby', 'hello');
 * ```
 * @see https://hexdocs.pm/elixir/DynamicSupervisor.html
 */
export function fromDynamicSupervisor<
  Runs extends Runnable,
  Step extends string = never,
  Input extends InputOf<Runs> = never,
>(
  options: DynamicSupervisorOptions<Runs, Step, Input>,
): DynamicSupervisorLogic<Runs, Step, InstanceOf<Runs, Input>> {
  const definition = checkedDynamicSupervisor('fromDynamicSupervisor', options);
  const logic = { ...supervisorLogic(definition, rootLink, makeChild), kind: 'supervisor' };
  define(logic, definition);
  return logic as unknown as DynamicSupervisorLogic<Runs, Step, InstanceOf<Runs, Input>>;
}
