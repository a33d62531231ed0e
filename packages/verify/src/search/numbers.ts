/** A list of numbers that grows, four or one byte each. */
export class Numbers {
  #values: Int32Array | Uint8Array;
  size = 0;

  constructor(bytes: 1 | 4) {
    this.#values = bytes === 1 ? new Uint8Array(1_024) : new Int32Array(1_024);
  }

  push(value: number): void {
    if (this.size === this.#values.length) this.#grow();
    this.#values[this.size] = value;
    this.size += 1;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  #grow(): void {
    const length = this.#values.length * 2;
    const larger =
      this.#values instanceof Uint8Array ? new Uint8Array(length) : new Int32Array(length);
    larger.set(this.#values);
    this.#values = larger;
  }
}
