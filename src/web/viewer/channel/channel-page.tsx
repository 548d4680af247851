import { lazy, type ReactNode, useEffect } from 'react';
import type { Channel } from '#contract/channels.ts';
import { ask } from '../../client/api.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Clock } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/parts.tsx';
import { Refused } from '../problems.tsx';
import { Waiting } from '../states.tsx';
import { useLoad, useTools } from '../tools.tsx';
import { Recording } from './recording.tsx';
import { useChannelWords } from './words.ts';

const ShowPage = lazy(() => import('../show/show-page.tsx'));

/** A live show is on the channel this much later at most. */
const LOOK_MS = 5_000;

/** What a shop shows now: its live show as that is, or a recording that says so. */
export default function ChannelPage({ slug, inShell }: { slug: string; inShell: (page: ReactNode) => ReactNode }) {
  const { api } = useTools();
  const loaded = useLoad<Channel>(slug, () => ask(api.GET('/api/shops/{shopSlug}/channel', { params: { path: { shopSlug: slug } } })));
  const { reload } = loaded;
  useEffect(() => {
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [slug]);
  if (loaded.state === 'loading') return inShell(<Waiting />);
  if (loaded.state === 'refused') return inShell(<Refused refusal={loaded.refusal} retry={reload} />);
  const channel = loaded.value;
  if (channel.live) return <ShowPage key={channel.live.id} showId={channel.live.id} inShell={inShell} />;
  if (!channel.playing) return inShell(<Off shop={channel.shop} />);
  // Each turn of a recording is a player of its own, also when there is only one to play.
  const turn = `${channel.playing.show.id} ${Math.round(Date.parse(channel.playing.startsAt) / 10_000)}`;
  return inShell(<Recording key={turn} channel={channel} playing={channel.playing} reload={reload} />);
}

function Off({ shop }: { shop: Channel['shop'] }) {
  const words = useChannelWords();
  return (
    <EmptyState
      icon={<Clock size={36} />}
      title={words.off}
      action={
        <ButtonLink tone="solid" href={`/shops/${shop.slug}`}>
          {words.toShop}
        </ButtonLink>
      }
    >
      {words.offBody}
    </EmptyState>
  );
}
