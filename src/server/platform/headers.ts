/**
 * Security headers of every answer, errors and 404 included. A page replaces the content policy with its own.
 * Source: OWASP ASVS 5 chapter 3.4.
 */
export const API_CSP = "default-src 'none'; frame-ancestors 'none'";

export function commonHeaders(secure: boolean): Record<string, string> {
  return {
    'content-security-policy': API_CSP,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
    'cache-control': 'no-store',
    // Without TLS the promise would lock people out of their own machine.
    ...(secure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/**
 * Pages of the viewer, studio and office. hls.js needs workers and media from blob:.
 * @param nonce fresh per answer
 * @param paymentOrigins where a hosted payment page may be framed from
 * @param mediaOrigins edges and a bucket that hand out media
 */
export function pageCsp(nonce: string, paymentOrigins: readonly string[], mediaOrigins: readonly string[], secure: boolean): string {
  const edges = mediaOrigins.map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    // Styles set by script on elements (rings, progress) need attribute styles; style elements need the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `media-src 'self' blob:${edges}`,
    "worker-src 'self' blob:",
    `connect-src 'self'${edges}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    `frame-src 'self' ${paymentOrigins.join(' ')}`.trim(),
    "frame-ancestors 'self'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
