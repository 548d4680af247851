/** What a link to a page shows elsewhere: in a search result, a chat, a feed. */
export interface PageHead {
  readonly title: string;
  readonly description?: string | null;
  /** A path of ours or a whole address. */
  readonly image?: string | null;
  /** schema.org facts. */
  readonly jsonLd?: object | null;
  /** 200 when absent; 404 for a page whose subject does not exist. */
  readonly status?: 200 | 404 | 410;
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

/** Inside a script element only `<` can end it; the two separators end a line of JavaScript. */
const escapeScript = (json: string): string =>
  json.replace(/[<\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** @param url the canonical address of the page */
export function renderHead(head: PageHead, url: string, nonce: string): string {
  const meta = (key: 'name' | 'property', name: string, content: string | null | undefined) =>
    content ? `<meta ${key}="${name}" content="${escapeHtml(content)}" />` : '';
  const image = head.image ? new URL(head.image, url).href : undefined;
  return [
    meta('name', 'description', head.description),
    `<link rel="canonical" href="${escapeHtml(url)}" />`,
    meta('property', 'og:site_name', 'Etalage'),
    meta('property', 'og:type', 'website'),
    meta('property', 'og:title', head.title),
    meta('property', 'og:description', head.description),
    meta('property', 'og:url', url),
    meta('property', 'og:image', image),
    meta('name', 'twitter:card', image ? 'summary_large_image' : 'summary'),
    head.jsonLd ? `<script type="application/ld+json" nonce="${nonce}">${escapeScript(JSON.stringify(head.jsonLd))}</script>` : '',
  ]
    .filter(Boolean)
    .join('\n    ');
}
