import { type Course, fresh, keyOf, withoutStep } from './course.ts';
import { faultWays, type Subject, type Way } from './fault-ways.ts';
import { restartingSeverity } from './scripted-policy.ts';

/** All ways on from here, the plainest first. */
export function waysFrom(subject: Subject, course: Course): readonly Way[] {
  const key = keyOf(course, NOTHING);
  const ways = subject.known.get(key) ?? newWaysFrom(subject, course);
  subject.known.set(key, ways);
  return ways;
}

const NOTHING = {};

function newWaysFrom(subject: Subject, course: Course): readonly Way[] {
  const others = Object.entries(OTHER_WAYS).flatMap(([event, waysBy]) => {
    const to = subject.next(course.state, event);
    const ways = to === undefined ? [] : waysBy(subject, course, to);
    return ways.map((way) => ({ event, needs: NOTHING, ...way }));
  });
  return [...faultWays(subject, course), ...others];
}

type Bare = Omit<Way, 'event' | 'needs'> & Partial<Pick<Way, 'needs'>>;
type WaysBy = (subject: Subject, course: Course, to: string) => readonly Bare[];

/** Well again, or on probation: then what its incident has spent stays spent. */
const succeed: WaysBy = (_subject, course, to) => {
  const proven: Bare = { means: { by: 'success', isProven: true }, next: fresh(to) };
  const next = onProbation(course, to);
  return to === 'running'
    ? [proven, { means: { by: 'success', isProven: false }, next }]
    : [proven];
};

function onProbation(course: Course, state: string): Course {
  // A retry that succeeds gives its attempts back.
  const { retry = 0, ...others } = course.attempts;
  const attempts = course.state === 'retrying' ? others : { ...others, retry };
  const next = { ...withoutStep(course, state), attempts };
  return course.comesBack === undefined ? next : { ...next, comesBack: 'on probation' };
}

const order: WaysBy = (_subject, _course, to) => [{ means: { by: 'order' }, next: fresh(to) }];

/** By order, or as what rests idle when its siblings are restarted. */
const start: WaysBy = (subject, course, to) => [
  ...order(subject, course, to),
  ...withNeighbour(subject, { ...fresh(to), isGroupStart: true }),
];

/** With a sibling, or from where it is parked by order. */
const restart: WaysBy = (subject, course, to) => {
  if (course.state === 'failed') return order(subject, course, to);
  // One that is restarted already only waits with its siblings; who waits for a person is left alone.
  const stays = course.state === 'restarting' || (course.state === 'degraded' && course.isCritical);
  return stays ? [] : withNeighbour(subject, withoutStep(course, to));
};

function withNeighbour({ policy }: Subject, next: Course): readonly Bare[] {
  const isPossible = restartingSeverity(policy) !== undefined;
  return isPossible ? [{ means: { by: 'neighbour' }, next }] : [];
}

const MAY_IGNORE = new Set(['starting', 'restarting']);

const end: WaysBy = (_subject, { state }, to) => [
  {
    means: { by: 'end' },
    next: fresh(to),
    needs: MAY_IGNORE.has(state) ? {} : { restart: 'transient' },
  },
];

const OTHER_WAYS: Readonly<Record<string, WaysBy>> = {
  'service.started': succeed,
  'service.recovered': succeed,
  'service.stopped': succeed,
  'service.stop': order,
  'service.start': start,
  'service.exited': end,
  'service.restart': restart,
};
