import type { EscalationPolicy } from '../escalation/policy.ts';
import { lifecycleChart } from '../escalation/lifecycle-chart.ts';
import { cloneState } from '../supervision/canonical.ts';
import type { Effect } from '../supervision/effect.ts';
import { reduce } from '../supervision/reduce.ts';
import type { SupervisorSpec } from '../supervision/spec.ts';
import type { SupervisorState } from '../supervision/state.ts';
import type { Keyframe, RecordedStep } from './recording.ts';
import { sameData } from './same-data.ts';

/** A supervisor at a point of a recording. */
export interface PlayedSupervisor {
  readonly spec: SupervisorSpec;
  readonly state: SupervisorState;
}

/**
 * Supervisors without a tree: they decide anew about what came to them.
 *
 * @example
 * ```ts
 * const player = new Player();
 * for (const entry of recording.entries)
 *   if (entry.type === 'keyframe') player.begin(entry);
 *   else if (entry.type === 'step') player.play(entry); // and player.supervisorAt(entry.path) is as it was then
 * ```
 */
export class Player {
  readonly #supervisors = new Map<string, PlayedSupervisor>();
  readonly #policies: ReadonlyMap<string, EscalationPolicy>;

  constructor(policies: ReadonlyMap<string, EscalationPolicy> = new Map()) {
    this.#policies = policies;
  }

  begin({ path, spec, state }: Keyframe): void {
    this.#supervisors.set(path, { spec: this.#under(path, spec), state: cloneState(state) });
  }

  /** Whoever reads wants to know everything: what changes nothing is told, too. */
  play({ path, input }: RecordedStep): readonly Effect[] {
    const { spec, state } = this.#at(path);
    return reduce(state, input, spec, true);
  }

  /** It is not there any more; until there is another keyframe, nothing is known of it. */
  end(path: string): void {
    this.#supervisors.delete(path);
  }

  /** Undefined for one of which there is no keyframe. */
  stateAt(path: string): SupervisorState | undefined {
    return this.#supervisors.get(path)?.state;
  }

  /** The same with its description. Not to be changed; playing goes on changing it. */
  supervisorAt(path: string): PlayedSupervisor | undefined {
    return this.#supervisors.get(path);
  }

  /** As it is now. */
  keyframeAt(path: string): Keyframe {
    const { spec, state } = this.#at(path);
    return { type: 'keyframe', path, spec, state: cloneState(state) };
  }

  #at(path: string): PlayedSupervisor {
    const supervisor = this.#supervisors.get(path);
    if (supervisor === undefined)
      throw new Error(`"${path}" has no keyframe before its first step`);
    return supervisor;
  }

  /** An intensity that is the policy's own goes with it. */
  #under(path: string, spec: SupervisorSpec): SupervisorSpec {
    const policy = this.#policies.get(path);
    if (policy === undefined) return spec;
    const isOfPolicy = sameData(spec.intensity, spec.policy.intensity);
    const intensity = isOfPolicy ? policy.intensity : spec.intensity;
    return { ...spec, policy, chart: lifecycleChart(policy), intensity };
  }
}
