import { useState } from 'react';
import { time } from '../../client/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Laptop, LogOut, Smartphone, Store, User } from '../../ui/icons.ts';
import { EmptyState, Note, Skeleton, Tag } from '../../ui/parts.tsx';
import { refreshMe, useLoad, useMe, useTools } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';
import { auth, type AuthAnswer, type Session } from './auth.ts';
import { Codes } from './codes.tsx';
import { Passkeys } from './passkeys.tsx';

/** How one gets in, where one is signed in, and the ways to the shop's own rooms. */
export default function Account() {
  const w = useWords();
  const me = useMe();
  const tools = useTools();
  if (!me) return <Skeleton height="240px" label={w.loading} />;
  if (!me.user)
    return (
      <EmptyState
        icon={<User size={36} />}
        title={w.notSignedIn}
        action={
          <ButtonLink tone="solid" href="/sign-in?next=/account">
            {w.signIn}
          </ButtonLink>
        }
      />
    );
  const leave = async () => {
    await auth.signOut();
    await refreshMe(tools);
    tools.router.navigate('/');
  };

  return (
    <div className="page narrow account">
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{w.account}</h1>
          <p className="m">
            {me.user.name}, {me.user.email}
          </p>
        </div>
        <Button onClick={() => void leave()} icon={<LogOut size={18} />}>
          {w.signOut}
        </Button>
      </div>
      {me.memberships.length > 0 || me.isOperator ? (
        <section className="card pad row wrap between">
          <span className="row">
            <Store size={20} aria-hidden="true" />
            {w.yourShops(me.memberships.map((entry) => entry.orgName).join(', '))}
          </span>
          <span className="row">
            <ButtonLink href="/studio" size="sm">
              {w.studio}
            </ButtonLink>
            <ButtonLink href="/office" size="sm">
              {w.office}
            </ButtonLink>
          </span>
        </section>
      ) : null}
      <section className="card pad col g4">
        <h2>{w.howYouGetIn}</h2>
        <Passkeys />
        <Codes isOn={me.user.twoFactor} />
      </section>
      <Sessions />
    </div>
  );
}

function Sessions() {
  const w = useWords();
  const tools = useTools();
  const [problem, setProblem] = useState<string | null>(null);
  const loaded = useLoad<Session[]>('sessions', async () => {
    const answer = await auth.sessions();
    if (!answer.ok) return { ok: false, refusal: { reason: 'unreachable', status: 0, facts: {}, errors: [], requestId: null } };
    return { ok: true, value: answer.value.items };
  });
  const act = async (call: Promise<AuthAnswer<object>>) => {
    const answer = await call;
    setProblem(answer.ok ? null : w.authProblems[answer.problem]);
    loaded.reload();
    await refreshMe(tools);
  };

  return (
    <section className="card pad">
      <h2>{loaded.state === 'ready' ? w.signedInPlaces(loaded.value.length) : w.signedInAt}</h2>
      {problem ? (
        <Note tone="stop" role="alert">
          {problem}
        </Note>
      ) : null}
      {loaded.state === 'loading' ? <Skeleton height="72px" label={w.loading} /> : null}
      {loaded.state === 'refused' ? <Note tone="warn">{w.sessionsFailed}</Note> : null}
      {loaded.state === 'ready' ? (
        <>
          {loaded.value.map((session) => (
            <SessionRow key={session.id} session={session} isHere={session.current} onRevoke={() => void act(auth.revoke(session.id))} />
          ))}
          {loaded.value.length > 1 ? (
            <Button wide onClick={() => void act(auth.revokeOthers())}>
              {w.signOutOthers}
            </Button>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

function SessionRow({ session, isHere, onRevoke }: { session: Session; isHere: boolean; onRevoke: () => void }) {
  const w = useWords();
  const language = useLanguage();
  const device = deviceOf(session.userAgent ?? '', w);
  return (
    <div className="se">
      <span className="i" aria-hidden="true">
        {device.isPhone ? <Smartphone size={20} /> : <Laptop size={20} />}
      </span>
      <div className="grow">
        <b className="b">{device.name}</b>
        <p className="xs m">{[session.ipAddress, isHere ? w.now : time(session.seenAt, 'moment', language)].filter(Boolean).join(', ')}</p>
        {isHere ? <Tag tone="proof">{w.thisDevice}</Tag> : null}
      </div>
      {isHere ? null : (
        <Button size="sm" onClick={onRevoke} aria-label={w.signOutDevice(device.name)}>
          {w.signOut}
        </Button>
      )}
    </div>
  );
}

/** Enough to recognise one's own device; the full line of the browser says no more to people. */
function deviceOf(agent: string, w: ReturnType<typeof useWords>): { name: string; isPhone: boolean } {
  const isPhone = /Mobile|Android|iPhone/.test(agent);
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : '';
  const system = /iPhone|iPad/.test(agent)
    ? 'iOS'
    : /Android/.test(agent)
      ? 'Android'
      : /Mac OS/.test(agent)
        ? 'macOS'
        : /Windows/.test(agent)
          ? 'Windows'
          : /Linux/.test(agent)
            ? 'Linux'
            : '';
  return { isPhone, name: [isPhone ? w.phone : w.computer, browser, system].filter(Boolean).join(', ') };
}
