import { type FormEvent, useState } from 'react';
import { ask, sentence } from '../../../client/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/parts.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { refreshMe, useTools } from '../../tools.tsx';
import { useLanguage, useSheetWords, useWords } from '../../words.ts';

/** Asked once, before the first line or question. */
export function NameSheet<W>({ say }: { say: { asking: W | null; stopAsking: () => void; named: (wish: W) => unknown } }) {
  const w = useWords();
  const language = useLanguage();
  const tools = useTools();
  const sheetWords = useSheetWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const wish = say.asking;
  if (wish === null) return null;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (!name) return setProblem(w.nameMissing);
    setBusy(true);
    const answer = await ask(tools.api.PUT('/api/me/name', { body: { name } }));
    setBusy(false);
    if (!answer.ok) return setProblem(sentence(answer.refusal, language));
    await refreshMe(tools);
    void say.named(wish as W);
  }

  return (
    <Sheet kind="dialog" title={w.nameTitle} onClose={say.stopAsking} words={sheetWords}>
      <form className="col g4" onSubmit={(event) => void submit(event)}>
        <p className="m">{w.nameText}</p>
        <Field label={w.name} name="name" maxLength={40} autoComplete="nickname" error={problem} autoFocus />
        <Button type="submit" tone="solid" size="xl" wide busy={busy}>
          {w.nameGo}
        </Button>
      </form>
    </Sheet>
  );
}
