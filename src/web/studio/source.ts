/** Where the picture of a show comes from: this browser, or an encoder elsewhere. Backstage, this browser sends and nobody sees it. */
export type Source = 'browser' | 'backstage' | 'encoder';

const key = (showId: string) => `source:${showId}`;

/** Kept per tab: a reload rejoins, and a colleague's second tab does not start a second camera. */
export function readSource(showId: string): Source | null {
  try {
    const kept = sessionStorage.getItem(key(showId));
    return kept === 'browser' || kept === 'backstage' || kept === 'encoder' ? kept : null;
  } catch {
    return null;
  }
}
export function keepSource(showId: string, source: Source | null): void {
  try {
    if (source === null) sessionStorage.removeItem(key(showId));
    else sessionStorage.setItem(key(showId), source);
  } catch {
    // Without storage a reload asks again.
  }
}
