import { type Fields, fieldsOf, isFields, listOf, textIn } from './fields.ts';

/** A transition of a configuration. */
export interface Move {
  /** The event that it is for; empty when it waits for none. */
  readonly type: string;
  /** The same in words. */
  readonly label: string;
  readonly guard?: string | undefined;
  /** As they are written. */
  readonly targets: readonly string[];
}

/**
 * All transitions of a state, in the words of a description: those of `on`, `always`, `after`, its own end, and of what it
 * invokes. XState 4 lists them in `transitions` as well, and more fully.
 */
export function movesOf(config: Fields): readonly Move[] {
  if (Array.isArray(config['transitions']))
    return config['transitions'].flatMap((each) => {
      const type = fieldsOf(each)['eventType'];
      return typeof type === 'string' ? movesFor(type, each) : [];
    });
  return [
    ...movesIn(config['on'], (type) => type),
    ...movesFor('', config['always']),
    ...movesIn(config['after'], (delay) => `xstate.after.${delay}.`),
    ...movesFor('xstate.done.state', config['onDone'], 'done'),
    ...listOf(config['invoke']).flatMap(movesOfInvoke),
  ];
}

function movesIn(byType: unknown, typeOf: (key: string) => string): readonly Move[] {
  return Object.entries(fieldsOf(byType)).flatMap(([key, candidates]) =>
    movesFor(typeOf(key), candidates),
  );
}

function movesOfInvoke(invoked: unknown): readonly Move[] {
  const fields = fieldsOf(invoked);
  const name = textIn(fields, 'id') ?? textIn(fields, 'src') ?? '(inline)';
  return (['done', 'error', 'snapshot'] as const).flatMap((outcome) => {
    const key = `on${outcome[0]?.toUpperCase()}${outcome.slice(1)}`;
    return movesFor(`xstate.${outcome}.actor.${name}`, fields[key], `${outcome} ${name}`);
  });
}

function movesFor(type: string, candidates: unknown, label = eventLabel(type)): readonly Move[] {
  return listOf(candidates).map((candidate) => {
    const fields = isFields(candidate) ? candidate : { target: candidate };
    const targets = listOf(fields['target']).filter((target) => typeof target === 'string');
    return { type, label, guard: guardName(fields['guard'] ?? fields['cond']), targets };
  });
}

/** Of a name, a guard with parameters, or a function, of which its name is left. XState 4 gives all the same type. */
function guardName(guard: unknown): string | undefined {
  if (guard === undefined || guard === null) return undefined;
  if (typeof guard === 'string') return guard;
  const fields = fieldsOf(guard);
  const name = textIn(fields, 'name') ?? textIn(fields, 'type');
  return name === undefined || name === 'xstate.guard' ? '(inline)' : name;
}

const DELAYED = [/^xstate\.after\.(.+?)\./, /^xstate\.after\((.+?)\)#/];
const OUTCOME = /^(?:xstate\.)?(done|error|snapshot)\.(?:actor|state|invoke|platform)\./;

/** XState's own events, of version 5 and 4, by the words of a machine's description. */
function eventLabel(type: string): string {
  if (type === '') return 'always';
  for (const pattern of DELAYED) {
    const delay = pattern.exec(type)?.[1];
    if (delay !== undefined) return `after ${delay}`;
  }
  return type.replace(OUTCOME, '$1 ');
}

/** Whether somebody may send it; the others are XState's own. */
export function isSendable(type: string): boolean {
  return type !== '' && !type.includes('*') && !type.startsWith('xstate.') && !OUTCOME.test(type);
}
