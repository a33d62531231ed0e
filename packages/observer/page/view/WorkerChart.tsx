import type { WorkerState } from '../../src/protocol/frame.ts';

interface Props {
  readonly title: string;
  readonly chart: WorkerState;
  /** Ids of the active states. */
  readonly active: readonly string[];
  /** What is said of them. @default 'now' */
  readonly activeWord?: string;
}

/** A machine as nested boxes: a state in its parent, its transitions as lines in its box. */
export function WorkerChart({ title, chart, active, activeWord = 'now' }: Props) {
  return (
    <section class="worker">
      <h3>{title}</h3>
      <ul class="states" aria-label={`States of ${chart.key}`}>
        <State state={chart} active={new Set(active)} word={activeWord} isInitial={false} />
      </ul>
    </section>
  );
}

interface StateProps {
  readonly state: WorkerState;
  readonly active: ReadonlySet<string>;
  readonly word: string;
  readonly isInitial: boolean;
}

function State({ state, active, word, isInitial }: StateProps) {
  const { id, key, type, initial, states } = state;
  const isActive = active.has(id);
  return (
    <li
      class={`worker-state is-${type}${isActive ? ' is-active' : ''}`}
      data-state={id}
      {...(isActive ? { 'aria-current': true as const } : {})}
    >
      <span class="title">
        {isInitial && (
          <span class="initial" title="initial state" aria-label="initial" role="img" />
        )}
        <span class="key">{key}</span>
        <span class="quiet">{TYPE_WORDS[type]}</span>
        {isActive && <span class="word">{word}</span>}
      </span>
      <Behaviour state={state} />
      {states.length > 0 && (
        <ul class="states" aria-label={`States in ${key}`}>
          {states.map((inner) => (
            <State
              key={inner.id}
              state={inner}
              active={active}
              word={word}
              isInitial={inner.key === initial}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

/** What most states are is not said. */
const TYPE_WORDS: Readonly<Record<WorkerState['type'], string>> = {
  atomic: '',
  compound: '',
  parallel: 'parallel',
  final: 'final',
  history: 'history',
};

/** What runs while it is active, and where its events lead. */
function Behaviour({ state }: { readonly state: WorkerState }) {
  const { id, key, invokes = [], transitions } = state;
  return (
    <>
      {invokes.length > 0 && <p class="invokes">{`runs ${invokes.join(', ')}`}</p>}
      {transitions.length > 0 && (
        <ul class="transitions" aria-label={`Transitions of ${key}`}>
          {transitions.map(({ event, targets }, index) => (
            <li key={index}>
              <span class="trigger">{event}</span>
              <span class="target">{targetText(targets, id)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function targetText(targets: readonly string[], id: string): string {
  if (targets.length === 0) return 'stays';
  return `→ ${targets.map((target) => nameIn(target, id)).join(', ')}`;
}

/** As short as it is clear: without what the state and its target have in common. */
function nameIn(target: string, id: string): string {
  const parent = id.slice(0, id.lastIndexOf('.') + 1);
  return parent !== '' && target.startsWith(parent) ? target.slice(parent.length) : target;
}
