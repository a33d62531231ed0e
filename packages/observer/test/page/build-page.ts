import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = new URL('../../page/', import.meta.url);

/** Preact's licence asks to go with its code, and its files do not carry it. */
const LICENCE = new URL('../../node_modules/preact/LICENSE', import.meta.url);

/** A page as the server sends it: made from `page/`. */
async function buildPage(html: string, js: string, css: string) {
  const [script, style] = await Promise.all([bundle(js), bundle(css)]);
  const licence = readFileSync(LICENCE, 'utf8').trim();
  return {
    html: readFileSync(new URL(html, FOLDER), 'utf8'),
    js: `/*! Contains preact.\n\n${licence}\n*/\n${script}`,
    css: style,
  };
}

/** The module that the package has them in. */
export async function pageModule(): Promise<string> {
  const pages = {
    PAGE: await buildPage('index.html', 'main.tsx', 'page.css'),
    INSPECTOR: await buildPage(
      'inspector/index.html',
      'inspector/main.tsx',
      'inspector/inspector.css',
    ),
  };
  return [
    '/** The pages, made by `pnpm build:page`: a test fails when they are stale. */',
    'interface Page {',
    '  readonly html: string;',
    '  readonly js: string;',
    '  readonly css: string;',
    '}',
    '',
    ...Object.entries(pages).flatMap(([name, page]) => [
      `export const ${name}: Page = {`,
      ...Object.entries(page).map(([part, text]) => `  ${part}: ${JSON.stringify(text)},`),
      '};',
      '',
    ]),
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
