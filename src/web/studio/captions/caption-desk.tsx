import { useEffect, useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { OfflineBanner } from '../../staff/connection.tsx';
import { PageSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { ShowTag } from '../../staff/show-tag.tsx';
import { ArrowLeft, Volume, VolumeOff } from '../../ui/icons.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState, Note } from '../../ui/parts.tsx';
import { useLivePicture } from '../air/use-live-picture.ts';
import { ShowLink } from '../links.tsx';
import { useMay, useShow } from '../use-show.ts';
import { useWords as useStudioWords } from '../words.ts';
import { LanguageField } from './languages.tsx';
import { SaidList } from './said-list.tsx';
import { TypeField } from './type-field.tsx';
import { useCaptioning } from './use-captioning.ts';
import { useWords } from './words.ts';
import './captions.css';

/** A page for whoever captions a show, on a second screen or a phone: hear, type, Enter. */
export function CaptionDesk({ showId }: { showId: string }) {
  const show = useShow(showId);
  if (!show.data) return show.error ? <Refused error={show.error} onRetry={() => void show.refetch()} /> : <PageSkeleton />;
  return <Desk show={show.data} />;
}

function Desk({ show }: { show: StaffShow }) {
  const words = useWords();
  const studio = useStudioWords();
  const may = useMay(show.orgId);
  const [language, setLanguage] = useState<string>(show.language);
  const [correctingId, setCorrecting] = useState<string | null>(null);
  const desk = useCaptioning(show, language);
  const correcting = desk.lines.find(({ cue }) => cue.id === correctingId)?.cue ?? null;
  const live = show.state === 'live';
  // Somebody else corrected it meanwhile: then there is nothing to correct here any more.
  useEffect(() => {
    if (correctingId && !correcting) setCorrecting(null);
  }, [correctingId, correcting]);

  if (!may.moderate)
    return (
      <main className="state">
        <EmptyState title={words.captions}>{words.notFor}</EmptyState>
      </main>
    );
  const last = desk.lines.at(-1)?.cue ?? null;
  const takeBack = (id: string) => desk.send('', desk.heardNow(), id);
  const waiting = desk.unsent.filter(({ refused }) => refused === null).length;
  return (
    <div className="cdesk">
      <OfflineBanner />
      <header className="row">
        <ShowLink showId={show.id} className="ib back" aria-label={studio.myShows}>
          <ArrowLeft size={20} />
        </ShowLink>
        <div className="grow">
          <h1 className="ell">{words.desk}</h1>
          <p className="sm m ell">{show.title}</p>
        </div>
        <ShowTag state={show.state} word={studio.states[show.state]} />
      </header>
      <main>
        <Picture show={show} desk={desk} />
        <section className="cdesk-said" aria-labelledby="said-title">
          <div className="row between">
            <h2 id="said-title">{words.last}</h2>
            <LanguageField value={language} onPick={setLanguage} />
          </div>
          <SaidList desk={desk} language={language} correcting={correctingId} onCorrect={setCorrecting} onTakeBack={takeBack} />
        </section>
        <section className="cdesk-type">
          {live ? null : <Note tone="info">{show.state === 'ended' ? words.over : words.notLive}</Note>}
          {waiting > 2 || (waiting > 0 && desk.view.status === 'lost') ? (
            <Note tone="warn" role="status">
              {words.waits(waiting)}
            </Note>
          ) : null}
          <TypeField
            key={correcting?.id ?? language}
            language={language}
            correcting={correcting}
            disabled={!live && correcting === null}
            heardNow={desk.heardNow}
            onSend={(text, heardAtMs) => {
              const taken = desk.send(text, heardAtMs, correcting?.id ?? null);
              if (taken) setCorrecting(null);
              return taken;
            }}
            onLeave={() => setCorrecting(null)}
            onCorrectLast={() => last && setCorrecting(last.id)}
            onTakeBackLast={() => last && takeBack(last.id)}
          />
        </section>
      </main>
    </div>
  );
}

/** The show as viewers see it, with its sound: whoever captions must hear. Browsers give sound after the first tap. */
function Picture({ show, desk }: { show: StaffShow; desk: ReturnType<typeof useCaptioning> }) {
  const words = useWords();
  const [muted, setMuted] = useState(true);
  const media = desk.view.known ? desk.view.show.media : show.media;
  const { video, state } = useLivePicture({
    urls: show.media,
    media,
    isOn: show.state === 'live' && media.state === 'live',
    serverNow: desk.serverNow,
    onPlayingDate: desk.toldPicture,
  });
  const plays = state?.state === 'playing';
  return (
    <section className="cdesk-picture night" aria-label={words.sound}>
      <video ref={video} muted={muted} playsInline aria-label={show.title} />
      {plays ? (
        <IconButton className="glass" label={words.sound} aria-pressed={!muted} onClick={() => setMuted(!muted)}>
          {muted ? <VolumeOff size={20} /> : <Volume size={20} />}
        </IconButton>
      ) : null}
    </section>
  );
}
