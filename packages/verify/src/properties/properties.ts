import { firstStepThatServes } from './first-step.ts';
import { restartTypesAreObeyed } from './restart-types.ts';
import { groupIsExact } from './groups.ts';
import { intensityIsKept } from './intensity.ts';
import { budgetsAreKept, recoveryWaitsLonger } from './limits.ts';
import { nothingOutlives, oneLife } from './lives.ts';
import { healthIsTrue, nothingIsLost } from './lost.ts';
import { dependenciesAreUp, startsInOrder, stopsInReverse } from './order.ts';
import { ordersAreCarriedOut } from './orders.ts';
import type { TurnProperty } from './property.ts';
import { severityIsTheFaults } from './severity.ts';
import { autoShutdownIsKept } from './shutdown.ts';
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
  restartTypesAreObeyed,
  severityIsTheFaults,
  stepsOfTheChain,
  intensityIsKept,
  budgetsAreKept,
  recoveryWaitsLonger,
  staleMovesNothing,
  firstStepThatServes,
  groupIsExact,
  stopsInReverse,
  startsInOrder,
  dependenciesAreUp,
  nothingBeginsWhileItStops,
  stopIsObeyed,
  nothingOutlives,
  incidentsAreKept,
  ordersAreAnswered,
  ordersAreCarriedOut,
  autoShutdownIsKept,
  nothingIsLost,
  healthIsTrue,
];
