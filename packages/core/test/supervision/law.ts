/** A broken law: thrown at once, so that the sequence that leads to it is the shortest. */
class BrokenLaw extends Error {}

export function law(holds: boolean, text: string): asserts holds {
  if (!holds) throw new BrokenLaw(text);
}
