import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { AccountMenu } from '../staff/account-menu.tsx';
import { Ellipsis, Video } from '../staff/icons.ts';
import { Fence } from '../staff/page.tsx';
import { hasRole, keepOrganisation, type Membership, useMe } from '../staff/session.tsx';
import { useStaffWords } from '../staff/words.ts';
import { Lock } from '../ui/icons.ts';
import { EmptyState, Logo } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { InstanceNote } from './instance-note.tsx';
import { OrganisationProvider } from './organisation.tsx';
import { SECTIONS } from './sections.tsx';
import { useWords } from './words.ts';

/** How many sections the bar at the bottom of a phone holds; the others are behind "More". */
const BAR_HOLDS = 4;

/** Navigation around one section. The organisation comes from the address, so that a link shows the same to a colleague. */
export function Shell() {
  const me = useMe();
  const staff = useStaffWords();
  const { org } = useParams({ strict: false });
  const membership = me.memberships.find(({ orgSlug }) => orgSlug === org);
  useEffect(() => {
    if (membership) keepOrganisation(membership.orgSlug);
  }, [membership]);
  if (!membership) return <NotHere />;

  return (
    <OrganisationProvider value={membership}>
      <a className="btn skip" href="#main">
        {staff.skip}
      </a>
      <div className="shell office">
        <Side membership={membership} />
        <main id="main" tabIndex={-1} className="col office-main" key={membership.orgId}>
          {me.isOperator ? <InstanceNote /> : null}
          <Fence>
            <Outlet />
          </Fence>
        </main>
        <Bar membership={membership} />
      </div>
    </OrganisationProvider>
  );
}

function Side({ membership }: { membership: Membership }) {
  const words = useWords();
  return (
    <nav className="side" aria-label={words.office}>
      <Logo />
      <Switcher membership={membership} />
      <Links membership={membership} />
      <a href="/studio" className="to-studio">
        <Video size={18} /> {words.studio}
      </a>
      <div className="side-foot">
        <AccountMenu under={membership.roles.map((role) => words.roles[role]).join(', ')} />
      </div>
    </nav>
  );
}

/** A person of one organisation needs no choice; the name is enough. */
function Switcher({ membership }: { membership: Membership }) {
  const me = useMe();
  const staff = useStaffWords();
  const navigate = useNavigate();
  if (me.memberships.length < 2) return <p className="b side-org">{membership.orgName}</p>;
  return (
    <label className="inp side-org">
      <span className="sr">{staff.organisation}</span>
      <select value={membership.orgSlug} onChange={(event) => void navigate({ to: '/$org', params: { org: event.target.value } })}>
        {me.memberships.map(({ orgSlug, orgName }) => (
          <option key={orgSlug} value={orgSlug}>
            {orgName}
          </option>
        ))}
      </select>
    </label>
  );
}

const allowed = (membership: Membership) => SECTIONS.filter((section) => !('roles' in section) || hasRole(membership, ...section.roles));

function Links({ membership, onPick }: { membership: Membership; onPick?: () => void }) {
  const words = useWords();
  return allowed(membership).map(({ to, word, Icon }) => (
    <Link
      key={word}
      to={to}
      params={{ org: membership.orgSlug, id: undefined }}
      activeProps={{ className: 'on' }}
      activeOptions={{ exact: false }}
      onClick={onPick}
    >
      <Icon size={18} /> {words[word]}
    </Link>
  ));
}

/** The phone's navigation. The sheet behind "More" holds everything that the left column holds. */
function Bar({ membership }: { membership: Membership }) {
  const words = useWords();
  const staff = useStaffWords();
  const [open, setOpen] = useState(false);
  return (
    <nav className="bar" aria-label={words.office}>
      {allowed(membership)
        .slice(0, BAR_HOLDS)
        .map(({ to, word, Icon }) => (
          <Link key={word} to={to} params={{ org: membership.orgSlug, id: undefined }} activeProps={{ className: 'on' }}>
            <Icon size={21} /> {words[word]}
          </Link>
        ))}
      <button type="button" onClick={() => setOpen(true)} aria-haspopup="dialog">
        <Ellipsis size={21} /> {words.more}
      </button>
      {open ? (
        <Sheet title={membership.orgName} words={staff} onClose={() => setOpen(false)} detent="full" backCloses={false}>
          <div className="side in-sheet">
            <Switcher membership={membership} />
            <Links membership={membership} onPick={() => setOpen(false)} />
            <a href="/studio">
              <Video size={18} /> {words.studio}
            </a>
            <AccountMenu />
          </div>
        </Sheet>
      ) : null}
    </nav>
  );
}

/** Also the answer for an organisation of others: whether it exists is none of the asker's business. */
export function NotHere() {
  const staff = useStaffWords();
  return (
    <main className="state">
      <EmptyState
        icon={<Lock size={28} />}
        title={staff.lookingFor}
        action={
          <a className="btn" href="/office">
            {staff.retry}
          </a>
        }
      >
        {staff.lookingForBody}
      </EmptyState>
    </main>
  );
}
