import { noteOrThrow, notingWorker, type Trial, type Worker, type WorkerSpec } from './trial.ts';

/** Its start with this number throws. */
function failingStart(notes: string[], failing: number): WorkerSpec {
  const start = (incarnation: number) => {
    notes.push(`s${incarnation}`);
    if (incarnation === failing) throw new Error('no start');
  };
  return notingWorker(notes, { start, handle: noteOrThrow(notes) });
}

function sendAfter(worker: Worker, notes: string[]): void {
  try {
    worker.send('after');
  } catch {
    notes.push('send threw');
  }
}

export async function throwInFirstStart({ make, time }: Trial): Promise<string> {
  const notes: string[] = [];
  const worker = await Promise.resolve(failingStart(notes, 1))
    .then(make)
    .catch(() => undefined);
  if (worker === undefined) return 'start failure is thrown to the caller';
  await time.pass(150);
  sendAfter(worker, notes);
  await time.pass(150);
  if (notes.includes('after@2')) return 'retried';
  const runs = notes.some((note) => note.startsWith('after'));
  return runs ? 'zombie: runs half-initialised' : 'dead';
}

export async function startFailsOnTheRestart({ make, time }: Trial): Promise<string> {
  const notes: string[] = [];
  const worker = await make(failingStart(notes, 2));
  await time.pass(20);
  worker.send('boom');
  await time.pass(200);
  sendAfter(worker, notes);
  await time.pass(200);
  if (notes.includes('after@3')) return 'retried (3rd incarnation)';
  const handled = notes.find((note) => note.startsWith('after'));
  return handled === undefined ? 'dead' : `zombie: message handled by ${handled}`;
}
