import { useState } from 'react';
import { time } from '../../client/format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CircleCheck, Fingerprint, Trash } from '../../ui/icons.ts';
import { Note } from '../../ui/parts.tsx';
import { refreshMe, useLoad, useTools } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';
import { auth, type AuthAnswer, type Passkey, passkeysWork } from './auth.ts';

export function Passkeys() {
  const w = useWords();
  const language = useLanguage();
  const tools = useTools();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const loaded = useLoad<Passkey[]>('passkeys', async () => {
    const answer = await auth.passkeys();
    return answer.ok
      ? { ok: true, value: answer.value.items }
      : { ok: false, refusal: { reason: 'unreachable', status: 0, facts: {}, errors: [], requestId: null } };
  });
  const act = async (call: () => Promise<AuthAnswer<object>>) => {
    setBusy(true);
    const answer = await call();
    setBusy(false);
    setProblem(answer.ok || answer.problem === 'cancelled' ? null : w.authProblems[answer.problem]);
    loaded.reload();
    await refreshMe(tools);
  };
  const keys = loaded.state === 'ready' ? loaded.value : [];

  return (
    <div className="col g3">
      {keys.map((key) => (
        <div key={key.id} className="row">
          <CircleCheck size={18} className="proofc" aria-hidden="true" />
          <span className="grow">{key.name || w.passkey}</span>
          {key.createdAt ? <span className="xs mm">{w.since(time(key.createdAt, 'day', language))}</span> : null}
          <IconButton label={w.removePasskey(key.name || w.passkey)} onClick={() => void act(() => auth.removePasskey(key.id))}>
            <Trash size={18} />
          </IconButton>
        </div>
      ))}
      {loaded.state === 'ready' && keys.length === 0 ? <p className="m sm">{w.noPasskeys}</p> : null}
      {problem ? (
        <Note tone="stop" role="alert">
          {problem}
        </Note>
      ) : null}
      {passkeysWork() ? (
        <Button busy={busy} onClick={() => void act(() => auth.addPasskey(w.thisDevice))} icon={<Fingerprint size={18} />}>
          {w.addPasskey}
        </Button>
      ) : (
        <p className="m sm">{w.authProblems.unsupported}</p>
      )}
    </div>
  );
}
