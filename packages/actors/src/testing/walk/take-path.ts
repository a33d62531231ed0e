import { moveText } from './model-paths.ts';
import { MoveRefusedError } from './move-refused.ts';
import type { Sut, Transition, WalkPath } from './sut.ts';

/** Leads a fresh system along a path, looks at it in every state, and cleans up after it. */
export async function takePath<System, State extends string, Event extends string>(
  path: WalkPath<State, Event>,
  sut: Sut<System, State, Event>,
): Promise<void> {
  await onSystem(path, sut, async (system) => {
    let passed = 0;
    try {
      await assertState(system, path.initial, sut);
      for (const step of path.steps) {
        passed += 1;
        await takeStep(system, step, sut);
      }
    } catch (error) {
      throw located(error, path, passed);
    }
  });
}

/**
 * Leads a fresh system along a path whose last move is excluded.
 *
 * @throws Error when that move can be made, and whatever its cause throws that is no refusal
 */
export async function tryExcluded<System, State extends string, Event extends string>(
  path: WalkPath<State, Event>,
  sut: Sut<System, State, Event>,
): Promise<void> {
  await onSystem(path, sut, async (system) => {
    for (const step of path.steps.slice(0, -1)) await takeStep(system, step, sut);
    for (const step of path.steps.slice(-1))
      if (await canTake(system, step, sut))
        throw new Error(`the exclusion is not needed: ${moveText(step)} can be made`);
  });
}

async function onSystem<System, State extends string, Event extends string>(
  path: WalkPath<State, Event>,
  sut: Sut<System, State, Event>,
  use: (system: System) => Promise<void>,
): Promise<void> {
  const system = await sut.start(path);
  const cleanUp = async () => {
    await sut.stop?.(system);
  };
  try {
    await use(system);
  } catch (error) {
    // What went wrong first is told, also when the cleaning up fails of it.
    await cleanUp().catch(() => undefined);
    throw error;
  }
  await cleanUp();
}

async function takeStep<System, State extends string, Event extends string>(
  system: System,
  step: Transition<State, Event>,
  sut: Sut<System, State, Event>,
): Promise<void> {
  await sut.events[step.event]?.(system, step);
  await assertState(system, step.to, sut);
}

/** Whether a move can be made: only a refusal and the state's own assertion say that it cannot. */
async function canTake<System, State extends string, Event extends string>(
  system: System,
  step: Transition<State, Event>,
  sut: Sut<System, State, Event>,
): Promise<boolean> {
  try {
    await sut.events[step.event]?.(system, step);
  } catch (error) {
    if (error instanceof MoveRefusedError) return false;
    throw error;
  }
  return assertState(system, step.to, sut).then(
    () => true,
    () => false,
  );
}

async function assertState<System, State extends string, Event extends string>(
  system: System,
  state: State,
  { states }: Sut<System, State, Event>,
): Promise<void> {
  const assertion = typeof states === 'function' ? states : states[state];
  await assertion?.(system, state);
}

/** The same error, whose message says how far the path was taken. */
function located(error: unknown, path: WalkPath, passed: number): unknown {
  if (!(error instanceof Error)) return error;
  const lines = [path.initial, ...path.steps.map((step) => moveText(step))].map(
    (line, index) => `  ${index < passed ? '✓' : index === passed ? '✗' : ' '} ${line}`,
  );
  error.message += `\n\nOn this path:\n${lines.join('\n')}`;
  return error;
}
