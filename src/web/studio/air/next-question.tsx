import { Mic } from '../../staff/icons.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../moderation/words.ts';
import type { Air } from './use-air.ts';

/** The question that the crew put before the host: read it, answer it, mark it. */
export function NextQuestion({ air }: { air: Air }) {
  const words = useWords();
  const { answer, waiting } = air.questions;
  const next = waiting.find(({ state }) => state === 'next');
  return (
    <div role="status" className="next-question">
      {next ? (
        <p className="row">
          <span className="grow" dir="auto" lang={air.show.language}>
            <b className="b">{words.asks(next.name)}</b> {next.text}
          </span>
          <Button
            size="sm"
            icon={<Mic size={15} />}
            aria-label={words.answeredOnCamera(next.text)}
            busy={answer.isPending && answer.variables.questionId === next.id}
            onClick={() => answer.mutate({ questionId: next.id, text: null })}
          >
            {words.answered}
          </Button>
        </p>
      ) : null}
    </div>
  );
}
