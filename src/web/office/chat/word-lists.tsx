import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { WordList } from '#contract/moderation.ts';
import { api, orThrow, refusalOf } from '../../staff/api.ts';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { AreaField, Note } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { readWords, sameWords, WORDS_MAX, wrongWith } from './word-draft.ts';
import { useWords } from './words.ts';

/** The shop's own words: those that hold a line and those that refuse it. */
export function WordLists() {
  const { orgId } = useOrganisation();
  const list = useQuery({
    queryKey: ['words', orgId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/words', { params: { path: { orgId } } })),
  });
  if (!list.data) return list.error ? <Refused error={list.error} onRetry={() => void list.refetch()} /> : <RowsSkeleton height="160px" />;
  return <Editor kept={list.data} />;
}

function Editor({ kept }: { kept: WordList }) {
  const words = useWords();
  const { orgId, may } = useOrganisation();
  const queries = useQueryClient();
  const mayChange = may('moderator', 'producer', 'seller_admin');
  const [typed, setTyped] = useState<{ hold: string; refuse: string } | null>(null);
  /** The list on which these changes were begun: saving over another one is refused. */
  const begun = useRef(kept);
  const shown = typed ?? { hold: kept.hold.join('\n'), refuse: kept.refuse.join('\n') };
  const read = { hold: readWords(shown.hold), refuse: readWords(shown.refuse) };
  const wrong = { hold: wrongWith(read.hold), refuse: wrongWith(read.refuse) };
  const save = useMutation({
    mutationFn: () =>
      orThrow(api.PUT('/api/orgs/{orgId}/words', { params: { path: { orgId } }, body: { ...read, version: begun.current.version } })),
    onSuccess: (next) => {
      queries.setQueryData(['words', orgId], next);
      setTyped(null);
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['words', orgId] }),
  });
  const dirty = typed !== null && !sameWords(read, begun.current);
  const conflict = refusalOf(save.error)?.reason === 'conflict';
  const change = (part: Partial<{ hold: string; refuse: string }>) => {
    if (typed === null) begun.current = kept;
    save.reset();
    setTyped({ ...shown, ...part });
  };
  const back = () => {
    save.reset();
    setTyped(null);
  };
  const sentenceOf = (code: (typeof wrong)['hold']) =>
    code === null ? null : code.code === 'many' ? words.wrong.many(WORDS_MAX) : words.wrong[code.code](code.word);

  return (
    <form
      className="col g4"
      onSubmit={(event) => {
        event.preventDefault();
        if (dirty && !wrong.hold && !wrong.refuse && !save.isPending) save.mutate();
      }}
    >
      <p className="m">{words.wordsLead}</p>
      {mayChange ? null : <Note tone="info">{words.readOnly}</Note>}
      <div className="chat-words">
        {(['hold', 'refuse'] as const).map((which) => (
          <AreaField
            key={which}
            label={words[which]}
            hint={words.onePerLine(read[which].length, WORDS_MAX)}
            error={sentenceOf(wrong[which])}
            rows={14}
            spellCheck={false}
            readOnly={!mayChange}
            value={shown[which]}
            onChange={(event) => change({ [which]: event.currentTarget.value })}
          />
        ))}
      </div>
      {conflict ? (
        <Note tone="warn" role="alert">
          {words.changedElsewhere}{' '}
          <Button size="sm" onClick={back}>
            {words.takeTheirs}
          </Button>
        </Note>
      ) : (
        <RefusedNote error={save.error} />
      )}
      {mayChange ? (
        <div className="row wrap">
          <span className="sm m grow" role="status">
            {dirty ? words.unsaved : save.isSuccess ? words.saved : ''}
          </span>
          {dirty ? <Button onClick={back}>{words.back}</Button> : null}
          <Button type="submit" tone="solid" busy={save.isPending} disabled={!dirty || wrong.hold !== null || wrong.refuse !== null}>
            {words.save}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
