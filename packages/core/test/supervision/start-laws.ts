import type { Intensity, SupervisionEvent, SupervisorInput } from '../../src/index.ts';
import type { Harness } from './harness.ts';
import { law } from './law.ts';
import { childOf } from './runtime.ts';

/** No more restarts within a period than were granted: one for a group, however many it cycles. */
export function watchIntensity(harness: Harness): void {
  let restarts: { readonly at: number; readonly id: string }[] = [];
  harness.watchers.push((effects, input) => {
    restarts = restarts.filter(({ id }) => !forgets(input, id));
    if (effects.length === 0) return;
    for (const effect of effects)
      if (effect.type === 'report' && effect.event.type === 'child.restarting')
        restarts.push({ at: input.at, id: childOf(effect.event) });
    within(restarts, harness.spec.intensity, input.at, 'the supervisor');
    for (const [id, { spec }] of harness.state.children) {
      const own = restarts.filter((restart) => restart.id === id);
      within(own, spec.intensity, input.at, id);
    }
  });
}

/** After these its restarts count no more; what is left out here can only make the law weaker. */
function forgets(input: SupervisorInput, id: string): boolean {
  if (input.type === 'supervisor.start' || input.type === 'supervisor.reconfigure') return true;
  return 'ticket' in input && input.id === id && input.type !== 'command.terminateChild';
}

function within(
  restarts: readonly { readonly at: number }[],
  intensity: Intensity | undefined,
  now: number,
  whose: string,
): void {
  if (intensity === undefined) return;
  const counted = restarts.filter(({ at }) => now - at <= intensity.withinMs);
  law(counted.length <= intensity.maxRestarts, `${counted.length} restarts of ${whose}: too many`);
}

/** No start before its backoff has passed, nor at once after a failed one, nor one only told of. */
export function watchStarts(harness: Harness): void {
  const notBefore = new Map<string, number>();
  harness.watchers.push((effects, input) => {
    for (const effect of effects) {
      if (effect.type === 'startChild') {
        law(
          input.at >= (notBefore.get(effect.id) ?? 0),
          `${effect.id} is started before its backoff`,
        );
        law(input.type !== 'report.startFailed' || input.id !== effect.id, `${effect.id} loops`);
      }
      if (effect.type === 'tell') notBefore.delete(effect.id);
      if (effect.type === 'report') bookBackoff(effect.event, notBefore);
    }
    const isTold = effects.some(
      (effect) => effect.type === 'report' && effect.event.type === 'recovery.attempted',
    );
    law(!isTold || effects.some(({ type }) => type === 'startChild'), 'a recovery without a start');
  });
}

function bookBackoff(event: SupervisionEvent, notBefore: Map<string, number>): void {
  if (event.type !== 'child.restarting') return;
  notBefore.set(childOf(event), event.at + event.delayMs);
}
