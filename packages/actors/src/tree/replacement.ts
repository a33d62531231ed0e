import type { AnyActorLogic } from 'xstate';
import type { InputOf, IsRequired, Runnable } from '../service/child.ts';
import type { LogicTypes, serviceTypes, ServiceTypes } from '../service/service.ts';
import type { DynamicSupervisorSettings } from '../supervisor/from-dynamic-supervisor.ts';

type TypesOf<Runs> = Runs extends {
  readonly kind: 'service';
  readonly [serviceTypes]?: infer Types extends ServiceTypes;
}
  ? Types
  : Runs extends AnyActorLogic
    ? LogicTypes<Runs>
    : never;

/** An instance of a template without input was given none; of one that takes anything, nobody knows what. */
type TakesInput<Before, After> = [Before] extends [void]
  ? true
  : unknown extends Before
    ? true
    : [Before] extends [After]
      ? true
      : false;

type SameFace<Before extends ServiceTypes, After extends ServiceTypes, Runs> = [
  Before['request'],
] extends [After['request']]
  ? [After['reply']] extends [Before['reply']]
    ? TakesInput<Before['input'], After['input']> extends true
      ? Runs
      : 'its instances were given another input'
    : 'its instances reply otherwise'
  : 'its instances are sent other requests';

/**
 * A template that may follow another: the types of the tree stay as they are, so it takes all that its
 * instances are sent and given, and replies nothing else. Otherwise a sentence that says why not.
 */
type Replacement<Template, Runs> = Template extends { readonly kind: 'supervisor' }
  ? Runs extends { readonly kind: 'supervisor' }
    ? Runs
    : 'its instances are supervisors'
  : Runs extends { readonly kind: 'supervisor' }
    ? 'its instances are no supervisors'
    : SameFace<TypesOf<Template>, TypesOf<Runs>, Runs>;

/** What is given to all has to come from here, unless every instance has an input of its own. */
type InputFor<Instance, Runs> = Instance extends { readonly input: unknown }
  ? unknown
  : IsRequired<InputOf<Runs>> extends true
    ? { readonly input: InputOf<Runs> }
    : unknown;

/** Settings of a dynamic supervisor that has this template. */
export type ReplacementSettings<Template, Instance, Runs extends Runnable> = Omit<
  DynamicSupervisorSettings<Runs>,
  'child'
> &
  InputFor<Instance, Runs> & { readonly child: Replacement<Template, Runs> };
