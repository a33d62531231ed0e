/** Holds a state, and has it drawn once a frame however often it changes. */
export interface DrawnStore<State> {
  readonly state: State;
  readonly update: (change: {
    readonly [Key in keyof State]?: State[Key] | undefined;
  }) => void;
  /** What the state refers to has changed in place. */
  readonly touch: () => void;
}

/** @param draw - called in the next animation frame after a change */
export function drawnStore<State extends object>(
  first: State,
  draw: (state: State) => void,
): DrawnStore<State> {
  let state = first;
  let isAwaited = false;
  const touch = () => {
    if (isAwaited) return;
    isAwaited = true;
    requestAnimationFrame(() => {
      isAwaited = false;
      draw(state);
    });
  };
  return {
    get state() {
      return state;
    },
    update: (change) => {
      const parts = Object.entries({ ...state, ...change });
      state = Object.fromEntries(parts.filter(([, value]) => value !== undefined)) as State;
      touch();
    },
    touch,
  };
}
