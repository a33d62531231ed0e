import type { Severity } from '@kintsugi/core';
import { type Service, service } from '../../service/service.ts';
import { WalkFault } from './scripted-policy.ts';

/** A sibling that is well until it is told to crash, and then fails at everything but a restart. */
export interface Neighbour {
  readonly service: Service;
  readonly severity: Severity;
  crash(): void;
}

export function createNeighbour(severity: Severity): Neighbour {
  let exit: (() => void) | undefined;
  const fail = () => {
    throw new WalkFault(severity);
  };
  return {
    severity,
    service: service({
      start: (ctx) => {
        ({ exit } = ctx);
      },
      handle: fail,
      degrade: fail,
    }) as Service,
    crash: () => exit?.(),
  };
}
