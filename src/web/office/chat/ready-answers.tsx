import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReadyAnswer } from '#contract/questions.ts';
import { api, orThrow } from '../../staff/api.ts';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Plus } from '../../ui/icons.ts';
import { type Column, EmptyState, Table, Tag } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { ReadySheet } from './ready-sheet.tsx';
import { useWords } from './words.ts';

const PRODUCTS_OFFERED = 100;

/** Answers written ahead, which product each is about, and whether a seller admin approved the words. */
export function ReadyAnswers() {
  const words = useWords();
  const { orgId } = useOrganisation();
  const [opened, setOpened] = useState<ReadyAnswer | 'new' | null>(null);
  const answers = useQuery({
    queryKey: ['ready-answers', orgId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/ready-answers', { params: { path: { orgId } } })),
  });
  const products = useQuery({
    queryKey: ['products', orgId, 'choice'],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/products', { params: { path: { orgId }, query: { limit: PRODUCTS_OFFERED } } })),
  });
  const offered = (products.data?.items ?? []).map(({ id, title }) => ({ id, title }));
  const titleOf = (productId: string | null) =>
    productId === null ? words.anyProduct : (offered.find(({ id }) => id === productId)?.title ?? '–');
  const columns: Column<ReadyAnswer>[] = [
    {
      key: 'text',
      head: words.answer,
      cell: (answer) => (
        <button type="button" className="chat-ready-b" dir="auto" aria-label={words.edit(answer.text)} onClick={() => setOpened(answer)}>
          {answer.text}
        </button>
      ),
    },
    { key: 'product', head: words.product, cell: ({ productId }) => titleOf(productId) },
    {
      key: 'approved',
      head: words.state,
      cell: ({ approved }) => <Tag tone={approved ? 'proof' : 'line'}>{approved ? words.approved : words.notApproved}</Tag>,
    },
  ];
  if (!answers.data) return answers.error ? <Refused error={answers.error} onRetry={() => void answers.refetch()} /> : <RowsSkeleton />;
  return (
    <div className="col g4">
      <div className="row wrap between">
        <p className="m grow">{words.readyLead}</p>
        <Button tone="solid" icon={<Plus size={17} />} onClick={() => setOpened('new')}>
          {words.add}
        </Button>
      </div>
      <Table
        caption={words.tabs.ready}
        columns={columns}
        rows={answers.data.items}
        rowKey={({ id }) => id}
        onRow={setOpened}
        empty={<EmptyState title={words.noReady}>{words.noReadyBody}</EmptyState>}
      />
      {opened ? (
        <ReadySheet
          key={opened === 'new' ? 'new' : opened.id}
          answer={opened === 'new' ? null : opened}
          products={offered}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </div>
  );
}
