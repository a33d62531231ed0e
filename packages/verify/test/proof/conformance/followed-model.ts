import { type AnySupervisorLogic, describeTree } from '@kintsugi/actors';
import { reduce, type SupervisorSpec } from '@kintsugi/core';
import { inTicks } from '../../../src/model/abstract-time.ts';
import type { Report } from '../../../src/model/message.ts';
import { PLACE, place, workerAt } from '../../../src/model/point.ts';
import { ownOf, type StepCode, stimulusOf, TICK_CODE } from '../../../src/model/step-code.ts';
import type { Stimulus } from '../../../src/model/stimulus.ts';
import { subjectOf } from '../../../src/model/subject.ts';
import { System } from '../../../src/model/system.ts';
import { TURN_PROPERTIES } from '../../../src/properties/properties.ts';
import { Points } from '../../../src/search/points.ts';
import type { CheckedOptions } from '../../../src/verify-options.ts';

/** A step of the model, and what it is. */
export type FollowedStep = { readonly to: number } & (
  | { readonly type: 'tick' }
  | { readonly type: 'own'; readonly says: readonly Report[] }
  | {
      readonly type: 'turn';
      readonly stimulus: Stimulus;
      /** By child, what it is ordered, as text. */
      readonly orders: readonly string[];
    }
);

export const NO_ORDERS = 'nothing';

/** The model of a supervisor, point by point; all of it lies within the scope. */
export class FollowedModel {
  readonly system: System;
  readonly spec: SupervisorSpec;
  readonly #points: Points;
  readonly #steps: (readonly FollowedStep[])[] = [];

  constructor(logic: AnySupervisorLogic, { services, scope, window }: CheckedOptions) {
    const [description] = describeTree(logic);
    if (description === undefined) throw new Error('there is no supervisor');
    const { spec, template } = description;
    const inModel = subjectOf({ spec: inTicks(spec, window, scope.maxFaults), template }, services);
    this.spec = spec;
    this.system = new System(inModel, scope, reduce, TURN_PROPERTIES);
    this.#points = new Points(this.system.width);
  }

  begin(): number {
    return this.#points.add(this.system.begin());
  }

  at(number: number): Int32Array {
    return this.#points.at(number);
  }

  stepsFrom(number: number): readonly FollowedStep[] {
    return (this.#steps[number] ??= this.#stepsFrom(number));
  }

  #stepsFrom(number: number): readonly FollowedStep[] {
    const found: { readonly code: StepCode; readonly to: number }[] = [];
    // A copy: the points may move when others are added.
    const point = Int32Array.from(this.at(number));
    this.system.forEachStep(point, (_, code, next) =>
      found.push({ code, to: this.#points.add(next) }),
    );
    return found.map(({ code, to }) => this.#step(point, code, to));
  }

  #step(point: Int32Array, code: StepCode, to: number): FollowedStep {
    if (code === TICK_CODE) return { type: 'tick', to };
    const stimulus = stimulusOf(code);
    return stimulus === undefined ? this.#own(point, code, to) : this.#turn(point, stimulus, to);
  }

  #own(point: Int32Array, code: StepCode, to: number): FollowedStep {
    const { workers, mail } = this.system;
    const { child = 0, index = 0 } = ownOf(code) ?? {};
    const { says = [] } = workers[child]?.own(place(point, workerAt(child)))[index] ?? {};
    return { type: 'own', to, says: says.map((said) => mail.reports.at(said)) };
  }

  #turn(point: Int32Array, stimulus: number, to: number): FollowedStep {
    const { supervisor } = this.system;
    const { orders } = supervisor.turn(place(point, PLACE.supervisor), stimulus);
    const texts = orders.map((sent) =>
      sent === -1 ? NO_ORDERS : JSON.stringify(supervisor.orders.at(sent)),
    );
    return { type: 'turn', to, stimulus: supervisor.stimuli.at(stimulus), orders: texts };
  }
}
