import { Suspense, lazy, useState } from 'react';
import { PageSkeleton } from '../staff/page-head.tsx';
import { Refused } from '../staff/refused.tsx';
import { After } from './after/after.tsx';
import { Lobby } from './lobby/lobby.tsx';
import { Plan } from './plan/plan.tsx';
import { useShow } from './use-show.ts';

// Player, publisher and room come with the show that needs them.
const Air = lazy(() => import('./air/air.tsx').then((module) => ({ default: module.Air })));

/** One show through its life: planned, in the lobby, on air, after. The server's state decides which. */
export function ShowDesk({ showId }: { showId: string }) {
  const show = useShow(showId);
  const [inLobby, setInLobby] = useState(false);
  if (!show.data) return show.error ? <Refused error={show.error} onRetry={() => void show.refetch()} /> : <PageSkeleton />;
  const { state } = show.data;
  if (state === 'ended' || state === 'cancelled') return <After show={show.data} />;
  return (
    <Suspense fallback={<PageSkeleton />}>
      {state === 'live' ? (
        <Air show={show.data} />
      ) : inLobby ? (
        <Lobby show={show.data} onLeave={() => setInLobby(false)} />
      ) : (
        <Plan show={show.data} onReady={() => setInLobby(true)} />
      )}
    </Suspense>
  );
}
