import { money, time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { useQualities } from '../../client/use-qualities.ts';
import { ArrowLeft, Captions } from '../../ui/icons.ts';
import { IconButton } from '../../ui/button.tsx';
import { Keyboard, Shield } from '../../staff/icons.ts';
import { useWords as useCaptionWords } from '../captions/words.ts';
import { ShowsLink } from '../links.tsx';
import { useWords } from '../words.ts';
import { SoldCounter, WatchingCounter } from './counters.tsx';
import { HoldButton } from './hold-button.tsx';
import type { Air } from './use-air.ts';
import { useNow } from './use-now.ts';

export function TopBar({
  air,
  delayMs,
  onKeys,
  onCaptions,
}: {
  air: Air;
  delayMs: number | null;
  onKeys: () => void;
  onCaptions: () => void;
}) {
  const words = useWords();
  const captions = useCaptionWords();
  const language = useLanguage();
  return (
    <header className="tb">
      <ShowsLink aria-label={words.myShows} className="ib back">
        <ArrowLeft size={20} />
      </ShowsLink>
      <h1 className="b ell">{air.show.title}</h1>
      <OnAir air={air} />
      <Health air={air} delayMs={delayMs} />
      <div className="end row g3 hs">
        <WatchingCounter air={air} label={words.watching} />
        <SoldCounter air={air} />
        <span>
          {words.taken} <b>{money(air.show.totals.takenNet, language)}</b>
        </span>
        {air.may.moderate ? (
          // A page of its own: leaving this one would end what it publishes.
          <a
            className="ib"
            href={`/studio/shows/${air.show.id}/chat`}
            target="_blank"
            rel="noopener"
            aria-label={words.moderatorDesk}
            title={words.moderatorDesk}
          >
            <Shield size={19} />
          </a>
        ) : null}
        {air.may.moderate ? (
          <IconButton label={captions.captions} onClick={onCaptions}>
            <Captions size={19} />
          </IconButton>
        ) : null}
        <IconButton label={words.keys} onClick={onKeys}>
          <Keyboard size={19} />
        </IconButton>
        {air.may.crew ? <HoldButton label={words.holdToEnd} hint={words.holdLonger} onHeld={air.end.run} busy={air.end.isPending} /> : null}
      </div>
    </header>
  );
}

function OnAir({ air }: { air: Air }) {
  const words = useWords();
  if (air.stage.mine) return <span className="tag warn">{words.notOnAir}</span>;
  return (
    <span className="tag live on-air">
      <i className="dot" />
      {words.onAir} <Clock air={air} />
    </span>
  );
}

export function Clock({ air }: { air: Pick<Air, 'show' | 'serverNow'> }) {
  const language = useLanguage();
  const now = useNow(air.serverNow);
  if (!air.show.startedAt) return null;
  return <span className="nw">{time(Math.floor((now - Date.parse(air.show.startedAt)) / 1000) * 1000, 'left', language)}</span>;
}

/** What is measured, in numbers; a dot says whether it is well, a word when it is not. */
function Health({ air, delayMs }: { air: Air; delayMs: number | null }) {
  const words = useWords();
  const { stats } = air.publishing;
  const recorded = air.media.state === 'live' && air.recordingStop === null;
  return (
    <ul className="hs" aria-label={words.health}>
      <Fact well={delayMs !== null && delayMs < 4_000} label={words.delay} value={delayMs === null ? '–' : words.seconds(delayMs / 1000)} />
      {stats ? (
        <>
          <Fact
            well={stats.limitedBy !== 'bandwidth'}
            label={words.upload}
            value={words.megabits(stats.bitsPerSecond / 1e6)}
            note={stats.limitedBy === 'bandwidth' ? words.uploadWeak : null}
          />
          <Fact well={stats.framesPerSecond >= 20} label={words.frames} value={String(stats.framesPerSecond)} />
          <Fact well={stats.lostPackets === 0} label={words.lostPackets} value={String(stats.lostPackets)} />
        </>
      ) : null}
      <Smaller air={air} />
      <Fact well={recorded} label={recorded ? words.recording : words.notRecording} value="" />
    </ul>
  );
}

/** The smaller pictures that are being made, and those that this server could not go on with. Nothing while there are none. */
function Smaller({ air }: { air: Air }) {
  const words = useWords();
  const { can } = useQualities(air.show.media.hlsUrl, air.media.state === 'live');
  const named = (wanted: string) => can?.rungs.flatMap(({ name, state }) => (state === wanted ? [name] : [])).join(', ') ?? '';
  const [running, dropped] = [named('running'), named('dropped')];
  if (!running && !dropped) return null;
  return <Fact well={!dropped} label={words.smaller} value={running || '–'} note={dropped ? words.smallerTooMuch(dropped) : null} />;
}

function Fact({ well, label, value, note }: { well: boolean; label: string; value: string; note?: string | null }) {
  return (
    <li className={`row g1 ${well ? 'well' : 'unwell'}`}>
      <i className="dot" aria-hidden="true" />
      {label} <b>{value}</b> {note ? <span className="warnc">{note}</span> : null}
    </li>
  );
}
