import { lifecycleChart } from '../escalation/lifecycle-chart.ts';
import { checkPolicy } from '../escalation/policy-validation.ts';
import type { ChildSpec, SupervisorSpec } from '../supervision/spec.ts';
import {
  addChild,
  type ChildRecord,
  createState,
  type SupervisorState,
} from '../supervision/state.ts';
import { checkKeyframe } from './check-keyframe.ts';
import type { Keyframe } from './recording.ts';
import { sameData } from './same-data.ts';
import { SpecTable } from './spec-table.ts';

/**
 * A keyframe as its line holds it: equal child specs are written once, a child only by what sets it
 * apart from one that is new, and the chart not at all, because it follows from the policy.
 */
export interface KeyframeRecord {
  readonly type: 'keyframe';
  readonly path: string;
  readonly spec: Omit<SupervisorSpec, 'path' | 'chart' | 'children'> & {
    readonly children: readonly (readonly [id: string, spec: number])[];
  };
  readonly state: Omit<SupervisorState, 'children'> & {
    readonly children: readonly SparseChild[];
  };
  /** What the numbers stand for. */
  readonly childSpecs: readonly ChildSpec[];
}

type SparseChild = Partial<Omit<ChildRecord, 'spec'>> & {
  readonly id: string;
  readonly spec: number;
};

/** How a keyframe is written. */
export function recordOf({ path, spec, state }: Keyframe): KeyframeRecord {
  const specs = new SpecTable();
  const { path: _path, chart: _chart, children, ...supervisor } = spec;
  return {
    type: 'keyframe',
    path,
    spec: { ...supervisor, children: children.map((child) => [child.id, specs.add(child.spec)]) },
    state: {
      ...state,
      children: [...state.children.values()].map((child) => sparse(child, specs.add(child.spec))),
    },
    childSpecs: specs.all,
  };
}

function sparse({ spec, ...child }: ChildRecord, number: number): SparseChild {
  const { spec: _spec, ...plain } = newChild(child.id, spec);
  const news = new Map<string, unknown>(Object.entries(plain));
  const apart = Object.entries(child).filter(([key, value]) => !sameData(value, news.get(key)));
  return { ...Object.fromEntries(apart), id: child.id, spec: number };
}

/**
 * The keyframe that was written so.
 *
 * @throws Error saying what is wrong with it
 */
export function keyframeOf({ path, spec, state, childSpecs }: KeyframeRecord): Keyframe {
  checkPolicy(spec.policy);
  const specAt = (number: number): ChildSpec => {
    const known = childSpecs[number];
    if (known === undefined) throw new Error(`there is no child spec ${number}`);
    return known;
  };
  const children = state.children.map(({ spec: number, ...child }): ChildRecord => {
    const known = specAt(number);
    return { ...newChild(child.id, known), ...child, spec: known };
  });
  const keyframe: Keyframe = {
    type: 'keyframe',
    path,
    spec: {
      ...spec,
      path,
      chart: lifecycleChart(spec.policy),
      children: spec.children.map(([id, number]) => ({ id, spec: specAt(number) })),
    },
    state: { ...state, children: new Map(children.map((child) => [child.id, child])) },
  };
  checkKeyframe(keyframe);
  return keyframe;
}

/** The only child of a supervisor that has just been described. */
function newChild(id: string, spec: ChildSpec): ChildRecord {
  return addChild(createState({ children: [] }), id, spec);
}
