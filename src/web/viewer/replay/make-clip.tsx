import { type FormEvent, useState } from 'react';
import type { Clip } from '#contract/clips.ts';
import type { Chapter } from '#contract/replay.ts';
import type { Show } from '#contract/shows.ts';
import { ask, type Refusal, sentence } from '../../client/api.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Scissors } from '../../ui/icons.ts';
import { Chip, Field } from '../../ui/parts.tsx';
import { useMe, useTools } from '../tools.tsx';
import { useLanguage } from '../words.ts';
import { chapterName } from './chapter-name.ts';
import { chapterAt, clipLengths, linkTo, spell } from './replay-facts.ts';
import { useReplayWords } from './words.ts';

interface MakeProps {
  show: Show;
  chapters: readonly Chapter[];
  fromMs: number;
  durationMs: number;
  onMade: (clip: Clip) => void;
}

/** A clip that begins here: how long, and what it is called. The server cuts it and says no where it must. */
export function MakeClip({ show, chapters, fromMs, durationMs, onMade }: MakeProps) {
  const r = useReplayWords();
  const language = useLanguage();
  const { api } = useTools();
  const me = useMe();
  const isCrew = me?.memberships.some((membership) => membership.orgId === show.shop.id) ?? false;
  const chapter = chapterAt(chapters, fromMs);
  const lengths = clipLengths(fromMs, durationMs, isCrew);
  const [lengthMs, setLength] = useState(lengths[Math.min(1, lengths.length - 1)] ?? 0);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get('title') ?? '').trim();
    setBusy(true);
    setRefusal(null);
    const answer = await ask(
      api.POST('/api/shows/{showId}/clips', {
        params: { path: { showId: show.id } },
        body: { fromMs, toMs: fromMs + lengthMs, ...(title ? { title } : {}) },
      }),
    );
    setBusy(false);
    if (answer.ok) onMade(answer.value);
    else setRefusal(answer.refusal);
  }

  if (!show.clipsAllowed && !isCrew) return <p className="m">{r.clipsOff}</p>;
  if (lengths.length === 0) return <p className="m">{r.clipTooLate}</p>;
  if (!me?.user)
    return (
      <>
        <p className="m">{r.clipSignIn}</p>
        <ButtonLink href={`/sign-in?next=${encodeURIComponent(linkTo(show.slug, fromMs))}`}>{r.signIn}</ButtonLink>
      </>
    );
  return (
    <form className="col g3" onSubmit={(event) => void make(event)}>
      <p className="m">{r.clipText(spell(fromMs))}</p>
      <div className="row wrap" role="radiogroup" aria-label={r.clipLength}>
        {lengths.map((length) => (
          <Chip key={length} radio on={length === lengthMs} onClick={() => setLength(length)}>
            {spell(length)}
          </Chip>
        ))}
      </div>
      <Field label={r.clipTitle} name="title" maxLength={120} placeholder={chapter ? chapterName(chapter, r) : show.title} />
      {refusal ? (
        <p className="stopc" role="alert">
          {sentence(refusal, language)}
        </p>
      ) : null}
      <Button type="submit" tone="solid" busy={busy} icon={<Scissors size={17} />}>
        {r.makeClip}
      </Button>
    </form>
  );
}
