import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProductCard } from '#contract/catalog.ts';
import type { StaffShow } from '#contract/shows.ts';
import { money } from '../../client/format.ts';
import { api, orThrow } from '../../staff/api.ts';
import { GripVertical } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button, ButtonLink, IconButton } from '../../ui/button.tsx';
import { Check, Plus, Search, X } from '../../ui/icons.ts';
import { EmptyState, ProductPicture } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { leftOf, lowestPrice } from '../shelf.ts';
import { useShowVerb } from '../use-show.ts';
import { useWords } from '../words.ts';
import { useSorting } from './use-sorting.ts';

/** As many as the server takes. */
const SHELF_MAX = 200;

/** What lies under the video, in order. Each change is saved at once; viewers see it when the show is open. */
export function ShelfEditor({ show }: { show: StaffShow }) {
  const words = useWords();
  const [picking, setPicking] = useState(false);
  const save = useShowVerb<string[]>(show, (params, productIds) =>
    api.PUT('/api/orgs/{orgId}/shows/{showId}/shelf', { params, body: { productIds } }),
  );
  const ids = save.isPending ? save.variables : show.shelf.map(({ product }) => product.id);
  const byId = new Map(show.shelf.map(({ product }) => [product.id, product]));
  const products = ids.flatMap((id) => byId.get(id) ?? []);
  const put = (next: readonly string[]) => save.mutate(next.slice(0, SHELF_MAX));

  return (
    <section className="card pad" aria-labelledby="shelf-title">
      <header className="row between">
        <h2 id="shelf-title">{words.shelf}</h2>
        <Button size="sm" icon={<Plus size={16} />} onClick={() => setPicking(true)}>
          {words.addProducts}
        </Button>
      </header>
      <RefusedNote error={save.error} />
      {products.length === 0 ? (
        <EmptyState title={words.shelfEmpty}>{words.shelfEmptyBody}</EmptyState>
      ) : (
        <Products products={products} onOrder={(next) => put(next.map(({ id }) => id))} />
      )}
      {picking ? (
        <Picker
          orgId={show.orgId}
          picked={new Set(ids)}
          onToggle={(id) => put(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])}
          onClose={() => setPicking(false)}
        />
      ) : null}
    </section>
  );
}

function Products({ products, onOrder }: { products: ProductCard[]; onOrder: (next: ProductCard[]) => void }) {
  const words = useWords();
  const language = useLanguage();
  const sorting = useSorting(products, onOrder, words.movedTo);
  return (
    <>
      <ol ref={sorting.list} className="shelf-list">
        {products.map((product, at) => (
          <li key={product.id} className={sorting.held === at ? 'held' : ''}>
            <button type="button" className="handle" aria-label={words.movePart(product.title)} {...sorting.handle(at)}>
              <GripVertical size={18} />
            </button>
            <ProductPicture src={product.image?.url ?? null} paper={product.paper} width="76%" />
            <span className="grow">
              <b className="b">{product.title}</b>
              <span className="sm m">
                {money(lowestPrice(product), language)}, {words.left(leftOf(product))}
              </span>
            </span>
            <IconButton label={words.takeOff(product.title)} onClick={() => onOrder(products.filter((one) => one !== product))}>
              <X size={18} />
            </IconButton>
          </li>
        ))}
      </ol>
      <p className="sr" role="status">
        {sorting.said}
      </p>
    </>
  );
}

function Picker({
  orgId,
  picked,
  onToggle,
  onClose,
}: {
  orgId: string;
  picked: ReadonlySet<string>;
  onToggle: (id: string) => void;
  onClose: () => void;
}) {
  const words = useWords();
  const staff = useStaffWords();
  const [q, setQ] = useState('');
  return (
    <Sheet title={words.addProducts} words={staff} kind="side" detent="full" onClose={onClose}>
      <div className="col g3">
        <label className="inp">
          <Search size={17} />
          <span className="sr">{words.findProduct}</span>
          <input type="search" value={q} placeholder={words.findProduct} maxLength={200} onChange={(event) => setQ(event.target.value)} />
        </label>
        <Found orgId={orgId} q={q.trim()} picked={picked} onToggle={onToggle} />
      </div>
    </Sheet>
  );
}

function Found({ orgId, q, picked, onToggle }: { orgId: string; q: string; picked: ReadonlySet<string>; onToggle: (id: string) => void }) {
  const words = useWords();
  const language = useLanguage();
  const found = useQuery({
    queryKey: ['products', orgId, 'pick', q],
    queryFn: () =>
      orThrow(
        api.GET('/api/orgs/{orgId}/products', {
          params: { path: { orgId }, query: { status: 'active', limit: 100, ...(q ? { q } : {}) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  if (!found.data) return found.error ? <Refused error={found.error} onRetry={() => void found.refetch()} /> : <RowsSkeleton />;
  if (found.data.items.length === 0) {
    return (
      <EmptyState
        title={q ? words.noProductFound : words.noProducts}
        action={q ? null : <ButtonLink href="/office">{words.office}</ButtonLink>}
      >
        {q ? null : words.noProductsBody}
      </EmptyState>
    );
  }
  return (
    <ul className="shelf-list">
      {found.data.items.map((product) => (
        <li key={product.id}>
          <button type="button" className="pick" aria-pressed={picked.has(product.id)} onClick={() => onToggle(product.id)}>
            <span className={`tick ${picked.has(product.id) ? 'on' : ''}`}>{picked.has(product.id) ? <Check size={14} /> : null}</span>
            <ProductPicture src={product.image?.url ?? null} paper={product.paper} width="76%" />
            <span className="grow">
              <b className="b">{product.title}</b>
              <span className="sm m">
                {money(lowestPrice(product), language)}, {words.left(leftOf(product))}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
