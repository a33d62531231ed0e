import { DataCorruptionError } from '@kintsugi/actors';
import { createHash } from 'node:crypto';
import { open, readFile, rename, writeFile } from 'node:fs/promises';

/** A file whose first line is the checksum of the rest. */
export class ChecksummedFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws DataCorruptionError when the text is not the one that was written */
  async read(): Promise<string> {
    const content = await readFile(this.path, 'latin1');
    const end = content.indexOf('\n');
    const text = content.slice(end + 1);
    const [expected, found] = [content.slice(0, end), checksum(text)];
    if (found === expected) return text;
    throw new DataCorruptionError(
      `checksum is ${found.slice(0, 8)}, must be ${expected.slice(0, 8)}`,
    );
  }

  /** All of it or nothing: written beside the file, then put in its place. */
  async write(text: string): Promise<void> {
    const beside = `${this.path}.new`;
    await writeFile(beside, `${checksum(text)}\n${text}`, 'latin1');
    await rename(beside, this.path);
  }

  /** What a tired disk does: one bit of the last byte changes. */
  async damage(): Promise<void> {
    const file = await open(this.path, 'r+');
    try {
      const { size } = await file.stat();
      const byte = new Uint8Array(1);
      await file.read(byte, 0, 1, size - 1);
      await file.write(
        byte.map((value) => value ^ 1),
        0,
        1,
        size - 1,
      );
    } finally {
      await file.close();
    }
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
