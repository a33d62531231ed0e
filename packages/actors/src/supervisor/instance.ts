import type { Child } from '../service/child.ts';
import type { InstanceOptions } from '../tree/refs.ts';

/** A child made from a template. */
export interface Instance extends Child {
  /** What it was given of its own: that counts for more than the template, also when the template changes. */
  readonly own: InstanceOptions | undefined;
}

export function instanceOf(
  template: Child,
  id: string,
  own: Omit<InstanceOptions, 'id'> | undefined,
): Instance {
  const { input = template.input, shutdown = template.spec.shutdown } = own ?? {};
  const spec = shutdown === template.spec.shutdown ? template.spec : { ...template.spec, shutdown };
  return { ...template, id, input, spec, own };
}

/** As another template makes it. A temporary one has no next life: it stays what it is. */
export function remade(instance: Instance, template: Child): Instance {
  const { id, spec, own } = instance;
  return spec.restart === 'temporary' ? instance : instanceOf(template, id, own);
}

/** It is not started again, so nothing of its own is needed again. */
export function withoutInput(instance: Instance): Instance {
  return { ...instance, input: undefined, own: undefined };
}

export function isInstance(child: Child): child is Instance {
  return 'own' in child;
}
