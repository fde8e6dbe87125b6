// A partner's brand: its name, colour and logo are what those below it see, and only those.
import { test } from 'node:test';
import { byRole, eventually } from './browser.mjs';
import { assert, goToAccount, long, onAFreshPortal, signIn, signOut, synchronised } from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

const home = () => byRole(page, 'link', 'Home');
const widthOfHome = async () => Math.round((await home().boundingBox()).width);

async function openBrand() {
  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Account').click();
  await byRole(page, 'tab', 'Brand').click();
  await byRole(page, 'heading', 'Brand').waitFor(long);
}

// Four times as wide as high, as a browser would make it.
const picture = () => page.evaluate(() => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 800, height: 200 });
  const context = canvas.getContext('2d');
  context.fillStyle = '#c02060';
  context.fillRect(0, 0, 800, 200);
  return canvas.toDataURL('image/png').split(',')[1];
});

test('name, colour and logo of a partner are what its customers see', async () => {
  await signIn(page, 'Jane Doe');
  const plain = await widthOfHome();
  await openBrand();
  await byRole(page, 'button', 'Edit Brand').click();
  const form = byRole(page, 'form', 'Edit Brand');
  await byRole(form, 'textbox', /^Brand name/).fill('WestCoast Voice');
  await byRole(form, 'textbox', /^Colour/).fill('pink');
  await byRole(form, 'button', 'Save').click();
  await form.getByText(/This is not a colour/).waitFor(long);
  await byRole(form, 'textbox', /^Colour/).fill('#c02060');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'), byRole(form, 'button', 'Choose Logo').click(),
  ]);
  await chooser.setFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(await picture(), 'base64') });
  await byRole(form, 'img', 'Logo').waitFor(long);
  await byRole(form, 'button', 'Save').click();
  await form.waitFor({ state: 'hidden' });
  await synchronised(page);
  await eventually(async () => (await widthOfHome()) > plain + 60, true, 'the logo and the name in the bar');
  await eventually(async () => /WestCoast Voice$/.test(await page.title()), true, 'the title of the tab');

  // An account below it has no brand of its own; its administrator sees the partner's.
  await goToAccount(page, 'Blueface Control');
  assert.equal(await byRole(page, 'tab', 'Brand').count(), 0);
  await signOut(page);
  await signIn(page, 'John Doe');
  await eventually(async () => /WestCoast Voice$/.test(await page.title()), true, 'the title of the tab');
  await eventually(async () => (await widthOfHome()) > plain + 60, true, 'the logo and the name in the bar');
  await signOut(page);

  // Nobody else does.
  await signIn(page, 'Olivia Marsh');
  await eventually(async () => / Parasol$/.test(await page.title()), true, 'the title of the tab');
  assert.equal(await widthOfHome(), plain);
});

test('a picture that is none is refused in words, and a logo can be taken away again', async () => {
  await signIn(page, 'Jane Doe');
  await openBrand();
  await byRole(page, 'button', 'Edit Brand').click();
  const form = byRole(page, 'form', 'Edit Brand');
  const choose = async (buffer) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'), byRole(form, 'button', 'Choose Logo').click(),
    ]);
    await chooser.setFiles({ name: 'logo.png', mimeType: 'image/png', buffer });
  };
  await choose(Buffer.from('no picture at all'));
  await form.getByText(/This picture cannot be a logo/).waitFor(long);
  await choose(Buffer.from(await picture(), 'base64'));
  await byRole(form, 'img', 'Logo').waitFor(long);
  assert.equal(await form.getByText(/This picture cannot be a logo/).count(), 0);
  await byRole(form, 'button', 'Save').click();
  await form.waitFor({ state: 'hidden' });
  await byRole(page, 'img', 'Logo').waitFor(long);
  await byRole(page, 'button', 'Edit Brand').click();
  await byRole(form, 'button', 'Remove Logo').click();
  await byRole(form, 'button', 'Save').click();
  await form.waitFor({ state: 'hidden' });
  await byRole(page, 'img', 'Logo').waitFor({ ...long, state: 'detached' });
  await synchronised(page);
});
