import type { FormEvent } from 'react';
import { ArrowUp } from '../../../ui/icons.ts';
import type { Crowd } from './use-crowd.ts';
import { useCrowdWords } from './words.ts';

const LONGEST = 200;

/** Stands where lines are typed, while the questions are open. */
export function AskField({ crowd, host }: { crowd: Crowd; host: string }) {
  const w = useCrowdWords();
  const { asking } = crowd;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.submit();
  };
  return (
    <form className="say glass" onSubmit={submit}>
      <input
        value={asking.text}
        maxLength={LONGEST}
        onChange={(event) => asking.type(event.currentTarget.value)}
        placeholder={w.askHost(host)}
        aria-label={w.askHost(host)}
        enterKeyHint="send"
        autoComplete="off"
      />
      <button type="submit" className="ib send" aria-label={w.sendQuestion} disabled={asking.text.trim().length < 3 || asking.isBusy}>
        <ArrowUp size={20} />
      </button>
    </form>
  );
}
