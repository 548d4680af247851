import { CATEGORIES, PAPERS } from '#contract/catalog.ts';
import { AreaField, Field, SelectField } from '../../ui/parts.tsx';
import type { Draft, Fault } from './draft.ts';
import { Part } from './part.tsx';
import { useWords } from './words.ts';

export function About({ draft, faults, onChange }: { draft: Draft; faults: readonly Fault[]; onChange: (draft: Draft) => void }) {
  const words = useWords();
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const fault = (wrong: 'title' | 'handle') => (faults.some((one) => one.wrong === wrong) ? words.wrong[wrong] : null);
  return (
    <Part title={words.about}>
      <div className="fields">
        <Field
          label={words.name}
          value={draft.title}
          maxLength={200}
          required
          error={fault('title')}
          onChange={(event) => set({ title: event.target.value })}
        />
        <Field
          label={words.handle}
          value={draft.handle}
          maxLength={120}
          hint={words.handleHint}
          error={fault('handle')}
          onChange={(event) => set({ handle: event.target.value.trim() })}
        />
        <Field label={words.vendor} value={draft.vendor} maxLength={120} onChange={(event) => set({ vendor: event.target.value })} />
        <SelectField
          label={words.category}
          value={draft.category}
          onChange={(event) => set({ category: event.target.value as Draft['category'] })}
        >
          {CATEGORIES.map((category) => (
            <option key={category} value={category}>
              {words.categories[category]}
            </option>
          ))}
        </SelectField>
        <SelectField label={words.status} value={draft.status} onChange={(event) => set({ status: event.target.value as Draft['status'] })}>
          {(['active', 'draft', 'archived'] as const).map((status) => (
            <option key={status} value={status}>
              {words.statuses[status]}
            </option>
          ))}
        </SelectField>
        <SelectField label={words.paper} value={draft.paper} onChange={(event) => set({ paper: event.target.value as Draft['paper'] })}>
          {PAPERS.map((paper) => (
            <option key={paper} value={paper}>
              {words.papers[paper]}
            </option>
          ))}
        </SelectField>
        <div className="whole">
          <AreaField
            label={words.description}
            rows={4}
            value={draft.description}
            maxLength={20_000}
            onChange={(event) => set({ description: event.target.value })}
          />
        </div>
      </div>
    </Part>
  );
}
