/** Microseconds of CPU since then, of all threads of this process. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Microseconds of CPU an operation, after as many that do not count. */
export async function cpuUs(operations: number, work: () => unknown): Promise<number> {
  await work();
  const before = process.cpuUsage();
  await work();
  return cpuSince(before) / operations;
}
