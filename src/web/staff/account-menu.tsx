import { useState } from 'react';
import { ask } from '../client/api.ts';
import { pageTheme, setTheme, type Theme } from '../client/theme.ts';
import { ChevronDown, LogOut } from '../ui/icons.ts';
import { Avatar, Tabs } from '../ui/parts.tsx';
import { Popover } from '../ui/popover.tsx';
import { useLanguageChoice } from './language.tsx';
import { useMe } from './session.tsx';
import { useStaffWords } from './words.ts';

/** Who is here, and what this browser prefers: language, light or dark, sign out. */
export function AccountMenu({ under, compact = false }: { under?: string; compact?: boolean }) {
  const me = useMe();
  const words = useStaffWords();
  const label = (
    <>
      <Avatar name={me.user.name} src={null} size={34} />
      <span className={compact ? 'sr' : 'grow'}>
        <b className="b ell">{me.user.name}</b>
        {under ? <small className="xs mm ell">{under}</small> : null}
      </span>
      {compact ? null : <ChevronDown size={16} />}
    </>
  );
  return (
    <Popover className={`account-b ${compact ? 'compact' : ''}`} label={label} title={words.account}>
      <Preferences />
      <ul className="menu">
        <li>
          <a href="/account">{words.security}</a>
        </li>
        <li>
          <a href="/">{words.viewer}</a>
        </li>
        <li>
          <button type="button" onClick={() => void signOut()}>
            <LogOut size={17} /> {words.signOut}
          </button>
        </li>
      </ul>
    </Popover>
  );
}

function Preferences() {
  const words = useStaffWords();
  const { language, pick } = useLanguageChoice();
  const [theme, setShown] = useState(pageTheme);
  const pickTheme = (key: string) => {
    setTheme(key as Theme);
    setShown(key as Theme);
  };
  return (
    <div className="col g3">
      <Tabs
        label={words.language}
        current={language}
        onPick={(key) => pick(key === 'nl' ? 'nl' : 'en')}
        tabs={[
          { key: 'en', label: <span lang="en">English</span> },
          { key: 'nl', label: <span lang="nl">Nederlands</span> },
        ]}
      />
      <Tabs
        label={words.appearance}
        current={theme}
        onPick={pickTheme}
        tabs={[
          { key: 'light', label: words.light },
          { key: 'dark', label: words.dark },
        ]}
      />
    </div>
  );
}

/** Signing out ends the session on the server; the page then starts anew, so that nothing of it stays in memory. */
async function signOut(): Promise<void> {
  await ask(postEmpty('/api/auth/sign-out'));
  location.assign('/');
}

async function postEmpty(path: string): Promise<{ response: Response }> {
  return {
    response: await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
  };
}
