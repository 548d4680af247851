import { useState } from 'react';
import type { Product } from '#contract/catalog.ts';
import { ExternalLink } from '../../staff/icons.ts';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ArrowLeft, CircleCheck } from '../../ui/icons.ts';
import { Toast } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { About } from './about.tsx';
import { type Draft, draftOf, emptyDraft, faultsOf, inputOf } from './draft.ts';
import { Part } from './part.tsx';
import { Passport } from './passport.tsx';
import { Pictures } from './pictures.tsx';
import { useProduct, useProductAddress, useProductVerbs } from './use-products.ts';
import { Variants } from './variants.tsx';
import { useWords } from './words.ts';

/** One product, there or new. */
export function Editor({ productId }: { productId: string | null }) {
  return productId ? <Existing productId={productId} /> : <Form product={null} />;
}

function Existing({ productId }: { productId: string }) {
  const product = useProduct(productId);
  if (product.data) return <Form product={product.data} />;
  return (
    <div className="page-body">
      {product.error ? <Refused error={product.error} onRetry={() => void product.refetch()} /> : <RowsSkeleton />}
    </div>
  );
}

function Form({ product }: { product: Product | null }) {
  const words = useWords();
  const { orgName, orgSlug, may } = useOrganisation();
  const { close, settle } = useProductAddress();
  const { save } = useProductVerbs(product?.id ?? null);
  const [draft, setDraft] = useState<Draft>(() => (product ? draftOf(product) : emptyDraft()));
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const faults = tried ? faultsOf(draft) : [];
  const mayChange = may('seller_admin', 'producer');

  const submit = () => {
    setTried(true);
    if (faultsOf(draft).length > 0) return;
    save.mutate(inputOf(draft), {
      onSuccess: (saved) => {
        setTried(false);
        setDraft(draftOf(saved));
        setSaid(words.saved);
        if (!product) settle(saved.id);
      },
    });
  };

  return (
    <>
      <PageHead title={product?.title ?? words.newTitle} under={orgName}>
        <Button tone="quiet" icon={<ArrowLeft size={18} />} onClick={close}>
          {words.backToList}
        </Button>
        {product && product.status !== 'draft' ? (
          <ButtonLink href={`/shops/${orgSlug}/products/${product.handle}`} icon={<ExternalLink size={17} />}>
            {words.seePage}
          </ButtonLink>
        ) : null}
        {mayChange ? (
          <Button tone="solid" busy={save.isPending} onClick={submit}>
            {product ? words.save : words.create}
          </Button>
        ) : null}
      </PageHead>
      <div className="page-body editor">
        <RefusedNote error={save.error} />
        <fieldset disabled={!mayChange} className="col g4">
          <About draft={draft} faults={faults} onChange={setDraft} />
          <Variants draft={draft} faults={faults} product={product} onChange={setDraft} />
        </fieldset>
        {product ? (
          <>
            <Pictures product={product} mayChange={mayChange} />
            <Passport product={product} mayChange={mayChange} onSaved={setSaid} />
            {mayChange && product.status !== 'archived' ? <Archive productId={product.id} onDone={close} /> : null}
          </>
        ) : (
          <Part title={words.pictures}>
            <p className="m">{words.picturesFirst}</p>
          </Part>
        )}
      </div>
      {said ? (
        <Toast onDone={() => setSaid(null)}>
          <CircleCheck size={17} /> {said}
        </Toast>
      ) : null}
    </>
  );
}

function Archive({ productId, onDone }: { productId: string; onDone: () => void }) {
  const words = useWords();
  const { archive } = useProductVerbs(productId);
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <div>
        <Button tone="stop" onClick={() => setSure(true)}>
          {words.archive}
        </Button>
      </div>
    );
  }
  return (
    <div className="card pad col g3" role="alert">
      <p className="b">{words.archiveSure}</p>
      <div className="row wrap">
        <Button tone="stop" busy={archive.isPending} onClick={() => archive.mutate(undefined, { onSuccess: onDone })}>
          {words.archive}
        </Button>
        <Button onClick={() => setSure(false)}>{words.keep}</Button>
      </div>
      <RefusedNote error={archive.error} />
    </div>
  );
}
