import assert from 'node:assert/strict';
import test from 'node:test';
import { doubtsAbout } from './doubts.ts';

const TABLE: [string, string[]][] = [
  ['cheaper at my page, pay here: pay-fast.example', ['outside_payment', 'link']],
  ['send me the money by paypal', ['outside_payment']],
  ['Can I pay with PayPal?', []],
  ['do you take tikkie', []],
  ['betaal mij met een tikkie', ['outside_payment']],
  ['dm me for a cheaper one on telegram', ['outside_payment']],
  ['whatsapp me', ['outside_payment']],
  ['NL91 ABNA 0417 1643 00', ['outside_payment', 'phone_number']],
  ['to BE68539007547034 please', ['outside_payment']],
  ['to BE68539007547035 please', []],
  ['call me 0470 12 34 56 for a used one', ['phone_number']],
  ['+32 470 12 34 56', ['phone_number']],
  ['0031-6-12345678', ['phone_number']],
  ['it costs 1.000.000', []],
  ['on 05-11-2026 it arrived', []],
  ['order 100200300', []],
  ['28 x 28 x 5 cm', []],
  ['mail me at ann.smit@example.org', ['email_address']],
  ['ann (at) example (dot) org', ['email_address']],
  ['@Marit does it rust?', []],
  ['p\u0430ypal is fine', ['look_alike']],
  ['10 µm of coating', []],
  ['Привет из Гента', []],
  ['ΚΑΛΗΜΕΡΑ', []],
  ['WHY IS NOBODY ANSWERING ME', ['capitals']],
  ['I LOVE THIS', []],
  ['ABSOLUTELY', []],
  ['CE, EN 1935 and FDA approved', []],
  ['👩‍🍳🇧🇪 great pan', []],
];
for (const [text, doubts] of TABLE)
  test(`${text}: ${doubts.join(', ') || 'nothing to doubt'}`, () => assert.deepEqual(doubtsAbout(text), doubts));
