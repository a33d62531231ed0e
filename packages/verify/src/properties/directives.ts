/** Asked by the steps themselves: an order that is nothing to a child is no step. */
export const DIRECTIVES = {
  name: 'no directive is ignored',
  demands: 'Whatever a child is told is something to it in the state in which it is then.',
} as const;
