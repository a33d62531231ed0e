/** How much may happen in the model. */
export interface Scope {
  /** Things that go wrong, of all workers together. */
  readonly maxFaults: number;
  /** Of those, starts and stops that take too long. */
  readonly maxHangs: number;
  /** Orders of operators. */
  readonly maxOrders: number;
  /** Nothing goes wrong that need not while so many reports wait for the supervisor. */
  readonly mailbox: number;
}
