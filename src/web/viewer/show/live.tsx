import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { Show } from '#contract/shows.ts';
import { trackFor } from '../../client/captions.ts';
import { createStore, paced, useStore } from '../../client/store.ts';
import { emptyView, type RoomView } from '../../client/room.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { MoonStar, Share, ShoppingBag, Timer, X } from '../../ui/icons.ts';
import { AdLabel, Avatar, Logo, Tabs } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { type SaleWish, SaleSheet } from '../sale/sale-sheet.tsx';
import { useCalm, useClock, useMedia, useTools } from '../tools.tsx';
import { useLanguage, useSheetWords, useWords } from '../words.ts';
import { useCaptionChoice } from './captions/choice.ts';
import { LiveCaptions } from './captions/live-captions.tsx';
import { CaptionButton, CaptionSettings } from './captions/settings.tsx';
import { useCaptionKey } from './captions/use-caption-key.ts';
import { ChatHead, DeskChat, PhoneChat, useChatFold } from './chat/chat-panel.tsx';
import { HelpSheet } from './chat/help-sheet.tsx';
import { SAY_FIELD } from './chat/lines.tsx';
import { NameSheet } from './chat/name-sheet.tsx';
import { SayField } from './chat/say-field.tsx';
import { useSay } from './chat/use-say.ts';
import { useChatWords } from './chat/words.ts';
import { Counters } from './counters.tsx';
import { CrowdButtons } from './crowd/rail-buttons.tsx';
import { type Crowd, useCrowd } from './crowd/use-crowd.ts';
import { useCrowdWords } from './crowd/words.ts';
import { FloatingHearts, HeartButton } from './hearts.tsx';
import { PinCard } from './pin-card.tsx';
import { PipAway, PipButton } from './pip/pip-button.tsx';
import { PipWindow } from './pip/pip-window.tsx';
import { useMediaSession } from './pip/use-media-session.ts';
import { usePip } from './pip/use-pip.ts';
import { QualityButton, QualitySheet } from './quality-menu.tsx';
import { Shelf } from './shelf.tsx';
import { Countdown } from './countdown.tsx';
import { mainVariant, runningOffer } from './show-facts.ts';
import { LivePill, type Picture, PictureButtons, Stage, type Trouble } from './stage.tsx';
import { useOfferEnd } from './use-offer-end.ts';
import { useGuardedPin } from './use-pin.ts';
import { usePlayer } from './use-player.ts';
import type { ShowRoom } from './use-room.ts';
import { useShowKeys } from './use-show-keys.ts';

const crowdParts = () => import('./crowd/panel.tsx');
const CrowdPanel = lazy(async () => ({ default: (await crowdParts()).CrowdPanel }));
const PollCard = lazy(async () => ({ default: (await crowdParts()).PollCard }));
const QuestionList = lazy(async () => ({ default: (await crowdParts()).QuestionList }));
const AskField = lazy(async () => ({ default: (await crowdParts()).AskField }));

const WIDE = '(min-width: 1000px)';
const nobody = createStore<RoomView>(emptyView());
/** A full chat is rendered ten times a second, not once per line. */
const RENDER_EVERY_MS = 100;

