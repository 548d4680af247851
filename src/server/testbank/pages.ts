import { type Choice, OUTCOMES, type Payment, TRAVELS } from './bank.ts';
import { STYLE } from './style.ts';
import { type Language, words } from './words.ts';

/** The first page: what the bank should do, and how the shop hears of it. */
export function choosePage(payment: Payment, nonce: string): string {
  const say = words(payment.language);
  const outcomes = OUTCOMES.map((outcome, at) => option('outcome', outcome, say.outcomes[outcome], at === 0)).join('');
  const travels = TRAVELS.map((travel, at) => option('travels', travel, say.travels[travel], at === 0)).join('');
  return page(
    payment.language,
    nonce,
    `<form method="post" action="/pay/${payment.token}">
      ${heading(payment, say.pay(money(payment)))}
      <fieldset><legend>${say.outcome}</legend>${outcomes}</fieldset>
      <details><summary>${say.travel}</summary><fieldset><legend class="unseen">${say.travel}</legend>${travels}</fieldset></details>
      <div class="foot"><button class="solid">${say.go}</button></div>
    </form>`,
  );
}

/** The page that asks for a code, as 3-D Secure does. */
export function codePage(payment: Payment, nonce: string, options: { isWrong: boolean }): string {
  const say = words(payment.language);
  const verdict = (choice: Exclude<Choice, 'challenge'>, label: string, look: string, more = '') =>
    `<button class="${look}" name="verdict" value="${choice}"${more}>${label}</button>`;
  return page(
    payment.language,
    nonce,
    `<form method="post" action="/pay/${payment.token}/code">
      ${heading(payment, say.approveAmount(money(payment)))}
      <label for="code">${say.code}</label>
      <input id="code" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"
        ${options.isWrong ? 'aria-invalid="true" aria-describedby="wrong"' : ''}>
      ${options.isWrong ? `<p id="wrong" class="wrong" role="alert">${say.codeWrong}</p>` : ''}
      <div class="foot">
        ${verdict('success', say.approve, 'solid')}
        <div class="pair">${verdict('decline', say.declineShort, 'line')}${verdict('timeout', say.timeoutShort, 'line')}</div>
      </div>
    </form>`,
  );
}

export function overPage(payment: Payment, nonce: string): string {
  const say = words(payment.language);
  const state = payment.state === 'open' ? 'cancelled' : payment.state;
  return page(
    payment.language,
    nonce,
    `<h1>${say.over[state]}</h1><div class="foot"><a class="line" href="${escape(payment.returnUrl)}">${say.back}</a></div>`,
  );
}

export const unknownPage = (language: Language, nonce: string): string => page(language, nonce, `<h1>${words(language).unknown}</h1>`);

/** Nobody may frame it but the shop; a form may only lead here and back to the shop. */
export const pageHeaders = (nonce: string, shopOrigins: readonly string[]): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `form-action 'self' ${shopOrigins.join(' ')}`,
    `frame-ancestors 'self' ${shopOrigins.join(' ')}`,
    "base-uri 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
});

function page(language: Language, nonce: string, body: string): string {
  const say = words(language);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${say.title}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body><main><p class="stripes">${say.stripe}</p><div class="in">${body}</div></main></body>
</html>
`;
}

const heading = (payment: Payment, title: string): string =>
  `<h1>${title}</h1><p class="who">${escape(payment.shop)}, ${words(payment.language).with[payment.method]}<br>${escape(payment.description)}</p>`;

const option = (name: string, value: string, label: readonly string[], isOn: boolean): string =>
  `<label class="choice"><input type="radio" name="${name}" value="${value}"${isOn ? ' checked' : ''}><span><b>${label[0]}</b>${
    label[1] ? `<small>${label[1]}</small>` : ''
  }</span></label>`;

const money = (payment: Payment): string =>
  new Intl.NumberFormat(payment.language === 'nl' ? 'nl-NL' : 'en-IE', { style: 'currency', currency: payment.amount.currency }).format(
    payment.amount.minor / 100,
  );

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
