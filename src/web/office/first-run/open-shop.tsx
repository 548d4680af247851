import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, orThrow } from '../../staff/api.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, SelectField } from '../../ui/parts.tsx';
import { slugOf, SLUG } from './slug.ts';
import { useWords } from './words.ts';

const COUNTRIES = ['BE', 'NL', 'DE', 'FR', 'LU', 'GB', 'IE'] as const;
const CURRENCIES = ['EUR', 'GBP', 'USD'] as const;

/** The operator's first act. The address follows the name until somebody types another. */
export function OpenShop() {
  const words = useWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState({ name: '', slug: null as string | null, legalName: '', city: '', country: 'BE', currency: 'EUR' });
  const slug = draft.slug ?? slugOf(draft.name);
  const open = useMutation({
    mutationFn: () => orThrow(api.POST('/api/orgs', { body: { ...draft, slug, city: draft.city || null } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['me'] });
      await navigate({ to: '/$org', params: { org: made.slug } });
    },
  });
  const set = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate();
  };

  return (
    <form className="col g4 narrow" onSubmit={submit}>
      <h1>{words.openTitle}</h1>
      <p className="lead">{words.openLead}</p>
      <Field
        label={words.name}
        value={draft.name}
        onChange={(event) => set({ name: event.target.value })}
        required
        maxLength={120}
        autoComplete="organization"
      />
      <Field
        label={words.address}
        value={slug}
        onChange={(event) => set({ slug: event.target.value })}
        required
        maxLength={120}
        hint={words.addressHint(location.origin, slug)}
        error={slug && !SLUG.test(slug) ? words.addressError : null}
      />
      <Field
        label={words.legalName}
        value={draft.legalName}
        onChange={(event) => set({ legalName: event.target.value })}
        required
        maxLength={200}
        hint={words.legalHint}
      />
      <Field
        label={words.city}
        value={draft.city}
        onChange={(event) => set({ city: event.target.value })}
        maxLength={120}
        autoComplete="address-level2"
      />
      <div className="two">
        <SelectField label={words.country} value={draft.country} onChange={(event) => set({ country: event.target.value })}>
          {COUNTRIES.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
        <SelectField label={words.currency} value={draft.currency} onChange={(event) => set({ currency: event.target.value })}>
          {CURRENCIES.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
      </div>
      <RefusedNote error={open.error} />
      <Button type="submit" tone="solid" size="xl" busy={open.isPending} disabled={!SLUG.test(slug)}>
        {words.open}
      </Button>
    </form>
  );
}
