import { eventPhrase } from '../event-text.ts';
import { formatDuration } from '../format-duration.ts';
import { endOfLine } from '../one-line.ts';
import type { SupervisionEvent, SupervisionEventType } from '../supervision-event.ts';
import { mermaidText } from './mermaid-text.ts';

const MAX_PATH = 80;

/** What a child tells its supervisor. */
const REPORTS: ReadonlySet<SupervisionEventType> = new Set<SupervisionEventType>([
  'child.faulted',
  'child.started',
  'child.exited',
  'child.stopped',
  'recovery.failed',
  'supervisor.failed',
]);

/** What a supervisor does with a child. */
const ORDERS: ReadonlySet<SupervisionEventType> = new Set<SupervisionEventType>([
  'child.retrying',
  'child.restarting',
  'child.stepping',
  'child.degraded',
  'child.failed',
  'child.stopping',
  'child.cycled',
  'recovery.attempted',
]);

/** Events as a sequence diagram; each stands at its distance from the first. */
export function incidentMermaid(events: readonly SupervisionEvent[]): string {
  const paths = [...new Set(events.flatMap(partners))].toSorted(
    (one, other) => depth(one) - depth(other),
  );
  const names = new Map(paths.map((path, index) => [path, `p${index}`]));
  const from = events[0]?.at ?? 0;
  return [
    'sequenceDiagram',
    ...[...names].map(([path, name]) => `  participant ${name} as ${shown(path)}`),
    ...events.map((event) => {
      const text = `+${formatDuration(event.at - from)}, ${eventPhrase(event)}`;
      const [above, own] = partners(event).map((path) => names.get(path));
      return `  ${arrow(event, above, own)}: ${mermaidText(text)}`;
    }),
  ].join('\n');
}

/** A supervisor stands on the left of its children. */
function depth(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}

/** Who speaks in an event: the supervisor and its child, or one alone. */
function partners({ type, path }: SupervisionEvent): readonly string[] {
  const isBetween = path !== '' && (REPORTS.has(type) || ORDERS.has(type));
  return isBetween ? [path.slice(0, Math.max(0, path.lastIndexOf('/'))), path] : [path];
}

function arrow({ type }: SupervisionEvent, above = '', own?: string): string {
  if (own === undefined) return `Note over ${above}`;
  return REPORTS.has(type) ? `${own}->>${above}` : `${above}->>${own}`;
}

function shown(path: string): string {
  return mermaidText(endOfLine(path, MAX_PATH)) || (path === '' ? 'root' : '#160;');
}
