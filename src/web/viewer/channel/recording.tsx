import { useEffect, useRef, useState } from 'react';
import type { Channel } from '#contract/channels.ts';
import type { Replay } from '#contract/replay.ts';
import type { Show } from '#contract/shows.ts';
import { ask } from '../../client/api.ts';
import { time } from '../../client/format.ts';
import { createReplayPlayer, type ReplayPlayer, type ReplayState } from '../../client/player-replay.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { History, Play, RefreshCw } from '../../ui/icons.ts';
import { ProductPicture } from '../../ui/parts.tsx';
import { Poster } from '../cards.tsx';
import { Refused } from '../problems.tsx';
import '../replay/replay.css';
import { useReplayWords } from '../replay/words.ts';
import { type SaleWish, SaleSheet } from '../sale/sale-sheet.tsx';
import { Label } from '../show/live.tsx';
import { VariantPrice } from '../show/price.tsx';
import { mainVariant } from '../show/show-facts.ts';
import { Waiting } from '../states.tsx';
import { useClock, useLoad, useTools } from '../tools.tsx';
import { useLanguage } from '../words.ts';
import './channel.css';
import { useChannelWords } from './words.ts';

type Playing = NonNullable<Channel['playing']>;
interface Facts {
  show: Show;
  replay: Replay;
  /** When they came, on this device's monotonic clock: the recording went on meanwhile. */
  atMs: number;
}

const PRICES_LOOK_MS = 5_000;

/** A recording at the moment at which everybody sees it, what it is in words that stay, and today's goods. */
export function Recording({ channel, playing, reload }: { channel: Channel; playing: Playing; reload: () => void }) {
  const { api } = useTools();
  const showId = playing.show.id;
  const [askedMs] = useState(() => performance.now());
  const [startMs] = useState(playing.positionMs);
  const loaded = useLoad<Facts>(showId, async () => {
    const show = await ask(api.GET('/api/shows/{showId}', { params: { path: { showId } } }));
    if (!show.ok) return show;
    const replay = await ask(api.GET('/api/shows/{showId}/replay', { params: { path: { showId } } }));
    return replay.ok ? { ok: true, value: { show: show.value as Show, replay: replay.value as Replay, atMs: performance.now() } } : replay;
  });
  if (loaded.state === 'loading') return <Waiting />;
  if (loaded.state === 'refused') return <Refused refusal={loaded.refusal} retry={loaded.reload} />;
  const { show, replay, atMs } = loaded.value;
  return (
    <article className="clipp channel">
      <Picture show={show} replay={replay} startMs={startMs + atMs - askedMs} onEnd={reload} />
      <Goods channel={channel} show={show} reload={loaded.reload} />
    </article>
  );
}

function Picture({ show, replay, startMs, onEnd }: { show: Show; replay: Replay; startMs: number; onEnd: () => void }) {
  const words = useChannelWords();
  const replayWords = useReplayWords();
  const language = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<ReplayPlayer | null>(null);
  const [state, setState] = useState<ReplayState>('connecting');
  const [muted, setMuted] = useState(true);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (!video.current || replay.parts.length === 0) return;
    const made = createReplayPlayer({
      video: video.current,
      parts: replay.parts,
      startMs: Math.min(startMs, Math.max(0, replay.durationMs - 1_000)),
      onState: (next) => {
        setState(next);
        if (next === 'ended') end.current();
      },
    });
    player.current = made;
    return () => made.close();
  }, []);
  const waits = state === 'blocked' || state === 'paused';
  return (
    <section className="clipp-v stage night" aria-label={show.title}>
      {state === 'connecting' || state === 'failed' ? <Poster show={show} className="behind" /> : null}
      <video ref={video} muted={muted} playsInline aria-label={show.title} />
      <div className="rstage-top">
        <span className="pill white">
          <History size={16} aria-hidden="true" />
          {replayWords.replayOf(time(show.startedAt ?? show.endedAt ?? Date.now(), 'day', language))} · {words.notLive}
        </span>
        <Label show={show} brief />
      </div>
      <div className="channel-tools">
        {state === 'failed' ? (
          <Button icon={<RefreshCw size={17} />} onClick={() => player.current?.retry()}>
            {words.failed}
          </Button>
        ) : null}
        {waits ? (
          <Button icon={<Play size={17} />} onClick={() => player.current?.play()}>
            {words.play}
          </Button>
        ) : null}
        <Button onClick={() => setMuted(!muted)}>{muted ? words.sound : words.mute}</Button>
      </div>
    </section>
  );
}

function Goods({ channel, show, reload }: { channel: Channel; show: Show; reload: () => void }) {
  const words = useChannelWords();
  const [sale, setSale] = useState<SaleWish | null>(null);
  const nowMs = useClock(Date.now, PRICES_LOOK_MS);
  return (
    <div className="col g4 clipp-t">
      <div>
        <p className="sm m">{words.title(channel.shop.name)}</p>
        <h1 tabIndex={-1}>{show.title}</h1>
      </div>
      <ul className="channel-goods">
        {show.shelf.map((item) => (
          <li key={item.product.id}>
            <button type="button" className="plain" onClick={() => setSale({ productId: item.product.id, step: 'product' })}>
              <ProductPicture src={item.product.image?.url ?? null} paper={item.product.paper} width="60px" />
              <span className="grow">
                <b className="b two">{item.product.title}</b>
                <VariantPrice variant={mainVariant(item.product, item, {}, nowMs)} size={18} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <ButtonLink icon={<Play size={17} />} href={`/shows/${show.slug}`}>
        {words.whole}
      </ButtonLink>
      {channel.next ? <p className="sm m">{words.after(channel.next.title)}</p> : null}
      {sale ? (
        <SaleSheet
          key={sale.productId}
          wish={sale}
          show={show}
          registers={{}}
          serverNow={Date.now}
          onClose={() => setSale(null)}
          reload={reload}
        />
      ) : null}
    </div>
  );
}
