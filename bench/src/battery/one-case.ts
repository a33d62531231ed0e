// One case for one library, in a process of its own, because some end it: `node one-case.js <library> <case>`.
import { pass } from '../turn.ts';
import { CASES, isCase } from './cases.ts';
import { isPort, loadPort } from './ports/ports.ts';

const escaped: string[] = [];
const saidBy = (kind: string) => (error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  escaped.push(`${kind}: ${message.slice(0, 60)}`);
};
process.on('uncaughtException', saidBy('uncaughtException'));
process.on('unhandledRejection', saidBy('unhandledRejection'));

const [, , library = '', name = ''] = process.argv;
if (!isPort(library) || !isCase(name)) throw new Error(`no such case: ${library}, ${name}`);
const make = await loadPort(library);
const verdict = await CASES[name]({ make, time: { pass, wait: pass }, escaped });
// Peers write to stdout as they like, so the verdict says which line it is.
console.log(`VERDICT ${JSON.stringify({ verdict, escaped })}`);
process.exit();
