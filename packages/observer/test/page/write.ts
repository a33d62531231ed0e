import { writeFileSync } from 'node:fs';
import { pageModule } from './build-page.ts';

// `pnpm build:page`
writeFileSync(new URL('../../src/page/bundle.ts', import.meta.url), await pageModule());
