import { notingWorker, type Trial } from './trial.ts';

export async function messagesQueuedBehindTheCrash({ make, time }: Trial): Promise<string> {
  const handled: string[] = [];
  const handle = async (message: string) => {
    await time.wait(5);
    if (message === 'boom') throw new Error('boom');
    handled.push(message);
  };
  const worker = await make(notingWorker([], { handle }));
  await time.pass(20);
  for (const message of ['a', 'boom', 'b', 'c', 'd']) worker.send(message);
  await time.pass(400);
  const got = handled.join('');
  return got === 'abcd' ? 'kept, in order' : `got ${got || 'none'} of abcd`;
}

export async function sendAfterPermanentStop({ make, time, escaped }: Trial): Promise<string> {
  let how = 'silent drop';
  const undelivered = (said: string) => {
    how = said;
  };
  const worker = await make(notingWorker([], { undelivered }));
  await time.pass(20);
  await worker.stop();
  await time.pass(30);
  try {
    worker.send('late');
  } catch (error) {
    how = `throws ${error instanceof Error ? error.constructor.name : String(error)}`;
  }
  await time.pass(60);
  const [escape] = escaped;
  return escape === undefined ? how : `${how} + ${escape}`;
}
