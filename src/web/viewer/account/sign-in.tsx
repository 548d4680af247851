import { type FormEvent, useState } from 'react';
import { ask } from '../../client/api.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Eye, EyeOff, Fingerprint } from '../../ui/icons.ts';
import { Field, Logo, Note } from '../../ui/parts.tsx';
import { refreshMe, useTools } from '../tools.tsx';
import { useWords } from '../words.ts';
import { auth, type AuthAnswer, type AuthProblem, passkeysWork } from './auth.ts';
import { CodeField } from './code-field.tsx';
import { Window } from './window.tsx';

type Step = { at: 'start' } | { at: 'password'; email: string } | { at: 'code' } | { at: 'recovery' };

/** Passkey first, then email and password, then a code when the account has one. */
export default function SignIn({ isNew, next }: { isNew: boolean; next: string | null }) {
  const w = useWords();
  const tools = useTools();
  const [step, setStep] = useState<Step>({ at: 'start' });
  const [problem, setProblem] = useState<AuthProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const target = safeNext(next);

  async function go<T>(call: () => Promise<AuthAnswer<T>>, then?: (value: T) => Step | null): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await call();
    if (!answer.ok) {
      setBusy(false);
      if (answer.problem !== 'cancelled') setProblem(answer.problem);
      return;
    }
    const more = then?.(answer.value) ?? null;
    if (more) {
      setBusy(false);
      return setStep(more);
    }
    await refreshMe(tools);
    // What was bought on this device as a guest belongs to the account from now on.
    await ask(tools.api.POST('/api/me/orders/claim'));
    if (/^\/(studio|office)(\/|$)/.test(target)) location.assign(target);
    else tools.router.navigate(target, { replace: true });
  }
  const shared = { busy, problem: problem ? w.authProblems[problem] : null };

  return (
    <main className="auth" tabIndex={-1}>
      <div className="auth-logo night">
        <Logo />
      </div>
      <Window />
      <div className="auth-in">
        {isNew ? <SignUp {...shared} go={(name, email, password) => void go(() => auth.signUp(name, email, password))} /> : null}
        {!isNew && step.at === 'start' ? (
          <Start
            {...shared}
            passkey={() => void go(auth.signInWithPasskey)}
            email={(email) => setStep({ at: 'password', email })}
            next={next}
          />
        ) : null}
        {!isNew && step.at === 'password' ? (
          <Password
            {...shared}
            email={step.email}
            back={() => setStep({ at: 'start' })}
            passkey={() => void go(auth.signInWithPasskey)}
            go={(password) =>
              void go(
                () => auth.signIn(step.email, password),
                (answer) => (answer.twoFactorRedirect ? { at: 'code' } : null),
              )
            }
          />
        ) : null}
        {!isNew && step.at === 'code' ? (
          <Code {...shared} go={(code) => void go(() => auth.verifyCode(code))} recovery={() => setStep({ at: 'recovery' })} />
        ) : null}
        {!isNew && step.at === 'recovery' ? <Recovery {...shared} go={(code) => void go(() => auth.verifyRecovery(code))} /> : null}
      </div>
    </main>
  );
}

