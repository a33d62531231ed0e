/** CPU time that something takes, in milliseconds: the clock on the wall says how busy the machine is. */
export async function cpuMs(run: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return Math.max(1, (user + system) / 1_000);
}
