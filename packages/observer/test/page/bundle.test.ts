import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pageModule } from './build-page.ts';

it('the pages in the package are those that their sources make: `pnpm build:page` makes them again', async () => {
  const committed = readFileSync(new URL('../../src/page/bundle.ts', import.meta.url), 'utf8');
  expect(committed === (await pageModule())).toBe(true);
});
