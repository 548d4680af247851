import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, orThrow } from '../../staff/api.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { useMe } from '../../staff/session.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { FactsForm } from '../plan/facts-form.tsx';
import { type Facts, inputOf } from '../plan/facts.ts';
import { useGo } from '../links.tsx';
import { useWords } from '../words.ts';

/** The few facts that a show cannot do without; the shelf and the run of show follow on its own page. */
export function DraftShow({ orgId, onClose }: { orgId: string; onClose: () => void }) {
  const words = useWords();
  const staff = useStaffWords();
  const me = useMe();
  const language = useLanguage();
  const go = useGo();
  const queries = useQueryClient();
  const draft = useMutation({
    mutationFn: (facts: Facts) => orThrow(api.POST('/api/orgs/{orgId}/shows', { params: { path: { orgId } }, body: inputOf(facts) })),
    onSuccess: (show) => {
      void queries.invalidateQueries({ queryKey: ['shows', orgId] });
      go.show(show.id);
    },
  });
  return (
    <Sheet title={words.draft} words={staff} kind="dialog" detent="full" backCloses={false} onClose={onClose}>
      <FactsForm
        facts={{
          title: '',
          description: '',
          hostName: me.user.name,
          kind: 'own_goods',
          label: '',
          language,
          startsAt: null,
          isSynthetic: false,
        }}
        save={words.draftSave}
        busy={draft.isPending}
        onSave={(facts) => draft.mutate(facts)}
      />
      <RefusedNote error={draft.error} />
    </Sheet>
  );
}
