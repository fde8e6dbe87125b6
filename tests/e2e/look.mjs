// Looking at every screen of a list, by axe-core and what holds on all of them, in light and in dark; what is listed is
// compared with what was looked at in the end: nothing is passed over in silence.
import { checkAccessible, settled } from './browser.mjs';
import { assert, checkScreen, long } from './product.mjs';
import { folder as pictures, takePictures } from './pictures.mjs';

const schemes = ['light', 'dark'];

export class Look {
  // `page`: says which is looked at. `check`: what holds on every screen.
  constructor(screens, page, check = checkScreen) {
    Object.assign(this, { screens, page, check, looked: [] });
  }

  async at(screen) {
    assert.ok(this.screens.includes(screen), `"${screen}" is in the list`);
    const page = this.page();
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await checkAccessible(page);
      await this.check(page);
      this.looked.push(`${screen}, ${colorScheme}`);
    }
    if (pictures) await takePictures(page, screen);
  }

  // What is open over the page: looked at, then closed by Escape, after which nothing of it is left.
  async atLayer(screen, layer) {
    await layer.waitFor(long);
    await this.at(screen);
    // A phone has no columns to choose: there the question has gone while the pictures were taken.
    if (!pictures) assert.ok(await layer.isVisible(), `"${screen}" was there all the time`);
    await this.page().keyboard.press('Escape');
    await layer.waitFor({ state: 'hidden' });
  }

  // At all of the list.
  finish() {
    const wanted = this.screens.flatMap((screen) => schemes.map((scheme) => `${screen}, ${scheme}`));
    assert.equal(new Set(this.screens).size, this.screens.length);
    assert.deepEqual([...this.looked].sort(), [...wanted].sort());
  }
}
