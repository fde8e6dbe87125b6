// Pictures of screens: one small sheet for each, with it at every width, in light and in dark.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settled } from './browser.mjs';

// Pixels of the page, and of its picture on the sheet.
const sizes = [
  { width: 1280, height: 800, shown: 800 }, { width: 1920, height: 1080, shown: 900 },
  { width: 390, height: 844, shown: 234 },
];
const schemes = ['light', 'dark'];

// Where they go; none are taken where it is not set.
export const folder = process.env.PARASOL_PICTURES;

export async function takePictures(page, name) {
  const first = page.viewportSize();
  const images = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    for (const { shown, ...size } of sizes) {
      await page.setViewportSize(size);
      await settled(page);
      const bytes = await page.screenshot({ type: 'jpeg', quality: 92 });
      images.push(`<img width=${shown} src="data:image/jpeg;base64,${bytes.toString('base64')}">`);
    }
    images.push('<br>');
  }
  await page.setViewportSize(first);
  await settled(page);
  const sheet = await page.context().browser().newPage();
  await sheet.setContent(`<body style="margin:0;width:max-content;background:#777;font-size:0">
    <style>img { margin: 6px; vertical-align: top }</style>${images.join('')}`);
  const box = await sheet.evaluate(async () => {
    await Promise.all([...document.images].map((image) => image.decode()));
    return { width: document.body.scrollWidth, height: document.body.scrollHeight };
  });
  const devtools = await sheet.context().newCDPSession(sheet);
  const { data } = await devtools.send('Page.captureScreenshot', {
    format: 'webp', quality: 50, captureBeyondViewport: true, clip: { x: 0, y: 0, ...box, scale: 1 },
  });
  const slug = name.toLowerCase().replaceAll('\'', '').replaceAll(/[^a-z0-9]+/g, '-');
  writeFileSync(join(folder, `${slug}.webp`), Buffer.from(data, 'base64'));
  await sheet.close();
}
