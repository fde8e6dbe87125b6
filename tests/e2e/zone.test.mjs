// Dates are those of the reader's clocks. Of these two zones at least one has, at any time, another date than UTC.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, launch } from './browser.mjs';
import { goToAccount, long, openPortal, signIn } from './product.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

// "22 Nov 2026", as the browser itself has it.
function today(timeZone) {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, day: 'numeric', month: 'short', year: 'numeric' })
    .formatToParts(new Date());
  const of = (type) => parts.find((part) => part.type === type).value;
  return `${of('day')} ${of('month')} ${of('year')}`;
}

for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
  test(`what happens now has today's date in ${zone}`, async () => {
    const page = await openPortal(browser, { timezoneId: zone });
    await signIn(page, 'Jane Doe');
    await goToAccount(page, 'Blueface Control');
    await byRole(page, 'tab', 'Tiered').click();
    await byRole(page, 'button', 'Create Federation +').click();
    const dialog = byRole(page, 'dialog', 'Create Federation');
    await byRole(dialog, 'textbox', /^Name/).fill('Umbrella');
    const dates = [today(zone)];
    await byRole(dialog, 'button', 'Create').click();
    const members = page.getByRole('grid', { name: 'Members', exact: true });
    await members.scrollIntoViewIfNeeded();
    const row = byRole(members, 'row', /Blueface Control/);
    await row.waitFor(long);
    dates.push(today(zone));  // midnight may have passed
    const shown = await row.textContent();
    assert.ok(dates.some((date) => shown.includes(date)), `${shown} and not ${dates[0]}`);
    await page.context().close();
  });
}