/** Only our own pages: an address from outside must not be able to send a signed-in person away. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}

interface Shared {
  busy: boolean;
  problem: string | null;
}
const Problem = ({ text }: { text: string | null }) =>
  text ? (
    <Note tone="stop" role="alert">
      {text}
    </Note>
  ) : null;

function Start({
  busy,
  problem,
  passkey,
  email,
  next,
}: Shared & { passkey: () => void; email: (email: string) => void; next: string | null }) {
  const w = useWords();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get('email') ?? '').trim();
    if (value) email(value);
  };
  return (
    <>
      <h1>{w.welcomeBack}</h1>
      <p className="lead">{w.passkeyLead}</p>
      <Problem text={problem} />
      {passkeysWork() ? (
        <>
          <Button tone="solid" size="xl" wide busy={busy} onClick={passkey} icon={<Fingerprint size={20} />}>
            {w.withPasskey}
          </Button>
          <div className="row or">
            <hr className="hr grow" />
            <span className="sm">{w.or}</span>
            <hr className="hr grow" />
          </div>
        </>
      ) : null}
      <form className="col g3" onSubmit={submit}>
        <Field label={w.email} name="email" type="email" required autoComplete="username webauthn" placeholder="you@example.be" />
        <Button type="submit" size="xl" wide>
          {w.nextWord}
        </Button>
      </form>
      <p className="sm m center">
        {w.buyingNeedsNone} <a href="/orders">{w.findOrder}</a>
      </p>
      <p className="sm m center">
        {w.newHere} <a href={`/sign-up${next ? `?next=${encodeURIComponent(next)}` : ''}`}>{w.makeAccount}</a>
      </p>
    </>
  );
}

function PasswordField({ isNew }: { isNew: boolean }) {
  const w = useWords();
  const [shown, setShown] = useState(false);
  return (
    <Field
      label={w.password}
      name="password"
      type={shown ? 'text' : 'password'}
      required
      minLength={isNew ? 12 : undefined}
      maxLength={128}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      hint={isNew ? w.passwordRule : w.pasteWorks}
      after={
        <IconButton label={shown ? w.hidePassword : w.showPassword} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff size={18} /> : <Eye size={18} />}
        </IconButton>
      }
    />
  );
}

function Password({
  busy,
  problem,
  email,
  back,
  passkey,
  go,
}: Shared & { email: string; back: () => void; passkey: () => void; go: (password: string) => void }) {
  const w = useWords();
  return (
    <>
      <h1>{w.yourPassword}</h1>
      <p className="lead">
        {w.forEmail(email)}{' '}
        <button type="button" className="linky" onClick={back}>
          {w.notYou}
        </button>
      </p>
      <Problem text={problem} />
      <form
        className="col g4"
        onSubmit={(event) => {
          event.preventDefault();
          go(String(new FormData(event.currentTarget).get('password') ?? ''));
        }}
      >
        <input type="email" name="username" value={email} autoComplete="username" readOnly hidden />
        <PasswordField isNew={false} />
        <Button type="submit" tone="solid" size="xl" wide busy={busy}>
          {w.signIn}
        </Button>
        {passkeysWork() ? (
          <Button onClick={passkey} wide icon={<Fingerprint size={18} />}>
            {w.passkeyInstead}
          </Button>
        ) : null}
      </form>
    </>
  );
}

function Code({ busy, problem, go, recovery }: Shared & { go: (code: string) => void; recovery: () => void }) {
  const w = useWords();
  const [code, setCode] = useState('');
  return (
    <>
      <h1>{w.sixDigits}</h1>
      <p className="lead">{w.sixDigitsText}</p>
      <Problem text={problem} />
      <form
        className="col g4"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.length === 6) go(code);
        }}
      >
        <CodeField label={w.code} value={code} onChange={setCode} />
        <Button type="submit" tone="solid" size="xl" wide busy={busy}>
          {w.continueWord}
        </Button>
        <Button wide onClick={recovery}>
          {w.useRecovery}
        </Button>
      </form>
    </>
  );
}

function Recovery({ busy, problem, go }: Shared & { go: (code: string) => void }) {
  const w = useWords();
  return (
    <>
      <h1>{w.recoveryCode}</h1>
      <p className="lead">{w.recoveryText}</p>
      <Problem text={problem} />
      <form
        className="col g4"
        onSubmit={(event) => {
          event.preventDefault();
          go(String(new FormData(event.currentTarget).get('code') ?? '').trim());
        }}
      >
        <Field label={w.recoveryCode} name="code" required autoComplete="off" />
        <Button type="submit" tone="solid" size="xl" wide busy={busy}>
          {w.continueWord}
        </Button>
      </form>
    </>
  );
}

function SignUp({ busy, problem, go }: Shared & { go: (name: string, email: string, password: string) => void }) {
  const w = useWords();
  return (
    <>
      <h1>{w.makeAccount}</h1>
      <p className="lead">{w.signUpText}</p>
      <Problem text={problem} />
      <form
        className="col g3"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          go(String(data.get('name')).trim(), String(data.get('email')).trim(), String(data.get('password')));
        }}
      >
        <Field label={w.name} name="name" required maxLength={80} autoComplete="name" />
        <Field label={w.email} name="email" type="email" required autoComplete="username" />
        <PasswordField isNew />
        <Button type="submit" tone="solid" size="xl" wide busy={busy}>
          {w.makeAccount}
        </Button>
      </form>
      <p className="sm m center">
        {w.haveAccount} <a href="/sign-in">{w.signIn}</a>
      </p>
    </>
  );
}
