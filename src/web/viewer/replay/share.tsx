import type { Show } from '#contract/shows.ts';
import { Button } from '../../ui/button.tsx';
import { Share } from '../../ui/icons.ts';
import { useTools } from '../tools.tsx';
import { useWords } from '../words.ts';
import { linkTo } from './replay-facts.ts';
import { useReplayWords } from './words.ts';

/** A link that opens the replay at this moment. */
export function ShareButton({ show, positionMs }: { show: Show; positionMs: number }) {
  const w = useWords();
  const r = useReplayWords();
  const { toast } = useTools();
  const share = async () => {
    const link = { title: show.title, url: location.origin + linkTo(show.slug, positionMs) };
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
    <Button size="sm" className="share" icon={<Share size={16} />} aria-label={r.shareMoment} onClick={() => void share()}>
      <span>{r.shareMoment}</span>
    </Button>
  );
}
