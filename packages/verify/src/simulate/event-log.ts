import { createHash } from 'node:crypto';
import type { SupervisionEvent } from '@kintsugi/core';
import type { Outcome, SimulatedMessage } from './simulated-message.ts';

/** So much is gathered before it is put through the hash. */
const CHUNK = 32_768;

/**
 * The log of a simulation: a line of JSON for each event and for each answer. Of a log that may have millions of lines only
 * the digest is kept.
 */
export class EventLog {
  readonly #hash = createHash('sha256');
  readonly #sink: ((line: string) => void) | undefined;
  #chunk = '';
  lines = 0;

  constructor(sink: ((line: string) => void) | undefined) {
    this.#sink = sink;
  }

  event(event: SupervisionEvent): void {
    this.#add(JSON.stringify(event, withoutStacks));
  }

  settled(at: number, { number, path, requestId }: SimulatedMessage, outcome: Outcome): void {
    this.#add(
      `{"type":"ask.settled","at":${at},"path":${JSON.stringify(path)},"number":${number},"requestId":"${requestId}","outcome":"${outcome}"}`,
    );
  }

  #add(line: string): void {
    this.lines += 1;
    this.#sink?.(line);
    this.#chunk += `${line}\n`;
    if (this.#chunk.length > CHUNK) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#chunk);
    this.#chunk = '';
  }

  /** SHA-256 of all lines, hexadecimal. To be asked for once, at the end. */
  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }
}

/** A stack names the files of this machine. */
function withoutStacks(key: string, value: unknown): unknown {
  return key === 'stack' ? undefined : value;
}
