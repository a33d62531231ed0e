import { notingWorker, type Trial } from './trial.ts';

/** What a worker leaves behind fails when its operation has long succeeded. */
async function strayFault(trial: Trial, kind: string, arm: () => void): Promise<string> {
  const { make, time, escaped } = trial;
  const notes: string[] = [];
  const handle = (message: string, incarnation: number) => {
    if (message === 'arm') arm();
    else notes.push(`${message}@${incarnation}`);
  };
  const worker = await make(notingWorker(notes, { handle }));
  await time.pass(20);
  worker.send('arm');
  await time.pass(150);
  worker.send('after');
  await time.pass(100);
  if (escaped.length > 0) return `process-level ${kind} (kills a default Node process)`;
  return notes.includes('after@2') ? 'attributed to the actor, restarted' : 'swallowed';
}

export function detachedTimerThrows(trial: Trial): Promise<string> {
  return strayFault(trial, 'uncaughtException', () => {
    setTimeout(() => {
      throw new Error('stray');
    }, 5);
  });
}

export function floatingRejection(trial: Trial): Promise<string> {
  return strayFault(trial, 'unhandledRejection', () => {
    void trial.time.wait(5).then(() => {
      throw new Error('stray');
    });
  });
}
