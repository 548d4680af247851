import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { AdLabel, AreaField, Field, SelectField } from '../../ui/parts.tsx';
import { useWords } from '../words.ts';
import { type Facts, fromLocalInput, KINDS, type Kind, toLocalInput } from './facts.ts';

/** Title, host, label and date. The label is shown as viewers will see it, because it cannot be hidden later. */
export function FactsForm({ facts, save, busy, onSave }: { facts: Facts; save: string; busy: boolean; onSave: (facts: Facts) => void }) {
  const words = useWords();
  const [draft, setDraft] = useState(facts);
  const set = (part: Partial<Facts>) => setDraft((old) => ({ ...old, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(draft);
  };
  return (
    <form className="col g4" onSubmit={submit}>
      <Field
        label={words.fieldTitle}
        value={draft.title}
        onChange={(event) => set({ title: event.target.value })}
        required
        maxLength={120}
      />
      <Field
        label={words.fieldHost}
        hint={words.fieldHostHint}
        value={draft.hostName}
        onChange={(event) => set({ hostName: event.target.value })}
        required
        maxLength={80}
      />
      <fieldset className="col g3">
        <SelectField
          label={words.fieldLabel}
          hint={words.fieldLabelHint}
          value={draft.kind}
          onChange={(event) => set({ kind: event.target.value as Kind })}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {words.labels[kind]}
            </option>
          ))}
        </SelectField>
        <Field
          label={words.fieldLabelText}
          value={draft.label}
          onChange={(event) => set({ label: event.target.value })}
          maxLength={120}
          required={draft.kind === 'ad'}
        />
        <p className="row wrap sm m">
          {words.viewersSee}{' '}
          <span className="on-video">
            <AdLabel kind={words.labels[draft.kind]} text={draft.label} />
          </span>
        </p>
      </fieldset>
      <Field
        type="datetime-local"
        label={words.fieldDate}
        hint={words.fieldDateHint(Intl.DateTimeFormat().resolvedOptions().timeZone)}
        value={toLocalInput(draft.startsAt)}
        onChange={(event) => set({ startsAt: fromLocalInput(event.target.value) })}
      />
      <SelectField
        label={words.fieldLanguage}
        value={draft.language}
        onChange={(event) => set({ language: event.target.value === 'nl' ? 'nl' : 'en' })}
      >
        <option value="en">English</option>
        <option value="nl">Nederlands</option>
      </SelectField>
      <AreaField
        label={words.fieldAbout}
        value={draft.description}
        onChange={(event) => set({ description: event.target.value })}
        maxLength={5000}
      />
      <Button type="submit" tone="solid" busy={busy}>
        {save}
      </Button>
    </form>
  );
}
