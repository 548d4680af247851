import { useState } from 'react';
import type { Clip } from '#contract/clips.ts';
import type { Chapter } from '#contract/replay.ts';
import type { Show } from '#contract/shows.ts';
import { Button } from '../../ui/button.tsx';
import { Copy, Scissors, Share } from '../../ui/icons.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { useSheetWords } from '../words.ts';
import { MakeClip } from './make-clip.tsx';
import { linkTo, spell } from './replay-facts.ts';
import { useLink } from './use-link.ts';
import { useReplayWords } from './words.ts';

interface ShareProps {
  show: Show;
  chapters: readonly Chapter[];
  positionMs: number;
  durationMs: number;
}

/** A link that opens the replay at this moment, or a clip that begins here. */
export function ShareButton(props: ShareProps) {
  const r = useReplayWords();
  // The moment of the tap: the picture moves on while somebody chooses.
  const [atMs, setAt] = useState<number | null>(null);
  return (
    <>
      <Button
        size="sm"
        className="share"
        icon={<Scissors size={16} />}
        aria-label={r.shareMoment}
        onClick={() => setAt(Math.floor(props.positionMs))}
      >
        <span>{r.shareMoment}</span>
      </Button>
      {atMs === null ? null : <ShareSheet {...props} positionMs={atMs} onClose={() => setAt(null)} />}
    </>
  );
}

function ShareSheet({ show, chapters, positionMs, durationMs, onClose }: ShareProps & { onClose: () => void }) {
  const r = useReplayWords();
  const words = useSheetWords();
  const [clip, setClip] = useState<Clip | null>(null);
  return (
    <Sheet kind="dialog" detent="full" title={r.shareMoment} words={words} onClose={onClose}>
      <div className="col g6">
        <section className="col g3">
          <h3>{r.linkAt(spell(positionMs))}</h3>
          <LinkText path={linkTo(show.slug, positionMs)} />
          <LinkButtons title={show.title} path={linkTo(show.slug, positionMs)} />
        </section>
        <section className="col g3">
          <h3>{r.clip}</h3>
          {clip ? (
            <>
              <p className="m">
                {r.clipMade} <a href={clipPath(show.slug, clip.id)}>{clip.title}</a>
              </p>
              <LinkButtons title={clip.title} path={clipPath(show.slug, clip.id)} />
            </>
          ) : (
            <MakeClip show={show} chapters={chapters} fromMs={positionMs} durationMs={durationMs} onMade={setClip} />
          )}
        </section>
      </div>
    </Sheet>
  );
}

export const clipPath = (showSlug: string, clipId: string): string => `/shows/${showSlug}/clips/${clipId}`;

/** To be copied by hand where the browser does not let us. */
const LinkText = ({ path }: { path: string }) => <p className="inp mono linkrow">{location.origin + path}</p>;

export function LinkButtons({ title, path }: { title: string; path: string }) {
  const r = useReplayWords();
  const link = useLink(title);
  return (
    <div className="row">
      <Button icon={<Copy size={16} />} onClick={() => link.copy(path)}>
        {r.copyLink}
      </Button>
      {link.share ? (
        <Button icon={<Share size={16} />} onClick={() => link.share?.(path)}>
          {r.shareLink}
        </Button>
      ) : null}
    </div>
  );
}
