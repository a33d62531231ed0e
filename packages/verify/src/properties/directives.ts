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

/** Asked by the steps as well. A supervisor that orders more than it waits for would drown in the answers. */
export const MAILBOXES = {
  name: 'mailboxes are bounded',
  demands:
    'No more reports wait for the supervisor than the scope lets faults make, and of each child three besides: what it had begun, its stop, and a life that was given up.',
} as const;

/** Reports of one child, besides its faults, that may wait at a time. */
export const REPORTS_A_CHILD = 3;
