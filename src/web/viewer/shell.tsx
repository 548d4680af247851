import { type ReactNode, useState } from 'react';
import type { Language } from '#contract/common.ts';
import { pageTheme, setTheme } from '../client/theme.ts';
import { IconButton } from '../ui/button.tsx';
import { Calendar, History, Languages, Moon, Receipt, Search, Store, Sun, User } from '../ui/icons.ts';
import { Avatar, Logo } from '../ui/parts.tsx';
import type { Route } from './router.ts';
import { useMe, useOnline, useTools } from './tools.tsx';
import { useLanguage, useWords } from './words.ts';

/** The awning, the page, and on a phone the four doors below. */
export function Shell({ route, onLanguage, children }: { route: Route; onLanguage: (language: Language) => void; children: ReactNode }) {
  const w = useWords();
  const online = useOnline();
  const links = [
    { page: 'home', href: '/', label: w.navLive, icon: <Store size={20} /> },
    { page: 'upcoming', href: '/upcoming', label: w.navUpcoming, icon: <Calendar size={20} /> },
    { page: 'replays', href: '/replays', label: w.navReplays, icon: <History size={20} /> },
    { page: 'orders', href: '/orders', label: w.navOrders, icon: <Receipt size={20} /> },
  ];
  const current = (page: string) => (route.page === page ? ('page' as const) : undefined);

  return (
    <div className={`shellv ${route.page === 'home' ? 'on-home' : ''}`}>
      <a className="btn skip" href="#main">
        {w.skipToPage}
      </a>
      <div className="awning">
        <header className="hd">
          <Logo />
          <nav aria-label={w.navMain}>
            {links.map((link) => (
              <a key={link.page} href={link.href} aria-current={current(link.page)}>
                {link.label}
              </a>
            ))}
          </nav>
          <SearchBox initial={route.query.get('q') ?? ''} />
          <Preferences onLanguage={onLanguage} />
          <AccountLink />
        </header>
        <div className="scallop" aria-hidden="true" />
      </div>
      {online ? null : (
        <p className="offline-bar" role="status">
          {w.offlineBar}
        </p>
      )}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <nav className="doors" aria-label={w.navMain}>
        {links.map((link) => (
          <a key={link.page} href={link.href} aria-current={current(link.page)}>
            {link.icon}
            {link.page === 'orders' ? w.doorOrders : link.label}
          </a>
        ))}
      </nav>
    </div>
  );
}

function SearchBox({ initial }: { initial: string }) {
  const w = useWords();
  const { router } = useTools();
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const text = String(new FormData(event.currentTarget).get('q') ?? '').trim();
        router.navigate(text ? `/?q=${encodeURIComponent(text)}` : '/');
      }}
    >
      <Search size={18} aria-hidden="true" />
      <input key={initial} name="q" type="search" defaultValue={initial} placeholder={w.searchHint} aria-label={w.search} />
    </form>
  );
}

export function Preferences({ onLanguage }: { onLanguage: (language: Language) => void }) {
  const w = useWords();
  const language = useLanguage();
  const [theme, keepTheme] = useState(pageTheme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <span className="row g1 end">
      <button
        type="button"
        className="ib lang"
        onClick={() => onLanguage(language === 'en' ? 'nl' : 'en')}
        aria-label={w.switchLanguage}
        lang={language === 'en' ? 'nl' : 'en'}
      >
        <Languages size={18} aria-hidden="true" />
        <b aria-hidden="true">{language === 'en' ? 'NL' : 'EN'}</b>
      </button>
      <IconButton
        label={other === 'dark' ? w.toDark : w.toLight}
        onClick={() => {
          setTheme(other);
          keepTheme(other);
        }}
      >
        {other === 'dark' ? <Moon size={20} /> : <Sun size={20} />}
      </IconButton>
    </span>
  );
}

function AccountLink() {
  const w = useWords();
  const me = useMe();
  if (me?.user)
    return (
      <a href="/account" className="ib" aria-label={w.account}>
        <Avatar name={me.user.name} src={null} />
      </a>
    );
  return (
    <a href="/sign-in" className="signin" aria-label={w.signIn}>
      <User size={20} aria-hidden="true" />
      <span>{w.signIn}</span>
    </a>
  );
}
