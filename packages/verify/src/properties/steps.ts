import type { ChildRecord, Effect } from '@kintsugi/core';
import { isEnding, ofOneTurn, type SeenTurn, told, wanted } from './property.ts';

/** The story's first rule. */
export const criticalIsNeverRetried = ofOneTurn(
  'CRITICAL is never retried',
  'A CRITICAL fault is answered by no retry, unless one stands in the chain of CRITICAL.',
  (turn) => {
    const { input, spec } = turn;
    const fault = 'fault' in input ? input.fault : undefined;
    if (fault?.severity !== 'CRITICAL' || !('id' in input)) return {};
    const isRetried =
      turn.effects.some((effect) => retries(effect, input.id)) &&
      !spec.policy.chains.CRITICAL.includes('retry');
    return {
      isTested: true,
      broken: isRetried ? `${input.id} answers a CRITICAL fault by retry` : undefined,
    };
  },
);

function retries(effect: Effect, id: string): boolean {
  if (!('id' in effect) || effect.id !== id) return false;
  return (
    effect.type === 'retryChild' || (effect.type === 'tell' && effect.event === 'service.retry')
  );
}

/** Rule 9. */
export const stepsOfTheChain = ofOneTurn(
  'steps stand in the chain',
  'A step is taken only if it stands in the chain of the severity that it is taken for.',
  (turn) => {
    const { chains } = turn.spec.policy;
    const attempts = [
      ...told(turn, 'child.retrying').map(({ severity }) => ({ severity, step: 'retry' })),
      ...told(turn, 'child.restarting').map(({ severity }) => ({ severity, step: 'restart' })),
      ...told(turn, 'child.stepping').map(({ severity, step }) => ({ severity, step })),
    ];
    const wrong = attempts.find(({ severity, step }) => !chains[severity].includes(step));
    return {
      isTested: attempts.length > 0,
      broken: wrong && `${wrong.severity} leads to ${wrong.step}, which is not in its chain`,
    };
  },
);

/** Rule 3. */
export const staleMovesNothing = ofOneTurn(
  'what is stale moves nothing',
  'A report of an epoch that is over changes nothing and brings about nothing but a report.',
  (turn) => {
    const { input, before, effects } = turn;
    if (!('epoch' in input) || input.type === 'report.abandonedSettled') return {};
    const record = before.children.get(input.id);
    if (record === undefined || record.epoch === input.epoch) return {};
    const acts = effects.find(({ type }) => type !== 'report');
    return {
      isTested: true,
      mustChangeNothing: true,
      broken: acts && `a stale ${input.type} brings about ${acts.type}`,
    };
  },
);

/** Rule 40. */
export const nothingBeginsWhileItStops = ofOneTurn(
  'nothing begins while the supervisor stops',
  'A supervisor on its way out starts nothing, tries nothing, sets no timer, and gives its children no directive but to stop.',
  ({ before, after, effects }) => {
    if (!isEnding(after)) return {};
    const begins = effects.find(({ type }) => BEGINNINGS.has(type));
    const directive = isEnding(before)
      ? effects.find((effect) => effect.type === 'tell' && !NO_DIRECTIVE.has(effect.event))
      : undefined;
    const wrong = begins ?? directive;
    return { isTested: true, broken: wrong && `${wrong.type} while it is ${after.state}` };
  },
);

const BEGINNINGS: ReadonlySet<string> = new Set([
  'startChild',
  'retryChild',
  'runStep',
  'schedule',
]);

/** What a child has come to by itself, and its stop. */
const NO_DIRECTIVE: ReadonlySet<string> = new Set([
  'service.started',
  'service.recovered',
  'service.exited',
  'service.stop',
  'service.stopped',
]);

/** What the second goal of the model was: found necessary by an earlier one. */
export const stopIsObeyed = ofOneTurn(
  'stop is obeyed in every state',
  'A supervisor that is told to stop is stopping, or has stopped, when it has heard that.',
  ({ input, after }) => {
    if (input.type !== 'supervisor.stop') return {};
    return {
      isTested: true,
      broken: isEnding(after) ? undefined : `told to stop, it is ${after.state}`,
    };
  },
);

/** Rules 15 and 30. */
export const incidentsAreKept = ofOneTurn(
  'an incident ends only when it is closed',
  'An open incident goes away by being closed, and a sibling that is cycled keeps its own, uncharged.',
  (turn) => {
    const open = [...turn.before.children.values()].filter(
      ({ incident }) => incident !== undefined,
    );
    const closed = told(turn, 'incident.closed').map(({ incident }) => incident);
    const cycled = told(turn, 'child.cycled').map(({ path }) => path);
    return {
      isTested: open.length > 0,
      broken: open
        .map((child) => howIncidentIsLost(child, turn, closed, cycled))
        .find((text) => text !== undefined),
    };
  },
);

function howIncidentIsLost(
  child: ChildRecord,
  { spec, after }: SeenTurn,
  closed: readonly string[],
  cycled: readonly string[],
): string | undefined {
  const { id, incidents } = child;
  const path = spec.path === '' ? id : `${spec.path}/${id}`;
  const now = after.children.get(id);
  if (!hasSameIncident(child, now) && !closed.includes(`${path}#${incidents}`))
    return `the incident of ${id} is gone, and was not closed`;
  const isCharged = cycled.includes(path) && charges(child) !== charges(now);
  return isCharged ? `${id} is cycled and charged for it` : undefined;
}

function hasSameIncident({ incident }: ChildRecord, now: ChildRecord | undefined): boolean {
  return now?.incident?.number === incident?.number;
}

function charges(record: ChildRecord | undefined): string {
  return JSON.stringify([record?.incident?.attempts, record?.incident?.spent]);
}

/** Rules 38 and 39. */
export const ordersAreAnswered = ofOneTurn(
  'every order is answered once',
  'Whoever orders something gets one answer, at once or when the child has settled.',
  (turn) => {
    const ordered = 'ticket' in turn.input ? [turn.input.ticket] : [];
    const waiting = [...ticketsOf(turn.before), ...ordered];
    if (waiting.length === 0) return {};
    const answered = wanted(turn, 'answer').map(({ ticket }) => ticket);
    const known = [...answered, ...ticketsOf(turn.after)];
    const wrong = waiting.find((ticket) => known.filter((other) => other === ticket).length !== 1);
    return {
      isTested: true,
      broken: wrong === undefined ? undefined : `order ${wrong} is lost, or answered twice`,
    };
  },
);

function ticketsOf({ children }: SeenTurn['before']): readonly number[] {
  return [...children.values()].flatMap(({ tickets = [] }) => tickets.map(({ ticket }) => ticket));
}
