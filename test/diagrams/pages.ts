import { readFileSync } from 'node:fs';
import {
  lifecycleChart,
  otp,
  selfHealing,
  supervisorChart,
  toMermaid,
  toSvg,
  usualMoves,
} from '@kintsugi/core';
import { ledgerIncident, shopTree } from './examples.ts';

/** Where a diagram stands in a page: after a comment that names it. */
const PLACE = /(<!-- diagram: ([\w-]+) .*-->\s+```mermaid\n)[^`]*(?=```)/g;

/** Pages with diagrams. */
const PAGES = ['README.md', 'docs/diagrams.md', 'docs/incidents.md'];

/** The diagrams of pages, by the names that stand there. */
async function diagrams(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['tree', toMermaid(shopTree())],
    ['chains', toMermaid(selfHealing.chains)],
    ['usual-moves', toMermaid(usualMoves(selfHealing))],
    ['incident', toMermaid(await ledgerIncident())],
  ]);
}

/** Pictures that pages show. */
const PICTURES: Readonly<Record<string, () => string>> = {
  'docs/diagrams/lifecycle.svg': () =>
    toSvg(lifecycleChart(selfHealing), {
      standalone: true,
      title: 'lifecycle of a service, default policy',
    }),
  'docs/diagrams/lifecycle-otp.svg': () =>
    toSvg(lifecycleChart(otp), { standalone: true, title: 'lifecycle of a service, policy otp' }),
  'docs/diagrams/supervisor.svg': () =>
    toSvg(supervisorChart, { standalone: true, title: 'states of a supervisor' }),
};

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** What every page and picture must hold. @throws Error when a page names a diagram that is not there, or none names it */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const texts = await diagrams();
  const shown = new Set<string>();
  const pages = PAGES.map((file) => {
    const page = read(file).replaceAll(PLACE, (_, place: string, name: string) => {
      const text = texts.get(name);
      if (text === undefined) throw new Error(`${file} shows "${name}", which is no diagram`);
      shown.add(name);
      return `${place}${text}\n`;
    });
    return [file, page] as const;
  });
  const unused = [...texts.keys()].filter((name) => !shown.has(name));
  if (unused.length > 0) throw new Error(`no page shows the diagrams ${unused.join(', ')}`);
  const pictures = Object.entries(PICTURES).map(([file, draw]) => [file, `${draw()}\n`] as const);
  return new Map([...pages, ...pictures]);
}
