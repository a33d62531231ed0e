import { SEVERITIES } from '@kintsugi/core';
import type { IncidentView, NodeView, ServiceView } from '../../src/protocol/frame.ts';
import type { PageState } from '../store.ts';

interface Props {
  readonly state: PageState;
  readonly node: NodeView;
}

/**
 * The steps of the severity that counts, with the one in progress and the next; without an open incident
 * the chains of all severities.
 */
export function ChainStrip({ state: { details, past }, node: { path, incident } }: Props) {
  const chains =
    details?.status === 'known' && details.path === path ? details.view.chains : undefined;
  if (incident !== undefined) return <OpenChain incident={incident} chains={chains} />;
  if (chains === undefined || past !== undefined) return null;
  return (
    <div class="chains">
      {SEVERITIES.filter((severity) => chains[severity].length > 0).map((severity) => (
        <Chain key={severity} severity={severity} steps={chains[severity]} />
      ))}
    </div>
  );
}

interface OpenProps {
  readonly incident: IncidentView;
  readonly chains: ServiceView['chains'] | undefined;
}

function OpenChain({ incident, chains }: OpenProps) {
  const { severity, step, nextStep, attempt, error } = incident;
  // What is next may be the same once more.
  const known = new Set([step, nextStep].filter((name) => name !== undefined));
  const steps = chains?.[severity] ?? [...known];
  return (
    <div class="chains is-open">
      <Chain severity={severity} steps={steps} now={step} attempt={attempt} next={nextStep} />
      <p class="cause">{error}</p>
    </div>
  );
}

interface ChainProps {
  readonly severity: string;
  readonly steps: readonly string[];
  readonly now?: string | undefined;
  readonly attempt?: number | undefined;
  readonly next?: string | undefined;
}

function Chain({ severity, steps, now, attempt, next }: ChainProps) {
  return (
    <div class="chain">
      <span class="severity">{severity}</span>
      <ol aria-label={`Chain of ${severity}`}>
        {steps.map((step) => (
          <li
            key={step}
            class={classOf(step, now, next)}
            {...(step === now ? { 'aria-current': 'step' as const } : {})}
          >
            {step}
            {step === now && (
              <span class="word">{attempt === undefined ? 'now' : `now, attempt ${attempt}`}</span>
            )}
            {step === next && step !== now && <span class="word">next</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function classOf(step: string, now: string | undefined, next: string | undefined): string {
  if (step === now) return 'step is-now';
  return step === next ? 'step is-next' : 'step';
}
