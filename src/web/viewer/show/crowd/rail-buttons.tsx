import { ChartColumn, MessageCircleQuestion } from '../../../ui/icons.ts';
import type { Crowd } from './use-crowd.ts';
import { useCrowdWords } from './words.ts';

/** On a phone, beside the chat: both open the panel. */
export function CrowdButtons({ crowd }: { crowd: Crowd }) {
  const w = useCrowdWords();
  return (
    <>
      <button type="button" className="ib glass counted" aria-label={w.questionsOpen(crowd.waiting)} onClick={crowd.openPanel}>
        <MessageCircleQuestion size={21} />
        {crowd.waiting > 0 ? (
          <span className="n" aria-hidden="true">
            {crowd.waiting}
          </span>
        ) : null}
      </button>
      <small aria-hidden="true">{w.ask}</small>
      {crowd.poll ? (
        <>
          <button
            type="button"
            className="ib glass counted"
            aria-label={crowd.poll.counts ? w.pollResult : w.pollOpen}
            onClick={crowd.openPanel}
          >
            <ChartColumn size={21} />
            {crowd.poll.counts ? null : (
              <span className="n" aria-hidden="true">
                1
              </span>
            )}
          </button>
          <small aria-hidden="true">{w.poll}</small>
        </>
      ) : null}
    </>
  );
}
