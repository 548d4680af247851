import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CircleCheck, Hash } from '../../ui/icons.ts';
import { Field, Note } from '../../ui/parts.tsx';
import { QrPicture } from '../../ui/qr-picture.tsx';
import { refreshMe, useTools } from '../tools.tsx';
import { useWords } from '../words.ts';
import { auth, type AuthProblem } from './auth.ts';
import { CodeField } from './code-field.tsx';

type Step = { at: 'idle' } | { at: 'password' } | { at: 'scan'; uri: string; recovery: string[] } | { at: 'done'; recovery: string[] };

/** The second step by an app: password first, then the picture to scan, then one code to prove it works. */
export function Codes({ isOn }: { isOn: boolean }) {
  const w = useWords();
  const tools = useTools();
  const [step, setStep] = useState<Step>({ at: 'idle' });
  const [problem, setProblem] = useState<AuthProblem | null>(null);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);

  async function withPassword(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    setBusy(true);
    const problem = isOn ? await turnOff(password) : await turnOn(password);
    setBusy(false);
    setProblem(problem);
    await refreshMe(tools);
  }

  async function turnOn(password: string): Promise<AuthProblem | null> {
    const answer = await auth.startCodes(password);
    if (!answer.ok) return answer.problem;
    setStep({ at: 'scan', uri: answer.value.totpURI, recovery: answer.value.backupCodes });
    return null;
  }
  async function turnOff(password: string): Promise<AuthProblem | null> {
    const answer = await auth.stopCodes(password);
    if (!answer.ok) return answer.problem;
    setStep({ at: 'idle' });
    return null;
  }

  async function prove(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (step.at !== 'scan' || code.length !== 6) return;
    setBusy(true);
    const answer = await auth.verifyCode(code);
    setBusy(false);
    setCode('');
    if (!answer.ok) return setProblem(answer.problem);
    setProblem(null);
    setStep({ at: 'done', recovery: step.recovery });
    await refreshMe(tools);
  }

  return (
    <div className="col g3 codes">
      <div className="row">
        {isOn ? <CircleCheck size={18} className="proofc" aria-hidden="true" /> : <Hash size={18} aria-hidden="true" />}
        <span className="grow">{w.appCode}</span>
        <span className="xs mm">{isOn ? w.isOn : w.isOff}</span>
        {step.at === 'idle' ? (
          <Button size="sm" onClick={() => setStep({ at: 'password' })}>
            {isOn ? w.turnOff : w.turnOn}
          </Button>
        ) : null}
      </div>
      {problem ? (
        <Note tone="stop" role="alert">
          {w.authProblems[problem]}
        </Note>
      ) : null}
      {step.at === 'password' ? (
        <form className="col g3" onSubmit={(event) => void withPassword(event)}>
          <Field label={w.passwordAgain} name="password" type="password" required autoComplete="current-password" />
          <Button type="submit" tone="solid" busy={busy}>
            {w.continueWord}
          </Button>
        </form>
      ) : null}
      {step.at === 'scan' ? (
        <form className="col g3" onSubmit={(event) => void prove(event)}>
          <p className="m">{w.scanThis}</p>
          <QrPicture text={step.uri} label={w.scanThis} />
          <p className="xs mm">
            {w.orType} <span className="mono secret">{new URL(step.uri).searchParams.get('secret')}</span>
          </p>
          <CodeField label={w.code} value={code} onChange={setCode} />
          <Button type="submit" tone="solid" busy={busy}>
            {w.continueWord}
          </Button>
        </form>
      ) : null}
      {step.at === 'done' ? (
        <Note tone="proof">
          <b className="b">{w.codesOn}</b>
          <p>{w.keepRecovery}</p>
          <ul className="mono recovery">
            {step.recovery.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </Note>
      ) : null}
    </div>
  );
}
