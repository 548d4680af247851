import { type FormEvent, useState } from 'react';
import { sentence } from '../../../client/api.ts';
import { Button } from '../../../ui/button.tsx';
import { AreaField } from '../../../ui/parts.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { useLanguage, useSheetWords } from '../../words.ts';
import type { Say } from './use-say.ts';
import { useChatWords } from './words.ts';

const LONGEST = 1000;

/** Whoever was banned may ask the shop once to look again, in their own words. */
export function Appeal({ say, mayAsk }: { say: Say; mayAsk: boolean }) {
  const w = useChatWords();
  const language = useLanguage();
  const sheetWords = useSheetWords();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!mayAsk)
    return (
      <p className="sm m" role="status">
        {w.appealSent}
      </p>
    );

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return setProblem(w.appealEmpty);
    setBusy(true);
    const refusal = await say.appeal(text.trim());
    setBusy(false);
    setProblem(refusal && sentence(refusal, language));
  }

  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {w.appeal}
      </Button>
      {isOpen ? (
        <Sheet kind="dialog" title={w.appeal} onClose={() => setOpen(false)} words={sheetWords}>
          <form className="col g4" onSubmit={(event) => void submit(event)}>
            <p className="m">{w.appealText}</p>
            <AreaField
              label={w.appealLabel}
              rows={4}
              maxLength={LONGEST}
              value={text}
              error={problem}
              onChange={(event) => setText(event.currentTarget.value)}
              autoFocus
            />
            <Button type="submit" tone="solid" size="xl" wide busy={busy}>
              {w.appealSend}
            </Button>
          </form>
        </Sheet>
      ) : null}
    </>
  );
}
