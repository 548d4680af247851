/**
 * GS1 trade numbers of 8, 12, 13 or 14 digits end in a check digit.
 * @returns `fine`, the number with its right check digit, or null when this is no such number at all.
 */
export function checkGtin(text: string): { fine: true } | { fine: false; proposal: string } | null {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return null;
  const digits = [...text].map(Number);
  const body = digits.slice(0, -1).toReversed();
  const sum = body.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  const check = (10 - (sum % 10)) % 10;
  return check === digits.at(-1) ? { fine: true } : { fine: false, proposal: text.slice(0, -1) + check };
}
