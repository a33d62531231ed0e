import { formatDuration } from '@kintsugi/core';
import type { IncidentRecord } from '../model/incidents.ts';
import { toneOfSeverity } from '../model/tone.ts';
import { agoText, exactInstantText, instantText } from '../model/when.ts';
import { Mark } from './Mark.tsx';

/** An incident in two lines: how bad, when, what was done, and what became of it. */
export function IncidentCard({
  incident,
  now,
}: {
  readonly incident: IncidentRecord;
  readonly now: number;
}) {
  const { id, severity, openedAt, faults, error, steps } = incident;
  return (
    <div
      class={incident.closedAt === undefined ? 'incident is-open' : 'incident'}
      data-incident={id}
    >
      <p class="line">
        <Mark tone={toneOfSeverity(severity)} word={severity} />
        <span class="id">{id}</span>
        <time title={exactInstantText(openedAt)}>{instantText(openedAt)}</time>
        <span class="outcome">{outcomeText(incident, now)}</span>
      </p>
      <p class="line">
        {steps.length > 0 && <span class="steps">{steps.map(({ name }) => name).join(' → ')}</span>}
        <span class="quiet">{faults === 1 ? '1 fault' : `${faults} faults`}</span>
      </p>
      {error !== '' && (
        <p class="cause" title={error}>
          {error}
        </p>
      )}
    </div>
  );
}

function outcomeText(
  { closedAt, outcome, openedAt, repairMs }: IncidentRecord,
  now: number,
): string {
  if (closedAt === undefined) return `open for ${agoText(now - openedAt)}`;
  const repair =
    repairMs === undefined ? 'not repaired' : `repaired in ${formatDuration(repairMs)}`;
  return `${outcome ?? 'closed'}, ${repair}`;
}
