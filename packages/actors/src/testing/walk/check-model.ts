import { invalidOption } from '@kintsugi/core';
import type { WalkModel } from './sut.ts';

/**
 * Refuses a model of which a walk would see only a part, or whose states it could not name.
 *
 * @throws InvalidOptionError for what is no test model, for nested and parallel states, and for a state that no event of the model
 * leads to
 */
export function checkModel<State extends string, Event extends string>(
  model: WalkModel<State, Event>,
): void {
  if (!isTestModel(model)) throw invalidOption('walk.model', TEST_MODEL, model);
  const reached: readonly unknown[] = Object.values(model.getAdjacencyMap()).map(
    ({ state }) => state.value,
  );
  const nested = reached.find((value) => typeof value !== 'string');
  if (nested !== undefined)
    throw invalidOption('walk.model', 'a flat chart, without states inside of states', nested);
  const lost = statesOf(model.testLogic).find((state) => !reached.includes(state));
  if (lost !== undefined)
    throw invalidOption('walk.model', 'a chart whose events lead to every state', lost);
}

const TEST_MODEL =
  'a test model: lifecycleModel(policy), or createTestModel(machine) of xstate/graph';

function isTestModel(model: unknown): boolean {
  const isObject = typeof model === 'object' && model !== null;
  return isObject && 'getAdjacencyMap' in model && typeof model.getAdjacencyMap === 'function';
}

function statesOf(logic: object | undefined): readonly string[] {
  const states: unknown = logic !== undefined && 'states' in logic ? logic.states : undefined;
  return typeof states === 'object' && states !== null ? Object.keys(states) : [];
}
