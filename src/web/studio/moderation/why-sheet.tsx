import { type FormEvent, useState } from 'react';
import type { ModerationReason } from '#contract/moderation.ts';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField, Chip, Switch } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Moderation } from './use-moderation.ts';
import { useWords } from './words.ts';
import { PAUSE_S, type Subject, type Wish, wishAbout } from './wish.ts';

const DAY_S = 86_400;
const KINDS = ['hide', 'time_out', 'ban'] as const;
type Kind = (typeof KINDS)[number];
/** Null has no end. */
const LENGTHS_S = [DAY_S, 30 * DAY_S, null] as const;

/** A decision with its reason: every ban has one, and the person reads it. */
export function WhySheet({
  moderation,
  about,
  kind: first,
  reason: known,
  onClose,
}: {
  moderation: Moderation;
  about: Subject;
  kind: Wish['kind'];
  reason: Wish['reason'];
  onClose: () => void;
}) {
  const words = useWords();
  const staff = useStaffWords();
  const kinds = KINDS.filter((kind) => kind !== 'hide' || about.id !== null);
  const [kind, setKind] = useState<Kind>(kinds.find((one) => one === first) ?? 'ban');
  const [reason, setReason] = useState<ModerationReason | null>(known);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [quietly, setQuietly] = useState(false);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const labels = { hide: words.hide, time_out: words.tenMinutesLong, ban: words.ban } satisfies Record<Kind, string>;

  function decide(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!reason) return;
    moderation.decide(
      wishAbout(kind === 'ban' && quietly ? 'shadow_ban' : kind, about, {
        reason,
        note: note.trim() || null,
        seconds: kind === 'ban' ? seconds : kind === 'time_out' ? PAUSE_S : null,
      }),
    );
    onClose();
  }

  return (
    <Sheet title={words.whyTitle(about.name)} words={staff} kind="dialog" detent="full" onClose={onClose}>
      <form className="col g4" onSubmit={decide}>
        <fieldset className="col g1">
          <legend className="lab">{words.whyWhat}</legend>
          <div className="row wrap" role="radiogroup" aria-label={words.whyWhat}>
            {kinds.map((one) => (
              <Chip key={one} radio on={one === kind} onClick={() => setKind(one)}>
                {labels[one]}
              </Chip>
            ))}
          </div>
        </fieldset>
        {kind === 'ban' ? (
          <fieldset className="col g1">
            <legend className="lab">{words.lengths}</legend>
            <div className="row wrap" role="radiogroup" aria-label={words.lengths}>
              {LENGTHS_S.map((length) => (
                <Chip key={length} radio on={length === seconds} onClick={() => setSeconds(length)}>
                  {length === null ? words.noEnd : words.days(length / DAY_S)}
                </Chip>
              ))}
            </div>
            <Switch label={<span className="sm">{words.banQuietly}</span>} on={quietly} onChange={setQuietly} />
          </fieldset>
        ) : null}
        <fieldset className="col g1">
          <legend className="lab">{words.why}</legend>
          <div className="row wrap" role="radiogroup" aria-label={words.why} data-autofocus tabIndex={-1}>
            {Object.entries(words.reasons).map(([key, label]) => (
              <Chip key={key} radio on={key === reason} onClick={() => setReason(key as ModerationReason)}>
                {label}
              </Chip>
            ))}
          </div>
          <p className={`xs ${tried && !reason ? 'stopc' : 'mm'}`} role={tried && !reason ? 'alert' : undefined}>
            {tried && !reason ? words.chooseReason : words.whyHow}
          </p>
        </fieldset>
        <AreaField label={words.note} value={note} maxLength={300} rows={2} onChange={(event) => setNote(event.currentTarget.value)} />
        <Button type="submit" tone={kind === 'ban' ? 'stop' : 'solid'} size="xl">
          {words.decide}
        </Button>
      </form>
    </Sheet>
  );
}