/** The live show: a phone lays everything over the picture, a desk gives shelf and chat their own columns. */
export function Live({ show, room, reload }: { show: Show; room: ShowRoom | null; reload: () => void }) {
  const w = useWords();
  const chatWords = useChatWords();
  const wide = useMedia(WIDE);
  const video = useRef<HTMLVideoElement>(null);
  const view = useStore(useMemo(() => paced(room?.view ?? nobody, RENDER_EVERY_MS), [room]));
  const serverNow = room?.serverNow ?? Date.now;
  const now = useClock(serverNow);
  /** How far this picture is behind the camera. */
  const delay = useRef(0);
  const media = view.known ? { ...show.media, ...view.show.media } : show.media;
  const picture = usePlayer(
    video,
    { whepUrl: show.media.whepUrl, hlsUrl: show.media.hlsUrl, generation: media.generation, isOn: media.state !== 'none', now: serverNow },
    (at) => {
      delay.current = at === null ? 0 : Math.max(0, serverNow() - at);
      room?.release(at);
    },
  );
  const trouble = useTrouble(view, media.state, picture);
  const pins = view.known ? view.show.pins : show.pins;
  const guard = useGuardedPin(pins[0] ?? null);
  const pinned = show.shelf.find((item) => item.product.id === guard.shown) ?? null;
  const [calm, toggleCalm] = useCalm();
  const [sale, setSale] = useState<SaleWish | null>(null);
  const [shelfOpen, setShelfOpen] = useState(false);
  const [captionsOpen, setCaptionsOpen] = useState(false);
  const [qualityOpen, setQualityOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const say = useSay(show, room, view, now);
  const folding = useChatFold(calm);
  const crowd = useCrowd(show, room, view, now);
  const offline = view.status === 'lost' && trouble.now?.kind === 'offline';
  useOfferEnd(show, now, reload);

  const registers = view.registers;
  const host = show.host.name.split(' ')[0] ?? show.host.name;
  const open = (productId: string) => setSale({ productId, step: 'product' });
  const buy = (productId: string) => setSale({ productId, step: 'buy' });
  const bar = <LiveBar show={show} view={view} picture={picture} trouble={trouble.now} sinceMs={now - (trouble.since ?? now)} />;
  const shelf = <Shelf show={show} pins={pins} registers={registers} now={now} onOpen={open} onBuy={buy} />;
  const openHelp = () => setHelpOpen(true);
  const chat = { view, room, say, folding, calm, offline: view.status === 'lost', onHelp: openHelp };
  const field = crowd.panel ? <AskField crowd={crowd} host={host} /> : <SayField host={host} say={say} waiting={view.waiting} />;
  const pip = usePip(video);
  useMediaSession(show, pinned, registers, now);
  const { track, captions } = useCaptions(show, view, video, serverNow, delay);
  useShowKeys({
    w: () => document.getElementById(SAY_FIELD)?.focus(),
    h: folding.toggle,
    z: toggleCalm,
    m: () => video.current && (video.current.muted = !video.current.muted),
    ' ': () => (video.current?.paused ? picture.play() : video.current?.pause()),
    '?': openHelp,
  });
  const captionButton = track ? <CaptionButton className="glass" onOpen={() => setCaptionsOpen(true)} /> : null;
  const tools = (
    <Tools show={show} calm={calm} onCalm={toggleCalm} wide={wide}>
      {wide ? null : captionButton}
    </Tools>
  );

  return (
    <main className={`livev ${wide ? 'wide' : 'phone'} ${calm ? 'calm' : ''}`} data-theme="dark" tabIndex={-1}>
      {wide ? (
        <header className="bar">
          <Logo />
          <span className="end" />
          {tools}
        </header>
      ) : null}
      {wide ? (
        <section className="colp shelfcol" aria-label={show.title}>
          <div className="row g3">
            <Avatar name={show.host.name} src={show.host.imageUrl} size={52} />
            <HostName show={show} />
          </div>
          <h1>{show.title}</h1>
          <Label show={show} brief />
          {shelf}
        </section>
      ) : null}
      <span className="sr" role="status">
        {calm ? w.calmOn : ''}
      </span>
      <Stage key="stage" video={video} show={show} picture={picture} trouble={trouble.now} lostMs={now - (trouble.since ?? now)}>
        <PipAway pip={pip} />
        {wide ? (
          <div className="v-top">
            {bar}
            <PipButton pip={pip} />
          </div>
        ) : (
          <div className="v-top">
            <div className="row between">
              <div className="hostchip glass">
                <Avatar name={show.host.name} src={show.host.imageUrl} size={38} />
                <HostName show={show} />
              </div>
              {tools}
            </div>
            <h1 className="sr">{show.title}</h1>
            {bar}
            <Label show={show} brief />
          </div>
        )}
        {calm ? null : <FloatingHearts total={registers['hearts'] ?? show.counters.hearts} />}
        {wide ? (
          <>
            {pip.window ? null : captions}
            <OfferStrip show={show} pins={pins} registers={registers} now={now} />
            <div className="deskbar">
              <PictureButtons video={video} picture={picture} />
              {captionButton}
              <QualityButton picture={picture} onOpen={() => setQualityOpen(true)} />
              {calm ? null : <HeartButton room={room} total={registers['hearts'] ?? show.counters.hearts} />}
            </div>
          </>
        ) : (
          <div className="v-bottom">
            {calm && folding.fold === 'folded' ? (
              <p className="calmnote glass row" aria-hidden="true">
                <MoonStar size={16} />
                {w.calmOn}
              </p>
            ) : null}
            {pip.window ? null : captions}
            {crowd.panel ? (
              <Suspense fallback={null}>
                <CrowdPanel crowd={crowd} host={host} />
              </Suspense>
            ) : (
              <div className="talk">
                <PhoneChat {...chat} />
                <div className="rail">
                  <CrowdButtons crowd={crowd} />
                  <PipButton pip={pip} />
                  <PictureButtons video={video} picture={picture} />
                  <QualityButton picture={picture} onOpen={() => setQualityOpen(true)} />
                  {calm ? null : <HeartButton room={room} total={registers['hearts'] ?? show.counters.hearts} />}
                </div>
              </div>
            )}
            {pinned ? (
              <PinCard
                key={pinned.product.id}
                item={pinned}
                registers={registers}
                now={now}
                calm={calm}
                offline={offline}
                guard={guard}
                onBuy={() => buy(pinned.product.id)}
                onOpen={() => open(pinned.product.id)}
              />
            ) : null}
            <div className="vbar">
              <Suspense fallback={null}>{field}</Suspense>
              <BagButton count={show.shelf.length} onOpen={() => setShelfOpen(true)} />
            </div>
          </div>
        )}
      </Stage>
      {wide ? (
        <section className="colp chatcol" aria-label={chatWords.chat}>
          <ChatHead folding={folding} onHelp={openHelp}>
            <TalkTabs crowd={crowd} />
          </ChatHead>
          <Suspense fallback={null}>{crowd.poll ? <PollCard key={crowd.poll.id} crowd={crowd} poll={crowd.poll} /> : null}</Suspense>
          {crowd.panel ? (
            <Suspense fallback={<span className="grow" />}>
              <QuestionList crowd={crowd} host={host} />
            </Suspense>
          ) : (
            <DeskChat {...chat} />
          )}
          <div className="saybar">
            <Suspense fallback={null}>{field}</Suspense>
          </div>
        </section>
      ) : null}
      <PipWindow pip={pip} show={show} video={video} item={pinned} registers={registers} now={now} offline={offline} onBuy={buy}>
        {captions}
      </PipWindow>
      {captionsOpen && track ? (
        <CaptionSettings tracks={view.captions.tracks} current={track.language} onClose={() => setCaptionsOpen(false)} />
      ) : null}
      {qualityOpen ? <QualitySheet picture={picture} hlsUrl={show.media.hlsUrl} onClose={() => setQualityOpen(false)} /> : null}
      {shelfOpen ? <ShelfSheet onClose={() => setShelfOpen(false)}>{shelf}</ShelfSheet> : null}
      {sale ? (
        <SaleSheet
          key={sale.productId}
          wish={sale}
          show={show}
          registers={registers}
          serverNow={serverNow}
          onClose={() => setSale(null)}
          reload={reload}
        />
      ) : null}
      {helpOpen ? <HelpSheet onClose={() => setHelpOpen(false)} /> : null}
      <NameSheet say={say} />
      <NameSheet say={crowd.asking.naming} />
    </main>
  );
}

/** The language to read along in, if there is one, and what is said now. */
function useCaptions(show: Show, view: RoomView, video: RefObject<HTMLVideoElement | null>, now: () => number, delay: RefObject<number>) {
  const choice = useCaptionChoice();
  const pageLanguage = useLanguage();
  const { tracks, cues } = view.captions;
  const track = trackFor(tracks, [choice.language, pageLanguage, show.language]);
  useCaptionKey(track !== null);
  const captions =
    track && choice.on ? <LiveCaptions cues={cues} track={track} video={video} now={now} delayMs={() => delay.current} /> : null;
  return { track, captions };
}

/** On a desk the timer stands under the picture, with what it promises. */
function OfferStrip({
  show,
  pins,
  registers,
  now,
}: {
  show: Show;
  pins: readonly string[];
  registers: RoomView['registers'];
  now: number;
}) {
  const w = useWords();
  const item = show.shelf.find((entry) => entry.product.id === pins[0]);
  const offer = item ? runningOffer(item, mainVariant(item.product, item, registers, now).id, now) : null;
  if (!offer?.endsAt) return null;
  return (
    <div className="offer-strip glass">
      <Timer size={22} aria-hidden="true" />
      <div className="grow">
        <Countdown endsAt={offer.endsAt} now={now} />
        <p className="xs m">{w.offerPromise}</p>
      </div>
    </div>
  );
}

/** What keeps the picture away, and since when. A second of trouble is not shown: most of it passes. */
function useTrouble(view: RoomView, media: Show['media']['state'], picture: Picture): { now: Trouble | null; since: number | null } {
  const { online } = useTools();
  const isOnline = useStore(online);
  const found: Trouble | null =
    !isOnline || picture.state === 'offline'
      ? { kind: 'offline' }
      : media === 'none'
        ? { kind: 'starting' }
        : media === 'gone'
          ? { kind: 'gone' }
          : media === 'reconnecting' || picture.state === 'reconnecting'
            ? { kind: 'reconnecting' }
            : null;
  const kind = found?.kind ?? null;
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => setSince(kind === null ? null : Date.now()), [kind]);
  return { now: found, since: kind === 'offline' ? (view.lostSince ?? since) : since };
}

