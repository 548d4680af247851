import { VIEWER_PAGES as PAGES } from '#contract/pages.ts';
import { createStore, useStore } from '../client/store.ts';

export type Page = keyof typeof PAGES;
export interface Route {
  readonly page: Page | 'missing';
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly path: string;
}

/** Which page an address shows. */
export function matchRoute(path: string, search = ''): Route {
  const parts = path.split('/').filter(Boolean);
  const query = new URLSearchParams(search);
  for (const [page, pattern] of Object.entries(PAGES)) {
    const wanted = pattern.split('/').filter(Boolean);
    if (wanted.length !== parts.length) continue;
    if (!wanted.every((part, at) => part.startsWith(':') || part === parts[at])) continue;
    const params = Object.fromEntries(wanted.flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), decode(parts[at]!)]] : [])));
    return { page: page as Page, params, query, path };
  }
  return { page: 'missing', params: {}, query, path };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export interface Router {
  navigate(to: string, options?: { replace?: boolean }): void;
  useRoute(): Route;
}

/** A table of patterns over the History API. Plain links work: clicks on our own pages stay in this page. */
export function createRouter(): Router {
  const here = () => matchRoute(location.pathname, location.search);
  const route = createStore<Route>(here());
  const refresh = () => {
    const now = here();
    const same = now.path === route.get().path && now.query.toString() === route.get().query.toString();
    // Sheets push history entries of the same address; that is no other page.
    if (!same) route.set(now);
  };

  function navigate(to: string, { replace = false } = {}): void {
    if (replace) history.replaceState({}, '', to);
    else history.pushState({}, '', to);
    refresh();
    scrollTo(0, 0);
  }

  addEventListener('popstate', refresh);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !staysHere(event, link)) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
    // What was focused is gone; the new page's heading says where we are.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1, main')?.focus({ preventScroll: true }));
  });

  return { navigate, useRoute: () => useStore(route) };
}

function staysHere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
  if (!plain || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return false;
  if (link.hash && link.pathname === location.pathname) return false;
  return matchRoute(link.pathname).page !== 'missing';
}
