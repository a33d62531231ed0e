import { agendaIsKept } from './agenda.ts';
import { dependantsAreTold } from './dependants.ts';
import { firstStepThatServes } from './first-step.ts';
import { restartTypesAreObeyed } from './restart-types.ts';
import { groupIsExact } from './groups.ts';
import { intensityIsKept } from './intensity.ts';
import { budgetsAreKept, recoveryWaitsLonger } from './limits.ts';
import { livesAreNumbered, nothingOutlives, oneLife } from './lives.ts';
import { healthIsTrue, nothingIsLost } from './lost.ts';
import { dependenciesAreUp, startsInOrder, stopsInReverse } from './order.ts';
import { ordersAreCarriedOut } from './orders.ts';
import { tellsOfItself } from './own-news.ts';
import { failedRequestsAreSettled } from './parked.ts';
import type { TurnProperty } from './property.ts';
import { rosterIsKept } from './roster.ts';
import { severityIsTheFaults } from './severity.ts';
import { autoShutdownIsKept } from './shutdown.ts';
import { stopsHaveTheirTime } from './stop-times.ts';
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
  agendaIsKept,
  failedRequestsAreSettled,
  stopsHaveTheirTime,
  dependantsAreTold,
  rosterIsKept,
  livesAreNumbered,
  tellsOfItself,
];
