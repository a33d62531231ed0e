import type { Reporter } from '../terminal/reporter.ts';
import type { Outcome, Scenario } from './scenario.ts';
import { RealStage } from './stage.ts';

export interface RunOptions {
  readonly seed: number;
  /** Interrupts the scenario: its tree is stopped in order, all it has opened is closed. */
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
}

/**
 * Runs one scenario in real time, from an empty stage to an empty stage.
 *
 * @returns rejects with the signal's reason when it was interrupted
 */
export async function runScenario(
  scenario: Scenario,
  { seed, signal, reporter }: RunOptions,
): Promise<Outcome> {
  const beganAt = Date.now();
  const stage = new RealStage({
    seed,
    signal,
    onEvent: (event, state) => reporter.happened(event, state),
    onSaid: (narrator, text) => reporter.said(narrator, text),
    onShown: (lane, moment) => reporter.shown(lane, moment),
  });
  reporter.opened(scenario, () => ({
    scenario: scenario.name,
    elapsedMs: Date.now() - beganAt,
    ...stage.tally.total(),
    services: stage.services,
  }));
  try {
    const failure = await failureOf(scenario.run(stage));
    signal.throwIfAborted();
    const outcome = judged(scenario, stage, failure);
    await stage.close();
    reporter.closed(scenario, outcome);
    return outcome;
  } finally {
    await stage.close();
  }
}

function judged(scenario: Scenario, stage: RealStage, failure: readonly string[]): Outcome {
  const ending = {
    tally: stage.tally,
    state: stage.stateAt(scenario.subject),
    health: stage.health,
    lanes: stage.lanes.all,
  };
  const broken = scenario.expectations(ending).filter(({ holds }) => !holds);
  const unmet = [...failure, ...broken.map(({ that }) => that)];
  return { ...ending, scenario: scenario.name, ok: unmet.length === 0, unmet };
}

/** A story that throws has not ended as it should. */
async function failureOf(story: Promise<void>): Promise<readonly string[]> {
  try {
    await story;
    return [];
  } catch (error) {
    return [
      `the story was told to its end: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
}
