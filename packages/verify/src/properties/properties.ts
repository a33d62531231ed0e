import { budgetsAreKept, intensityIsKept, recoveryWaitsLonger } from './limits.ts';
import { nothingOutlives, oneLife } from './lives.ts';
import { healthIsTrue, nothingIsLost } from './lost.ts';
import { dependenciesAreUp, startsInOrder, stopsInReverse } from './order.ts';
import type { TurnProperty } from './property.ts';
import {
  criticalIsNeverRetried,
  incidentsAreKept,
  nothingBeginsWhileItStops,
  ordersAreAnswered,
  staleMovesNothing,
  stepsOfTheChain,
  stopIsObeyed,
} from './steps.ts';

/** What every turn of every supervisor must keep to. */
export const TURN_PROPERTIES: readonly TurnProperty[] = [
  oneLife,
  criticalIsNeverRetried,
  stepsOfTheChain,
  intensityIsKept,
  budgetsAreKept,
  recoveryWaitsLonger,
  staleMovesNothing,
  stopsInReverse,
  startsInOrder,
  dependenciesAreUp,
  nothingBeginsWhileItStops,
  stopIsObeyed,
  nothingOutlives,
  incidentsAreKept,
  ordersAreAnswered,
  nothingIsLost,
  healthIsTrue,
];
