import { useEffect, useRef } from 'react';
import { sentence } from '../../client/api.ts';
import { time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Check, Clock, TriangleAlert } from '../../ui/icons.ts';
import type { Unsent } from './outbox.ts';
import type { SaidLine, useCaptioning } from './use-captioning.ts';
import { useWords } from './words.ts';

/** What was said, oldest first, and below it what is on its way. The newest is in view. */
export function SaidList({
  desk,
  language,
  correcting,
  onCorrect,
  onTakeBack,
}: {
  desk: ReturnType<typeof useCaptioning>;
  language: string;
  correcting: string | null;
  onCorrect: (id: string) => void;
  onTakeBack: (id: string) => void;
}) {
  const words = useWords();
  const end = useRef<HTMLOListElement>(null);
  const newest = desk.unsent.at(-1)?.clientId ?? desk.lines.at(-1)?.cue.id;
  useEffect(() => {
    end.current?.scrollTo({ top: end.current.scrollHeight });
  }, [newest]);
  if (desk.lines.length === 0 && desk.unsent.length === 0) return <p className="m grow">{words.noLines}</p>;
  // What is being replaced is shown by what replaces it.
  const leaving = new Set(desk.unsent.filter(({ refused }) => refused === null).map(({ replaces }) => replaces));
  return (
    <ol className="said" ref={end} tabIndex={0} lang={language}>
      {desk.lines
        .filter(({ cue }) => !leaving.has(cue.id))
        .map((line) => (
          <Said
            key={line.cue.id}
            line={line}
            isCorrected={line.cue.id === correcting}
            onCorrect={() => onCorrect(line.cue.id)}
            onTakeBack={() => onTakeBack(line.cue.id)}
          />
        ))}
      {desk.unsent.map((cue) => (
        <OnItsWay key={cue.clientId} cue={cue} onDrop={() => desk.drop(cue.clientId)} />
      ))}
    </ol>
  );
}

function Said({
  line: { cue, seenAtMs },
  isCorrected,
  onCorrect,
  onTakeBack,
}: {
  line: SaidLine;
  isCorrected: boolean;
  onCorrect: () => void;
  onTakeBack: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  return (
    <li className={isCorrected ? 'now' : ''}>
      <p>{cue.text}</p>
      <div className="row between" lang={language}>
        <span className="xs mm row g1">
          {seenAtMs === null ? (
            time(cue.startsAtMs, 'exact', language)
          ) : (
            <>
              <Check size={14} aria-hidden="true" /> {words.seenAt(time(Math.max(seenAtMs, cue.startsAtMs), 'exact', language))}
            </>
          )}
        </span>
        <span className="row g1">
          <Button size="sm" tone="quiet" onClick={onCorrect}>
            {words.correct}
          </Button>
          <Button size="sm" tone="quiet" onClick={onTakeBack}>
            {words.takeBack}
          </Button>
        </span>
      </div>
    </li>
  );
}

function OnItsWay({ cue, onDrop }: { cue: Unsent; onDrop: () => void }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <li className="unsent">
      <p>{cue.text}</p>
      <div className="row between" lang={language}>
        {cue.refused ? (
          <span className="xs stopc row g1" role="alert">
            <TriangleAlert size={14} aria-hidden="true" /> {sentence(cue.refused, language)}
          </span>
        ) : (
          <span className="xs mm row g1">
            <Clock size={14} aria-hidden="true" /> {words.onItsWay}
          </span>
        )}
        {cue.refused ? (
          <Button size="sm" tone="quiet" onClick={onDrop}>
            {words.forget}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