function LiveBar({
  show,
  view,
  picture,
  trouble,
  sinceMs,
}: {
  show: Show;
  view: RoomView;
  picture: Picture;
  trouble: Trouble | null;
  sinceMs: number;
}) {
  return (
    <div className="livebar">
      <LivePill picture={picture} trouble={trouble} sinceMs={sinceMs} />
      <Counters
        showId={show.id}
        watching={view.registers['watching'] ?? show.counters.watching}
        sold={view.registers['sold'] ?? show.counters.sold}
      />
    </div>
  );
}

function HostName({ show }: { show: Show }) {
  const w = useWords();
  return (
    <div className="hostname">
      <b>{show.host.name}</b>
      <small>
        <a href={`/shops/${show.shop.slug}`} className="plain">
          {w.atShop([show.shop.name, show.shop.city].filter(Boolean).join(', '))}
        </a>
      </small>
    </div>
  );
}

/**
 * Who pays, and whether a machine made it or it is a demo: together, always in view.
 * @param brief over a picture, where the labels share one row
 */
export function Label({ show, brief = false }: { show: Show; brief?: boolean }) {
  const w = useWords();
  const made = show.isSynthetic && show.disclosure.kind !== 'synthetic' ? w.disclosures.synthetic : null;
  const also = show.isDemo ? (made ? w.demoAlso : w.demoText) : '';
  return (
    <div className="labels">
      <AdLabel kind={w.disclosures[show.disclosure.kind]} text={show.disclosure.text} />
      {brief && made && show.isDemo ? (
        <AdLabel kind={w.syntheticDemo} text="" />
      ) : made || show.isDemo ? (
        <AdLabel kind={made ?? w.demo} text={brief ? '' : also} />
      ) : null}
    </div>
  );
}

