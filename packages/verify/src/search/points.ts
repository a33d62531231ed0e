/** Points by number, packed: each is a row of 32-bit numbers, and is kept once. */
export class Points {
  readonly #width: number;
  #rows: Int32Array;
  #table: Int32Array;
  #mask: number;
  size = 0;

  constructor(width: number) {
    this.#width = width;
    this.#rows = new Int32Array(width * 1_024);
    this.#table = new Int32Array(4_096).fill(-1);
    this.#mask = 4_095;
  }

  /** The number of this point; it is new when that is the size from before. */
  add(point: Int32Array): number {
    let slot = hash(point) & this.#mask;
    for (let known = this.#table[slot] ?? -1; known !== -1; known = this.#table[slot] ?? -1) {
      if (this.#isAt(known, point)) return known;
      slot = (slot + 1) & this.#mask;
    }
    const number = this.size;
    this.#grow();
    this.#rows.set(point, number * this.#width);
    this.#table[slot] = number;
    this.size += 1;
    if (this.size * 2 > this.#mask) this.#rehash();
    return number;
  }

  /** A view of its row. */
  at(number: number): Int32Array {
    return this.#rows.subarray(number * this.#width, (number + 1) * this.#width);
  }

  #isAt(number: number, point: Int32Array): boolean {
    const from = number * this.#width;
    for (let index = 0; index < this.#width; index += 1)
      if (this.#rows[from + index] !== point[index]) return false;
    return true;
  }

  #grow(): void {
    if ((this.size + 1) * this.#width <= this.#rows.length) return;
    const larger = new Int32Array(this.#rows.length * 2);
    larger.set(this.#rows);
    this.#rows = larger;
  }

  #rehash(): void {
    this.#mask = this.#mask * 2 + 1;
    this.#table = new Int32Array(this.#mask + 1).fill(-1);
    for (let number = 0; number < this.size; number += 1) {
      let slot = hash(this.at(number)) & this.#mask;
      while (this.#table[slot] !== -1) slot = (slot + 1) & this.#mask;
      this.#table[slot] = number;
    }
  }
}

/** Murmur3's mixing, word by word. */
function hash(point: Int32Array): number {
  let mixed = 0x9747b28c;
  for (const word of point) {
    mixed ^= Math.imul(word, 0xcc9e2d51);
    mixed = Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64;
  }
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
