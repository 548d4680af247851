import type { ReactNode } from 'react';
import type { Show } from '#contract/shows.ts';
import { Refused } from '../problems.tsx';
import { Waiting } from '../states.tsx';
import { Before } from './before.tsx';
import { Ended } from './ended.tsx';
import { Live } from './live.tsx';
import { useRoom } from './use-room.ts';
import { useShow } from './use-show.ts';

/** One address per show, whatever its state: before, live, ended, cancelled. */
export default function ShowPage({ showId, inShell }: { showId: string; inShell: (page: ReactNode) => ReactNode }) {
  const loaded = useShow(showId);
  if (loaded.state === 'loading') return inShell(<Waiting />);
  if (loaded.state === 'refused') return inShell(<Refused refusal={loaded.refusal} retry={loaded.reload} />);
  return <InRoom show={loaded.show} onEvent={loaded.onEvent} reload={loaded.reload} inShell={inShell} />;
}

/** The room is joined before the show too: the page turns live by itself. */
function InRoom({
  show,
  onEvent,
  reload,
  inShell,
}: {
  show: Show;
  onEvent: ReturnType<typeof useShow>['onEvent'];
  reload: () => void;
  inShell: (page: ReactNode) => ReactNode;
}) {
  const room = useRoom(show.id, show.roomUrl, onEvent);
  if (show.state === 'live') return <Live show={show} room={room} reload={reload} />;
  if (show.state === 'ended') return inShell(<Ended show={show} room={room} reload={reload} />);
  return inShell(<Before show={show} room={room} />);
}
