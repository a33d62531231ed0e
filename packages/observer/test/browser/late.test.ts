import { describe, expect, it } from 'vitest';
import { hasBrowser, useBrowser } from './open-page.ts';
import { troubledShop } from './troubled-shop.ts';

const PASSWORD = 'ConfigurationError: 535 the password has expired';

describe.runIf(hasBrowser)(
  'a page that is opened after it has happened (needs Chromium: on PATH, or in CHROMIUM_PATH)',
  () => {
    const openAt = useBrowser();

    it('says at once why a service is degraded, and tells the rest when it is asked for', async () => {
      const { url } = await troubledShop();
      const page = await openAt(url);
      const mail = page.locator('.eyes [data-path="notify/mail"]');
      await mail.getByText(`CRITICAL: ${PASSWORD}`).waitFor();
      await mail.locator('.path').click();
      const incident = page.locator('[data-incident="notify/mail#1"]');
      await incident.locator('.steps', { hasText: 'fallback' }).waitFor();
      expect(await incident.innerText()).toContain(PASSWORD);
      await page.locator('.chosen .event[data-type="child.degraded"]').waitFor();
      expect(await page.locator('.chosen').getByText('None is recorded').count()).toBe(0);
      await page.getByRole('tab', { name: 'Events' }).click();
      await page.locator('.event-list .event[data-type="child.degraded"]').waitFor();
      await page.getByRole('tab', { name: /^Incidents/ }).click();
      const lane = page.getByRole('region', { name: 'Incidents of notify/mail' });
      await lane.locator('.steps', { hasText: 'fallback' }).waitFor();
    });

    it('keeps the name of an error when its incident is closed', async () => {
      const { url, clock, charge } = await troubledShop();
      const page = await openAt(url);
      await page.getByRole('tree').waitFor();
      await charge();
      await page.getByRole('tab', { name: /^Incidents/ }).click();
      const incident = page.locator('[data-incident="billing/payments#1"]');
      await incident.getByText('ResourceUnavailableError: the card terminal is busy').waitFor();
      await clock.advance(120_000);
      await incident.and(page.locator(':not(.is-open)')).waitFor();
      expect(await incident.innerText()).toContain(
        'ResourceUnavailableError: the card terminal is busy',
      );
    });
  },
);
