export { observe, type Observer } from './observe.ts';
export type { ObserveOptions } from './options.ts';
export type {
  ActAnswer,
  ActName,
  ActRequest,
  Bundle,
  ClosedIncident,
  Delta,
  Earlier,
  EventView,
  Frame,
  History,
  IncidentView,
  LastIncident,
  NodeView,
  ServiceView,
  WorkerState,
} from './protocol/frame.ts';
export {
  inspectWithStately,
  type StatelyInspection,
  type StatelyOptions,
} from './stately/inspect-with-stately.ts';
export { type StatelyMessage, statelyMessages } from './stately/stately-messages.ts';
