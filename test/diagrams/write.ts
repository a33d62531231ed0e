import { writeFileSync } from 'node:fs';
import { generated } from './pages.ts';

// `pnpm diagrams`: what has changed is drawn again, in the pages themselves.
for (const [file, text] of await generated())
  writeFileSync(new URL(`../../${file}`, import.meta.url), text);
