import type { Decision } from '#contract/moderation.ts';
import { sentence } from '../../client/api.ts';
import { TriangleAlert } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../air/use-now.ts';
import { ICONS } from './decided-list.tsx';
import { waitingNow } from './desk.ts';
import { mayHelpAgain, type Outgoing } from './outgoing.ts';
import type { Moderation } from './use-moderation.ts';
import { useWords } from './words.ts';

const UNDO_S = 5;

/**
 * What was decided and is not yet so, with the way back; what did not go; what a colleague took back.
 * It stands in the flow, between what scrolls and what is pressed, so that it never covers either.
 */
export function DecisionBar({ moderation }: { moderation: Moderation }) {
  const words = useWords();
  const now = useNow(moderation.serverNow);
  const waiting = waitingNow(moderation.decided, now).filter(moderation.isMine);
  const failed = moderation.outgoing.filter(({ refused }) => refused !== null);
  return (
    <div className="mbar">
      <div role="status">
        {waiting[0] ? <Waiting moderation={moderation} decision={waiting[0]} more={waiting.length - 1} now={now} /> : null}
        {moderation.undoneByOther ? <p className="undo">{words.undoneByOther(moderation.undoneByOther.name)}</p> : null}
      </div>
      <div role="alert">
        {failed.slice(-2).map((entry) => (
          <Failed key={entry.id} moderation={moderation} entry={entry} />
        ))}
      </div>
    </div>
  );
}

function Waiting({ moderation, decision, more, now }: { moderation: Moderation; decision: Decision; more: number; now: number }) {
  const words = useWords();
  const Icon = ICONS[decision.kind];
  // The page's second may lag behind the decision's by almost one.
  const left = Math.min(UNDO_S, Math.max(1, Math.ceil((Date.parse(decision.appliesAt) - now) / 1000)));
  return (
    <div className="undo">
      <Icon size={20} aria-hidden="true" />
      <div className="grow">
        <p className="b">{words.about[decision.kind](decision.name)}</p>
        <p className="xs">
          {decision.reason && decision.kind !== 'allow' ? words.reasonSent(words.reasons[decision.reason]) : null}{' '}
          <span aria-hidden="true">{words.applies(left)}</span> {more > 0 ? words.andMore(more) : null}
        </p>
      </div>
      <Button
        size="sm"
        icon={
          <kbd className="kbd" aria-hidden="true">
            Z
          </kbd>
        }
        aria-keyshortcuts="z"
        busy={moderation.undo.isPending && moderation.undo.variables === decision.id}
        onClick={() => moderation.undo.mutate(decision.id)}
      >
        {words.undo}
      </Button>
    </div>
  );
}

function Failed({ moderation, entry }: { moderation: Moderation; entry: Outgoing }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <div className="undo did-not-go">
      <TriangleAlert size={20} aria-hidden="true" />
      <div className="grow">
        <p className="b">{words.didNotGo(words.wish[entry.wish.kind](entry.wish.name))}</p>
        <p className="xs">{sentence(entry.refused!, language)}</p>
      </div>
      {mayHelpAgain(entry) ? (
        <Button size="sm" onClick={() => moderation.again(entry.id)}>
          {words.sendAgain}
        </Button>
      ) : null}
      <Button size="sm" tone="quiet" onClick={() => moderation.forget(entry.id)}>
        {words.forget}
      </Button>
    </div>
  );
}
