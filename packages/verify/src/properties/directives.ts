/** Asked by the steps themselves: an order that is nothing to a child is no step. */
export const DIRECTIVES = {
  name: 'no directive is ignored',
  demands: 'Whatever a child is told is something to it in the state in which it is then.',
} as const;

/** Asked by every turn. */
export const ANSWERS = {
  name: 'the reducer answers',
  demands: 'Every input is answered with a list of effects, and the reducer never throws.',
} as const;
