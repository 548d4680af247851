import type { ModerationReason } from '#contract/moderation.ts';
import { hasLookAlikes } from '#lib/look-alikes.ts';
import { hasLink } from './links.ts';

const EMAIL = /[\p{L}\p{N}._%+-]{2,}\s?(?:@|[([]\s?at\s?[)\]])\s?[\p{L}\p{N}-]{2,}\s?(?:\.|[([]\s?dot\s?[)\]]|\sdot\s)\s?\p{L}{2,}/iu;
/** Begins with a plus or a zero, as numbers that one can dial do; prices, sizes and dates do not. */
const PHONE = /(?<![\p{L}\p{N}.,-])(?:\+|00|0|\(0)[\d\s().\-/]{7,20}\d(?![\p{L}\p{N}])/gu;
const DATE = /^0?\d[-/.]\d{1,2}[-/.]\d{2,4}$/u;
const PHONE_DIGITS = { min: 9, max: 15 };

const IBAN = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?(?![\p{L}\p{N}])/giu;
/** Somebody asks for money, or for a talk, outside of the shop. English and Dutch. */
const OUTSIDE: readonly RegExp[] = [
  /\b(?:pay|send|transfer|wire)\b.{0,24}\b(?:me|my)\b.{0,16}\b(?:paypal|venmo|zelle|cash ?app|revolut|wise|tikkie|iban|account|crypto|bitcoin|usdt|directly|privately)\b/iu,
  /\b(?:pay|buy|order)\b.{0,16}\b(?:outside|off)\b.{0,12}\b(?:this |the )?(?:shop|site|app|platform|here)\b/iu,
  /\b(?:pay|paying|checkout|check out)\b.{0,8}\bhere\b\s?:/iu,
  /\b(?:dm|pm|text|message|add|contact|write|app|stuur)\s(?:me|mij|us|ons)\b.{0,30}\b(?:whats ?app|telegram|signal|zalo|we ?chat|viber|insta(?:gram)?|cheaper|discount|deal|goedkoper|korting)\b/iu,
  /\b(?:whats ?app|telegram|zalo|we ?chat|viber)\b\s?(?::|=|me\b|mij\b|\+?\d)/iu,
  /\b(?:betaal|maak\b.{0,12}\bover|stuur)\b.{0,24}\b(?:mij|me|mijn)\b.{0,16}\b(?:tikkie|paypal|rekening|rechtstreeks|priv[eé])\b/iu,
  /\b(?:betaal|bestel|koop)\b.{0,16}\bbuiten\b.{0,12}\b(?:de winkel|de shop|de site|de app|het platform)\b/iu,
];
const LETTERS_TO_SHOUT = 12;
const SHOUTED = 0.8;

/** What a moderator should look at before everybody sees it. Simple signs that people can be told; never a verdict. */
export function doubtsAbout(text: string): ModerationReason[] {
  const plain = text.normalize('NFKC');
  const doubts: ModerationReason[] = [];
  const isEmail = EMAIL.test(plain);
  if (OUTSIDE.some((sign) => sign.test(plain)) || hasIban(plain)) doubts.push('outside_payment');
  if (hasLink(isEmail ? text.replace(new RegExp(EMAIL, 'giu'), ' ') : text)) doubts.push('link');
  if (hasPhone(plain)) doubts.push('phone_number');
  if (isEmail) doubts.push('email_address');
  if (hasLookAlikes(text)) doubts.push('look_alike');
  if (isShouted(text)) doubts.push('capitals');
  return doubts;
}

function hasPhone(text: string): boolean {
  for (const [found] of text.matchAll(PHONE)) {
    const digits = found.replace(/\D/gu, '').length;
    if (digits >= PHONE_DIGITS.min && digits <= PHONE_DIGITS.max && !DATE.test(found)) return true;
  }
  return false;
}

/** A bank account by its check digits (ISO 13616), so that a serial number is not one. */
function hasIban(text: string): boolean {
  for (const [found] of text.matchAll(IBAN)) {
    const bare = found.replace(/\s/gu, '').toUpperCase();
    // A word may follow the number without a sign in between: shorter readings are tried too.
    for (let length = bare.length; length >= 15; length--) if (checksOut(bare.slice(0, length))) return true;
  }
  return false;
}

function checksOut(iban: string): boolean {
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97;
  return rest === 1;
}

function isShouted(text: string): boolean {
  const cased = text.match(/[\p{Lu}\p{Ll}]/gu) ?? [];
  const loud = text.match(/\p{Lu}/gu) ?? [];
  return cased.length >= LETTERS_TO_SHOUT && loud.length / cased.length >= SHOUTED && /\s/u.test(text.trim());
}
