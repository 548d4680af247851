import { useLanguage } from '../../staff/language.tsx';
import { Keyboard, Smartphone } from '../../staff/icons.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ArrowLeft, Pause, Play } from '../../ui/icons.ts';
import { Avatar } from '../../ui/parts.tsx';
import { WatchingCounter } from '../air/counters.tsx';
import { Clock } from '../air/top-bar.tsx';
import { ShowLink } from '../links.tsx';
import { useWords as useStudioWords } from '../words.ts';
import { RoleTag } from './role-tag.tsx';
import { slowOf, type Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';
import { useWords } from './words.ts';

interface Props {
  room: Console;
  desk: Desk;
}

export function DeskTopBar({ room, desk }: Props) {
  const words = useWords();
  const studio = useStudioWords();
  const language = useLanguage();
  const pace = room.moderation.desk.data?.linesPerMinute ?? 0;
  return (
    <header className="tb">
      <Back room={room} />
      <h1 className="b ell">{room.show.title}</h1>
      <OnAir room={room} />
      <span className="sm m nw">
        <WatchingCounter air={room} label={studio.watching} />
      </span>
      <span className="sm m nw">
        {words.chatPace} <b className="b">{words.perMinute(pace)}</b>
      </span>
      <span className="sm m nw">
        {words.heldCount} <b className="b">{room.moderation.held.length.toLocaleString(language)}</b>
      </span>
      <div className="end row g3">
        <span className="row sm who">
          <Avatar name={room.me.name} src={null} size={30} />
          <b className="b ell">{room.me.name}</b>
          <RoleTag label={room.me.role} />
        </span>
        <IconButton label={words.elsewhere} onClick={() => desk.show('elsewhere')}>
          <Smartphone size={19} />
        </IconButton>
        <IconButton label={words.keys} onClick={() => desk.show('keys')}>
          <Keyboard size={19} />
        </IconButton>
        <PauseButton room={room} />
      </div>
    </header>
  );
}

export function PhoneTopBar({ room }: Props) {
  const words = useWords();
  const pace = room.moderation.desk.data?.linesPerMinute ?? 0;
  return (
    <header className="mtop">
      <Back room={room} />
      <h1 className="sr">{`${words.desk}: ${room.show.title}`}</h1>
      <OnAir room={room} short />
      <span className="sm nw grow mtop-facts">
        <WatchingCounter air={room} label="" /> <span className="mm">{words.watching}</span> <b className="b pace">{pace}</b>{' '}
        <span className="mm">{words.perMinute(pace).replace(/^\S+ /, '')}</span>
      </span>
      <PauseButton room={room} short />
    </header>
  );
}

function Back({ room }: { room: Console }) {
  const words = useWords();
  return (
    <ShowLink showId={room.show.id} className="ib back" aria-label={words.backToShow}>
      <ArrowLeft size={20} />
    </ShowLink>
  );
}

function OnAir({ room, short = false }: { room: Console; short?: boolean }) {
  const words = useWords();
  const studio = useStudioWords();
  if (room.show.state !== 'live') return <span className="tag">{studio.states[room.show.state]}</span>;
  return (
    <span className="tag live on-air">
      <i className="dot" />
      <span className={short ? 'sr' : ''}>{words.onAir}</span> <Clock air={room} />
    </span>
  );
}

/** Nobody but the crew may write. The way back stands in the same place. */
function PauseButton({ room, short = false }: { room: Console; short?: boolean }) {
  const words = useWords();
  const { paused } = room.mode;
  const label = paused ? words.resume : words.pause;
  const set = () => room.setMode.mutate({ slowSeconds: slowOf(room.mode), paused: !paused });
  const off = room.show.state !== 'live';
  if (short) {
    return (
      <IconButton label={label} disabled={off} aria-busy={room.setMode.isPending || undefined} onClick={set}>
        {paused ? <Play size={20} /> : <Pause size={20} />}
      </IconButton>
    );
  }
  return (
    <Button size="sm" tone={paused ? 'solid' : 'stop'} busy={room.setMode.isPending} disabled={off} onClick={set}>
      {label}
    </Button>
  );
}
