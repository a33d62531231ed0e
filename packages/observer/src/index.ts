export type { Delta, EventView, Frame, History, IncidentView, NodeView } from './protocol/frame.ts';
