import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** One browser for all test files, if this machine has one. */
export async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const executablePath = process.env['CHROMIUM_PATH'] || onPath();
  const server = executablePath === undefined ? undefined : await launch(executablePath);
  provide('browser', server?.wsEndpoint() ?? '');
  return server && (() => server.close());
}

async function launch(executablePath: string): Promise<BrowserServer> {
  // As root, which CI is, Chromium starts only without its sandbox; it sees nothing but our own page.
  return chromium.launchServer({ executablePath, args: ['--no-sandbox'], host: '127.0.0.1' });
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
