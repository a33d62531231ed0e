export type { Delta, EventView, Frame, History, IncidentView, NodeView } from './protocol/frame.ts';
export {
  inspectWithStately,
  type StatelyInspection,
  type StatelyOptions,
} from './stately/inspect-with-stately.ts';
export { type StatelyMessage, statelyMessages } from './stately/stately-messages.ts';
