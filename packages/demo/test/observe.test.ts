import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { giveOrder } from '../../observer/test/browser/give-order.ts';
import { hasBrowser, useBrowser } from '../../observer/test/browser/open-page.ts';
import { screenshot } from '../../observer/test/browser/screenshot.ts';
import { violations } from '../../observer/test/browser/violations.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

type Line = Readonly<Record<string, unknown>>;

/** `demo --observe` in a process of its own, once it has told where its page is. */
async function demo() {
  const args = ['--conditions=@kintsugi/source', '--import', 'tsx', main, '--observe', '--json'];
  const demoed = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void demoed.kill('SIGKILL'));
  const lines: Line[] = [];
  const complaints = text(demoed.stderr);
  const reading = createInterface({ input: demoed.stdout });
  reading.on('line', (line) => lines.push(JSON.parse(line)));
  const told = (type: string) => lines.find((line) => line['type'] === type);
  while (told('observer.opened') === undefined) await once(reading, 'line');
  return {
    url: String(told('observer.opened')?.['url']),
    lines,
    interrupt: () => interrupted(demoed, lines, complaints),
  };
}

/** Ctrl-C; how it ended, what it told after that, and what it complained of. */
async function interrupted(
  demoed: ChildProcess,
  lines: readonly Line[],
  complaints: Promise<string>,
) {
  const before = lines.length;
  const ended = once(demoed, 'close');
  demoed.kill('SIGINT');
  const [code, signal] = await ended;
  return { code, signal, after: lines.slice(before), complaints: await complaints };
}

describe.runIf(hasBrowser)('demo --observe (needs Chromium: on PATH, or in CHROMIUM_PATH)', () => {
  const openAt = useBrowser();

  it('shows its services break and heal by themselves, and one that is broken from the page', async () => {
    const { url, lines, interrupt } = await demo();
    const page = await openAt(url, {
      viewport: { width: 1280, height: 720 },
      timezoneId: 'UTC',
    });
    const row = (path: string) => page.locator(`.row[data-path="${path}"]`);

    await page.getByRole('tab', { name: 'Incidents' }).click();
    await page.locator('.eyes [data-path="critical"]').getByText('checksum is').waitFor();
    await page.locator('.row[data-path="critical"][data-state="degraded"]').waitFor();
    await screenshot(page, 'docs-trouble');
    await row('critical').click();
    await page.locator('.row[data-path="critical"][data-state="running"]').waitFor();
    await page.locator('.event', { hasText: 'closes its incident' }).first().waitFor();

    await row('stable').click();
    await giveOrder(page, 'Inject a fault', 'RECOVERABLE');
    const happened = page.locator('.chosen .events');
    await happened.getByText('gets the order injectFault from ada').waitFor();
    await happened.getByText('is running again (life 2').waitFor();
    await happened.getByText('closes its incident (stable#1): recovered').waitFor();
    await page.locator('.row[data-path="stable"][data-state="running"]').waitFor();
    expect(await row('stable').locator('.life').innerText()).toMatch(/2$/);
    expect(await violations(page)).toEqual([]);

    const { code, signal, after, complaints } = await interrupt();
    expect([code, signal, complaints]).toEqual([130, null, '']);
    const stopped = after.filter(({ type }) => type === 'child.stopped').map(({ path }) => path);
    expect(stopped).toEqual(['critical', 'recoverable', 'transient', 'stable']);
    expect(after.map(({ type }) => type)).toContain('supervisor.stopped');
    expect(lines.map(({ type }) => type)).not.toContain('observer.failed');
    await page.getByText('Connection lost since').waitFor();
    await page.getByText('What you see is how it was then.').waitFor();
  });
});
