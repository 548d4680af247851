import type { Decision } from '#contract/moderation.ts';
import { time } from '../../client/format.ts';
import { Ban, Check, EyeOff, Ghost, Timer } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { Button } from '../../ui/button.tsx';
import type { Moderation } from './use-moderation.ts';
import { useWords } from './words.ts';

const SHOWN = 12;
export const ICONS = {
  allow: Check,
  hide: EyeOff,
  time_out: Timer,
  ban: Ban,
  shadow_ban: Ghost,
} as const satisfies Record<Decision['kind'], unknown>;

/** Decisions of all of the crew, the newest first; each can be taken back here. */
export function DecidedList({ moderation }: { moderation: Moderation }) {
  const words = useWords();
  const { decided } = moderation;
  return (
    <>
      <h3 className="mh3" id="decided-title">
        {words.decided}
      </h3>
      {decided.length === 0 ? <p className="sm mm">{words.nothingDecided}</p> : null}
      <ol aria-labelledby="decided-title" className="decided">
        {decided.slice(0, SHOWN).map((decision) => (
          <Row key={decision.id} moderation={moderation} decision={decision} />
        ))}
      </ol>
    </>
  );
}

function Row({ moderation, decision }: { moderation: Moderation; decision: Decision }) {
  const words = useWords();
  const language = useLanguage();
  const Icon = ICONS[decision.kind];
  const undone = decision.state === 'undone';
  const by = moderation.isMine(decision) ? words.byYou : decision.by.name;
  const what = decision.reason ? words.reasons[decision.reason] : decision.line?.text;
  return (
    <li className={undone ? 'undone' : ''}>
      <Icon size={18} aria-hidden="true" />
      <div className="grow">
        <p className="ell">
          <b className="b">{decision.name}</b> <span className="mm">{what}</span>
        </p>
        <p className="xs m">
          {words.did[decision.kind](by, time(decision.at, 'exact', language))}
          {undone ? `, ${words.takenBack}` : null}
        </p>
      </div>
      {undone ? null : (
        <Button
          size="sm"
          tone="quiet"
          aria-label={`${words.undo}: ${words.wish[decision.kind](decision.name)}`}
          busy={moderation.undo.isPending && moderation.undo.variables === decision.id}
          onClick={() => moderation.undo.mutate(decision.id)}
        >
          {words.undo}
        </Button>
      )}
    </li>
  );
}
