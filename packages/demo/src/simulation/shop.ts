import {
  type AnySupervisorLogic,
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  service,
} from '@kintsugi/actors';

/** Played by the simulation: what stands here says only what each of them has. */
const answering = service({ start: () => undefined, handle: (request: unknown) => request });
const withFallback = service({
  start: () => undefined,
  handle: (request: unknown) => request,
  fallback: (request: unknown) => request,
});

const billing = fromSupervisor({
  strategy: 'rest_for_one',
  children: [
    child('ledger', answering),
    child('payments', withFallback),
    child('invoices', withFallback),
  ],
});

const web = fromSupervisor({
  strategy: 'one_for_all',
  children: [child('sessions', answering), child('http', withFallback)],
});

/** A small web shop: nine services, and the carts of its customers. */
export const shop: AnySupervisorLogic = fromSupervisor({
  children: [
    child('db', answering),
    child('cache', withFallback),
    child('search', withFallback, { dependsOn: ['db'] }),
    child('mail', answering, { dependsOn: ['db'], whenDependencyDown: 'pause' }),
    child('billing', billing, { dependsOn: ['db'] }),
    child('carts', fromDynamicSupervisor({ child: answering, restart: 'transient' })),
    child('web', web),
  ],
});
