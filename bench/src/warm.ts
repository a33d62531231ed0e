import { cpuSince } from './cpu.ts';

/** CPU time after which V8 has compiled what is used most: enough for every subject to come to rest. */
const WARM_UP_US = 1_500_000;

/** What an operation costs in a process that has just been started, and in one that has done it for long. */
export interface ColdAndWarm {
  /** Microseconds of CPU an operation, what V8 takes to compile included. */
  readonly coldUs: number;
  readonly cpuUs: number;
}

/** @param work - does `operations` of them */
export async function coldAndWarm(
  operations: number,
  work: () => Promise<unknown>,
): Promise<ColdAndWarm> {
  const timed = async () => {
    const before = process.cpuUsage();
    await work();
    return cpuSince(before);
  };
  const coldUs = (await timed()) / operations;
  let spent = 0;
  let last = 0;
  while (spent < WARM_UP_US) {
    last = await timed();
    spent += last;
  }
  // One that is so slow that a single turn has warmed it is not asked for another.
  const isSlow = last >= WARM_UP_US;
  return { coldUs, cpuUs: (isSlow ? last : await timed()) / operations };
}
