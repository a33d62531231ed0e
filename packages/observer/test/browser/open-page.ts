import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { type PageServer, type Script, servePage } from './page-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the browser of all tests listens; empty where there is none. */
    readonly browser: string;
  }
}

/** A page in a real browser, and the server behind it. */
export interface Opened {
  readonly page: Page;
  readonly server: PageServer;
}

type Open = (script: Script, options?: BrowserContextOptions) => Promise<Opened>;

const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

const endpoint = inject('browser');

/** Whether this machine has a Chromium. Where it has none, the tests are skipped, and their name says why. */
export const hasBrowser = endpoint !== '';

/** @param others - addresses that the page may ask as well, by how they begin */
type OpenAt = (
  url: string,
  options?: BrowserContextOptions,
  others?: readonly string[],
) => Promise<Page>;

/**
 * What opens an address in the browser; call it once in a describe. Its pages are closed after each test.
 *
 * @param isWatched - whether a page that complains, or asks anybody but its own server, fails the test; false for
 * pages that are to be refused, of which the browser itself complains
 */
export function useBrowser(isWatched = true): OpenAt {
  let browser: Promise<Browser> | undefined;
  const closers: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });
  afterAll(async () => (await browser)?.close());

  return async (url, options = WIDE, others = []) => {
    browser ??= chromium.connect(endpoint);
    const context = await (await browser).newContext(options);
    closers.push(() => context.close());
    const page = await context.newPage();
    if (isWatched) closers.push(watch(page, [new URL('/', url).href, 'data:', ...others]));
    await page.goto(url);
    return page;
  };
}

/** The same with a server behind each page that tells what the test says. */
export function usePages(): Open {
  const openAt = useBrowser();
  const servers: PageServer[] = [];

  afterEach(async () => {
    for (const { close } of servers.splice(0)) await close();
  });

  return async (script, options) => {
    const server = await servePage(script);
    servers.push(server);
    return { page: await openAt(`${server.url}#token=s3cret`, options), server };
  };
}

/** No page may complain, run what a name says, or ask anybody but who it may. */
function watch(page: Page, allowed: readonly string[]): () => Promise<void> {
  const wrong: string[] = [];
  page.on('pageerror', ({ message }) => wrong.push(message));
  page.on('dialog', (dialog) => wrong.push(`dialog: ${dialog.message()}`));
  page.on('console', (message) => {
    // A connection that the test itself has cut is told by the browser, too.
    const isCut = /ERR_(CONNECTION|EMPTY_RESPONSE|INCOMPLETE)/.test(message.text());
    if (message.type() === 'error' && !isCut) wrong.push(message.text());
  });
  page.on('request', (request) => {
    if (!allowed.some((start) => request.url().startsWith(start)))
      wrong.push(`request: ${request.url()}`);
  });
  return async () => {
    expect(wrong).toEqual([]);
  };
}