interface ToolsProps {
  show: Show;
  calm: boolean;
  onCalm: () => void;
  wide: boolean;
  children: ReactNode;
}
function Tools({ show, calm, onCalm, wide, children }: ToolsProps) {
  const w = useWords();
  const { toast, router } = useTools();
  const share = async () => {
    const link = { title: show.title, url: `${location.origin}/shows/${show.slug}` };
    try {
      if (navigator.share) await navigator.share(link);
      else {
        await navigator.clipboard.writeText(link.url);
        toast.set(w.linkCopied);
      }
    } catch {
      // Closing the share panel is no failure.
    }
  };
  return (
    <div className="row g1">
      {children}
      <IconButton className="glass" label={w.share} onClick={() => void share()}>
        <Share size={20} />
      </IconButton>
      {wide ? (
        <Button className={calm ? 'calmb on' : 'calmb'} aria-pressed={calm} title={w.calm} icon={<MoonStar size={18} />} onClick={onCalm}>
          {w.calmMode}
        </Button>
      ) : (
        <IconButton className="glass" label={w.calm} aria-pressed={calm} onClick={onCalm}>
          <MoonStar size={20} />
        </IconButton>
      )}
      <IconButton label={w.closeShow} onClick={() => router.navigate('/')}>
        <X size={22} />
      </IconButton>
    </div>
  );
}

function BagButton({ count, onOpen }: { count: number; onOpen: () => void }) {
  const w = useWords();
  return (
    <button type="button" className="ib bagb" aria-label={w.shelfWith(count)} onClick={onOpen}>
      <ShoppingBag size={20} />
      <span className="n" aria-hidden="true">
        {count}
      </span>
    </button>
  );
}

function ShelfSheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const w = useWords();
  const words = useSheetWords();
  return (
    <Sheet title={w.shelf} onClose={onClose} words={words}>
      {children}
    </Sheet>
  );
}

/** What the column beside the picture shows: what people say, or what they ask. */
function TalkTabs({ crowd }: { crowd: Crowd }) {
  const words = useCrowdWords();
  const tabs = [
    { key: 'chat', label: words.chat },
    { key: 'questions', label: words.questions(crowd.waiting) },
  ];
  return (
    <Tabs
      tabs={tabs}
      current={crowd.panel ? 'questions' : 'chat'}
      label={words.talk}
      onPick={(key) => (key === 'questions' ? crowd.openPanel() : crowd.closePanel())}
    />
  );
}
