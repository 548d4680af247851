import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import type { Language } from '#contract/common.ts';
import { foreignWords } from './words.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What another theme and another language can change of a page that is otherwise the same. */
export const RULES_OF_LOOKS = ['color-contrast', 'link-in-text-block', 'button-name', 'link-name', 'label', 'html-has-lang'];
/** A page whose main action is further than this from its beginning has lost its keyboard users. */
const MAX_TABS = 60;
/** Below this an animation is a change of state that nobody sees move. */
const STILL_MS = 50;

/** Loaded: the words are there, nothing is a grey bar any more. */
export async function settled(page: Page, wait: string): Promise<void> {
  await page.locator(wait).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.skel'));
  await page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'));
  await page.evaluate(() => document.fonts.ready);
}

interface Strictness {
  /** Titles that labels may repeat in another language. */
  readonly quoted?: readonly string[];
  /** What axe looks at; everything of WCAG 2.2 AA when absent. */
  readonly rules?: readonly string[] | null;
}

/** What is wrong with a page as it stands; empty when nothing is. */
export async function findFaults(page: Page, language: Language, { quoted = [], rules = null }: Strictness = {}): Promise<string[]> {
  const [barriers, facts] = [await accessibilityFaults(page, rules), await page.evaluate(readPage, STILL_MS)];
  return [
    ...barriers,
    ...(facts.overflow > 0 ? [`${facts.overflow} px wider than the screen: ${facts.widest}`] : []),
    ...(facts.language === language ? [] : [`the page calls itself "${facts.language}"`]),
    ...foreignWords(language, facts.texts, facts.spoken, quoted).map((text) => `not ${language}: "${text}"`),
    ...facts.covered.map((title) => `the heading lies under something: "${title}"`),
    ...facts.moving.map((name) => `moves although motion is unwelcome: ${name}`),
  ];
}

async function accessibilityFaults(page: Page, rules: readonly string[] | null): Promise<string[]> {
  // The other mode opens a page per run to read frames of other origins; there are none here.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules ? axe.withRules([...rules]) : axe.withTags(WCAG)).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? node.html}`).join(' | ')}`,
  );
}

/** Runs in the page. */
function readPage(stillMs: number) {
  const overflow = document.documentElement.scrollWidth - innerWidth;
  const sticksOut = (element: Element) => element.getBoundingClientRect().right > innerWidth + 0.5;
  const widest = overflow > 0 ? [...document.querySelectorAll('body *')].filter(sticksOut).slice(0, 3) : [];
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim();
    // A switch to another language is written in that language and says so.
    if (text && !walker.currentNode.parentElement?.closest('[lang], script')) texts.push(text);
  }
  const spoken = [...document.querySelectorAll('button, label, th, nav a, [aria-label], [placeholder]')]
    .filter((element) => !element.closest('[lang]:not(html)'))
    .flatMap((element) => [
      element.getAttribute('aria-label') ?? '',
      element.getAttribute('placeholder') ?? '',
      element.matches('button, label, th, nav a') ? (element.textContent ?? '') : '',
    ]);
  const covered = [...document.querySelectorAll('h1')].filter((title) => {
    const words = document.createRange();
    words.selectNodeContents(title);
    const { left, right, top, bottom } = words.getBoundingClientRect();
    // Some titles are for those who listen only.
    const isRead = title.clientWidth > 8 && top >= 0 && bottom <= innerHeight && !document.querySelector('dialog[open]');
    const points = [left + 3, (left + right) / 2, right - 3].map((x) => document.elementFromPoint(x, (top + bottom) / 2));
    return isRead && points.some((over) => over !== null && !title.contains(over) && !over.contains(title));
  });
  const moving = document
    .getAnimations()
    .filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration) > stillMs)
    .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : animation.id || 'transition'));
  return {
    overflow,
    widest: widest.map((element) => `${element.tagName.toLowerCase()}.${element.className}`).join(', '),
    language: document.documentElement.lang,
    texts,
    spoken,
    covered: covered.map((title) => title.textContent ?? ''),
    moving,
  };
}

/** Goes by the Tab key from the top of the page to its main action. @returns what is wrong with that way, or null */
export async function keyboardFault(page: Page, action: Locator): Promise<string | null> {
  const target = await action.first().elementHandle();
  if (!target) return 'the main action is not there';
  for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    if (!(await target.evaluate((element) => element === document.activeElement))) continue;
    const seen = await target.evaluate((element) => {
      const near = [element, element.parentElement, element.parentElement?.parentElement].filter((each) => each != null);
      const ring = near.some((each) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(each);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      });
      const box = element.getBoundingClientRect();
      const inside = box.bottom > 0 && box.top < innerHeight;
      return { ring, inside };
    });
    if (!seen.ring) return 'the main action shows no focus';
    return seen.inside ? null : 'the focused main action is out of view';
  }
  return `the main action is not within ${MAX_TABS} presses of Tab`;
}
