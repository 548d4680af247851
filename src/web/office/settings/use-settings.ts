import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Organisation } from '#contract/accounts.ts';
import { api, orThrow } from '../../staff/api.ts';
import { type Draft, draftOf, readDraft } from './draft.ts';

/** What is typed, what of it differs, and saving exactly that: two people who change two things do not undo each other. */
export function useSettings(shop: Organisation) {
  const queries = useQueryClient();
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: shop.currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const [typed, setTyped] = useState<Partial<Draft>>({});
  const draft = { ...draftOf(shop, digits), ...typed };
  const { change, wrong } = readDraft(draft, shop, digits);
  const saving = useMutation({
    mutationFn: () => orThrow(api.PATCH('/api/orgs/{orgId}', { params: { path: { orgId: shop.id } }, body: change })),
    onSuccess: async (saved) => {
      queries.setQueryData(['org', shop.id], saved);
      setTyped({});
      await queries.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const dirty = Object.keys(change).length > 0 || wrong.size > 0;
  return {
    draft,
    wrong,
    dirty,
    saving,
    set: (part: Partial<Draft>) => {
      saving.reset();
      setTyped((old) => ({ ...old, ...part }));
    },
    undo: () => setTyped({}),
    save: () => {
      if (dirty && wrong.size === 0 && !saving.isPending) saving.mutate();
    },
  };
}
