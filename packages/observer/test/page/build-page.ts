import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = new URL('../../page/', import.meta.url);

/** Preact's licence asks to go with its code, and its files do not carry it. */
const LICENCE = new URL('../../node_modules/preact/LICENSE', import.meta.url);

/** The page as the server sends it: made from `page/`. */
async function buildPage(): Promise<{
  readonly html: string;
  readonly js: string;
  readonly css: string;
}> {
  const [js, css] = await Promise.all([bundle('main.tsx'), bundle('page.css')]);
  const html = readFileSync(new URL('index.html', FOLDER), 'utf8');
  const licence = readFileSync(LICENCE, 'utf8').trim();
  return { html, js: `/*! Contains preact.\n\n${licence}\n*/\n${js}`, css };
}

/** The module that the package has it in. */
export async function pageModule(): Promise<string> {
  const parts = Object.entries(await buildPage());
  return [
    '/** The page, made by `pnpm build:page`: a test fails when it is stale. */',
    'export const PAGE: { readonly html: string; readonly js: string; readonly css: string } = {',
    ...parts.map(([name, text]) => `  ${name}: ${JSON.stringify(text)},`),
    '};',
    '',
  ].join('\n');
}

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, FOLDER))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['chrome117', 'firefox119', 'safari17.4'],
    conditions: ['@kintsugi/source'],
    tsconfig: fileURLToPath(new URL('tsconfig.json', FOLDER)),
    charset: 'utf8',
  });
  return outputFiles[0]?.text ?? '';
}
