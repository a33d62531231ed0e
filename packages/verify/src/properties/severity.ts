import {
  raiseSeverity,
  type Severity,
  severityBeyondRestarts,
  type SupervisorInput,
  type SupervisorSpec,
  worstSeverity,
} from '@kintsugi/core';
import {
  type Ages,
  aTickOlder,
  type ByChild,
  everyChild,
  remembered,
  remembering,
  withOneMore,
  withoutPast,
} from './by-child.ts';
import { type Failure, failureIn } from './failure.ts';
import { childOf, type SeenTurn, told, type TurnProperty } from './property.ts';

/** What a severity hangs on besides the fault. */
interface Past {
  /** Of the failure that the step in progress answers. */
  readonly severity: Severity | null;
  readonly failures: Ages;
  readonly restarts: Ages;
}

const NO_PAST: Past = { severity: null, failures: [], restarts: [] };

/** Rules 8, 12 and 14. */
export const severityIsTheFaults: TurnProperty<ByChild<Past>> = {
  name: "the severity acted on is the fault's",
  demands:
    'A failure is answered with the severity of its fault, raised only where its failures or its restarts are too many; a fault of a step in progress with the worse of both.',
  begin: () => ({}),
  see(known, turn) {
    const failure = failureIn(turn);
    if (failure === undefined) return { memory: forgettingSteps(known, turn) };
    const { id } = failure;
    const past = remembered(known, id) ?? NO_PAST;
    const severity = severityOf(failure, past, turn);
    const [event] = told(turn, 'child.faulted').filter((each) => childOf(each) === id);
    const next = pastAfter(past, severity, failure, turn);
    return {
      memory: forgettingSteps(remembering(known, id, next), turn),
      isTested: true,
      broken:
        event?.severity === severity
          ? undefined
          : `a failure of ${id} is ${severity}, and answered as ${event?.severity ?? 'nothing'}`,
    };
  },
  tick(memory, { policy: { pattern, longWindow } }) {
    return everyChild(memory, ({ severity, failures, restarts }) => ({
      severity,
      failures: aTickOlder(failures, pattern.windowMs),
      restarts: aTickOlder(restarts, longWindow.withinMs),
    }));
  },
};

function severityOf({ fault, step }: Failure, past: Past, { input, spec }: SeenTurn): Severity {
  if (step !== undefined) return worstSeverity(past.severity ?? fault.severity, fault.severity);
  if (past.restarts.length >= spec.policy.longWindow.restarts)
    return severityBeyondRestarts(spec.policy, fault.severity);
  return isPattern(past, input, spec) ? raiseSeverity(fault.severity) : fault.severity;
}

function isPattern(
  { failures }: Past,
  input: SupervisorInput,
  { policy: { pattern } }: SupervisorSpec,
): boolean {
  if (failures.length + 1 < pattern.failures) return false;
  const operations = 'operations' in input ? input.operations : undefined;
  if (operations === undefined || operations.settled === 0) return true;
  return operations.failed / operations.settled >= pattern.minFailureRate;
}

/** The failure itself counts from now on, and the restart that answers it. */
function pastAfter(
  { failures, restarts }: Past,
  severity: Severity,
  { id, step }: Failure,
  turn: SeenTurn,
): Past {
  const { pattern, longWindow } = turn.spec.policy;
  const isRestarted = told(turn, 'child.restarting').some((event) => childOf(event) === id);
  return {
    severity,
    failures: step === undefined ? withOneMore(failures, pattern.failures - 1) : failures,
    restarts: isRestarted ? withOneMore(restarts, longWindow.restarts) : restarts,
  };
}

/** Where no step is in progress any more, the next failure stands for itself. */
function forgettingSteps(memory: ByChild<Past>, turn: SeenTurn): ByChild<Past> {
  return everyChild(withoutPast(memory, turn), (past, id) =>
    turn.after.children.get(id)?.incident?.step === undefined ? { ...past, severity: null } : past,
  );
}
