import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pageModule } from './build-page.ts';

it('the page in the package is the one that its sources make: `pnpm build:page` makes it again', async () => {
  const committed = readFileSync(new URL('../../src/page/bundle.ts', import.meta.url), 'utf8');
  expect(committed === (await pageModule())).toBe(true);
});
