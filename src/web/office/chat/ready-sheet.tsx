import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ReadyAnswer } from '#contract/questions.ts';
import { api, orThrow } from '../../staff/api.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField, Note, SelectField, Switch } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useOrganisation } from '../organisation.tsx';
import { useWords } from './words.ts';

/** One answer: its words, its product, and, for a seller admin, the approval of exactly these words. */
export function ReadySheet({
  answer,
  products,
  onClose,
}: {
  answer: ReadyAnswer | null;
  products: readonly { id: string; title: string }[];
  onClose: () => void;
}) {
  const words = useWords();
  const staff = useStaffWords();
  const queries = useQueryClient();
  const { orgId, may } = useOrganisation();
  const mayApprove = may('seller_admin');
  const [answerId] = useState(() => answer?.id ?? crypto.randomUUID());
  const [text, setText] = useState(answer?.text ?? '');
  const [productId, setProduct] = useState<string | null>(answer?.productId ?? null);
  const [approved, setApproved] = useState(answer?.approved ?? false);
  const [sure, setSure] = useState(false);
  const params = { path: { orgId, answerId } };
  const done = async () => {
    await queries.invalidateQueries({ queryKey: ['ready-answers', orgId] });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      orThrow(api.PUT('/api/orgs/{orgId}/ready-answers/{answerId}', { params, body: { text: text.trim(), productId, approved } })),
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: () => orThrow(api.DELETE('/api/orgs/{orgId}/ready-answers/{answerId}', { params })),
    onSuccess: done,
  });
  const change = (next: string) => {
    setText(next);
    // An approval is of words that somebody read.
    setApproved(answer?.approved === true && next.trim() === answer.text);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim().length >= 2 && !save.isPending) save.mutate();
  };
  return (
    <Sheet title={words.editTitle} words={staff} kind="side" detent="full" onClose={onClose} backCloses={false}>
      <form className="col g4" onSubmit={submit}>
        <AreaField
          label={words.text}
          hint={words.textHint}
          value={text}
          maxLength={300}
          rows={4}
          data-autofocus
          onChange={(event) => change(event.currentTarget.value)}
        />
        <SelectField label={words.about} value={productId ?? ''} onChange={(event) => setProduct(event.currentTarget.value || null)}>
          <option value="">{words.anyProduct}</option>
          {products.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </SelectField>
        {mayApprove ? (
          <Switch label={words.approve} on={approved} onChange={setApproved} />
        ) : (
          <Note tone="info">
            {approved ? words.approved : words.notApproved}. {words.onlyAdmin}
          </Note>
        )}
        <RefusedNote error={save.error ?? remove.error} />
        <Button type="submit" tone="solid" busy={save.isPending} disabled={text.trim().length < 2}>
          {words.save}
        </Button>
        {answer ? (
          <Button tone="stop" busy={remove.isPending} onClick={() => (sure ? remove.mutate() : setSure(true))}>
            {sure ? words.removeSure : words.remove}
          </Button>
        ) : null}
      </form>
    </Sheet>
  );
}
