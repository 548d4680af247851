import { type FormEvent, useId, useState } from 'react';
import { refusalOf } from '../../staff/api.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { type Relation, type RelationKind, useRelationVerbs } from './use-relations.ts';
import { useWords } from './words.ts';

const KINDS: readonly RelationKind[] = ['affiliate', 'sample'];

/** Labels somebody in the chat of every show of this shop. */
export function AddRelation({ onClose, onAdded }: { onClose: () => void; onAdded: (relation: Relation) => void }) {
  const words = useWords();
  const staff = useStaffWords();
  const form = useId();
  const { add } = useRelationVerbs();
  const [kind, setKind] = useState<RelationKind>('affiliate');
  const unknown = refusalOf(add.error)?.reason === 'not_found' ? add.variables?.email : undefined;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (add.isPending) return;
    const text = (name: string) => String(new FormData(event.currentTarget).get(name) ?? '').trim();
    add.mutate({ email: text('email'), kind, about: text('about'), note: text('note') }, { onSuccess: onAdded });
  };

  return (
    <Sheet
      kind="side"
      detent="full"
      title={words.relationAdd}
      words={staff}
      onClose={onClose}
      backCloses={false}
      footer={
        <Button type="submit" form={form} tone="solid" size="xl" wide busy={add.isPending}>
          {words.relationAction}
        </Button>
      }
    >
      <form id={form} className="col g4" onSubmit={submit}>
        <Field
          label={words.email}
          name="email"
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          hint={words.emailHint}
          error={unknown ? words.noAccount(unknown) : null}
        />
        <fieldset className="roles">
          <legend className="lab">{words.relationKind}</legend>
          {KINDS.map((each) => (
            <label key={each} className={`choice ${kind === each ? 'on' : ''}`}>
              <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />
              <span className="grow">
                <b className="b">{words.relations[each]}</b>
                <span className="xs mm">{words.relationMeans[each]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Field label={words.relationAbout} name="about" required maxLength={80} hint={words.relationAboutHint[kind]} />
        <Field label={words.relationNote} name="note" maxLength={300} hint={words.relationNoteHint} />
        {unknown ? null : <RefusedNote error={add.error} />}
      </form>
    </Sheet>
  );
}
