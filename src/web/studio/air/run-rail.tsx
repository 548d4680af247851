import type { Segment } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { Mic, Pen } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Check, Clock } from '../../ui/icons.ts';
import { ProductPicture, Tag } from '../../ui/parts.tsx';
import { useWords } from '../words.ts';
import { minutesBehind, progressOf } from './progress.ts';
import type { Air } from './use-air.ts';
import { useNow } from './use-now.ts';

/** The parts in order: what was, what is now and how far, what comes. A click on a part moves the show there. */
export function RunRail({ air, onEdit }: { air: Air; onEdit: () => void }) {
  const words = useWords();
  const now = useNow(air.serverNow);
  const run = air.show.runOfShow;
  const behind = minutesBehind(run, now);
  return (
    <section aria-labelledby="rail-title" className="rail-col">
      <header className="row between">
        <h2 id="rail-title">{words.run}</h2>
        <span className="row g1">
          {behind !== null && behind > 0 ? (
            <Tag tone="warn">
              <Clock size={13} /> {words.behind(behind)}
            </Tag>
          ) : null}
          {air.may.crew ? (
            <IconButton label={words.editRun} onClick={onEdit}>
              <Pen size={17} />
            </IconButton>
          ) : null}
        </span>
      </header>
      {run.length === 0 ? <p className="m">{words.noPartsBody}</p> : null}
      <ol>
        {run.map((segment) => (
          <li key={segment.id}>
            <button
              type="button"
              className={`ri ${segment.state}`}
              disabled={!air.may.desk || segment.state === 'now' || air.moveTo.isPending}
              aria-current={segment.state === 'now' ? 'step' : undefined}
              onClick={() => air.moveTo.mutate(segment.id)}
            >
              <Row air={air} segment={segment} now={now} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Row({ air, segment, now }: { air: Air; segment: Segment; now: number }) {
  const words = useWords();
  const language = useLanguage();
  const product = air.show.shelf.find((item) => item.product.id === segment.productId)?.product;
  const at = segment.startedAt ?? segment.plannedAt;
  const progress = segment.state === 'now' ? progressOf(segment, now) : null;
  return (
    <>
      <span>{at ? time(at, 'clock', language) : ''}</span>
      {product ? (
        <ProductPicture src={product.image?.url ?? null} paper={product.paper} width="76%" />
      ) : (
        <span className="np" aria-hidden="true">
          <Mic size={17} />
        </span>
      )}
      <span>
        <span className={segment.state === 'now' ? 'b' : ''}>{segment.title}</span>
        {progress ? (
          <>
            <span className="meter" aria-hidden="true">
              <i style={{ width: `${progress.part * 100}%` }} />
            </span>
            <span className="xs">
              {progress.minutesLeft >= 0 ? words.minutesLeft(progress.minutesLeft) : words.minutesOver(-progress.minutesLeft)}
            </span>
          </>
        ) : null}
      </span>
      <span className="xs">
        {segment.state === 'done' ? (
          <>
            <Check size={16} />
            <span className="sr">{words.partStates.done}</span>
          </>
        ) : segment.state === 'next' ? (
          <Tag>{words.partStates.next}</Tag>
        ) : (
          words.minutes(segment.minutes)
        )}
      </span>
    </>
  );
}
