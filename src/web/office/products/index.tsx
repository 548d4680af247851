import { useEffect, useRef, useState } from 'react';
import type { Product } from '#contract/catalog.ts';
import { PINNABLE_SCORE } from '#contract/passport.ts';
import { money } from '../../client/format.ts';
import { Import } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Package, Plus, Search } from '../../ui/icons.ts';
import { type Column, EmptyState, ProductPicture, Ring, Table, Tabs, Tag } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { Editor } from './editor.tsx';
import { type ProductFilters, useProductAddress, useProducts } from './use-products.ts';
import { useWords } from './words.ts';
import './products.css';

const TYPING_MS = 300;

export default function Products() {
  const { isNew, openedId } = useProductAddress();
  return isNew || openedId ? <Editor key={openedId ?? 'new'} productId={openedId} /> : <ListPage />;
}

function ListPage() {
  const words = useWords();
  const { orgName, may } = useOrganisation();
  const { filters, filter, open, openNew, toImports } = useProductAddress();
  const mayChange = may('seller_admin', 'producer');
  const tabs = [
    { key: '', label: words.all },
    ...(['active', 'draft', 'archived'] as const).map((status) => ({ key: status as string, label: words.statuses[status] })),
  ];
  return (
    <>
      <PageHead title={words.title} under={orgName}>
        {mayChange ? (
          <>
            <Button icon={<Import size={18} />} onClick={toImports}>
              {words.import}
            </Button>
            <Button tone="solid" icon={<Plus size={18} />} onClick={openNew}>
              {words.add}
            </Button>
          </>
        ) : null}
      </PageHead>
      <div className="page-body products">
        <div className="filters">
          <Tabs
            label={words.filter}
            tabs={tabs}
            current={filters.status ?? ''}
            onPick={(key) => filter({ status: (key || null) as ProductFilters['status'] })}
          />
          <SearchBox value={filters.q} onSearch={(q) => filter({ q })} />
        </div>
        <List filters={filters} onOpen={open} onClear={() => filter({ q: '', status: null })} />
      </div>
    </>
  );
}

/** Asks after a pause in typing, not per letter. */
function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const words = useWords();
  const [text, setText] = useState(value);
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => search.current(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <label className="inp find">
      <Search size={17} />
      <span className="sr">{words.search}</span>
      <input type="search" value={text} placeholder={words.search} maxLength={200} onChange={(event) => setText(event.target.value)} />
    </label>
  );
}

function List({ filters, onOpen, onClear }: { filters: ProductFilters; onOpen: (id: string) => void; onClear: () => void }) {
  const words = useWords();
  const products = useProducts(filters);
  const columns = useColumns(onOpen);
  if (!products.data) return products.error ? <Refused error={products.error} onRetry={() => void products.refetch()} /> : <RowsSkeleton />;
  const rows = products.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <Nothing filtered={filters.q !== '' || filters.status !== null} onClear={onClear} />;
  return (
    <>
      <div className="card" aria-busy={products.isPlaceholderData}>
        <Table caption={words.title} columns={columns} rows={rows} rowKey={(row) => row.id} onRow={(row) => onOpen(row.id)} />
      </div>
      {products.hasNextPage ? (
        <Button busy={products.isFetchingNextPage} onClick={() => void products.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </>
  );
}

const STATUS_TONE = { active: 'proof', draft: 'warn', archived: 'line' } as const;

function useColumns(onOpen: (id: string) => void): readonly Column<Product>[] {
  const words = useWords();
  return [
    {
      key: 'product',
      head: words.product,
      cell: (row) => (
        <button type="button" className="what" onClick={() => onOpen(row.id)}>
          <ProductPicture src={row.image?.url ?? null} paper={row.paper} width="76%" />
          <span className="grow">
            <b className="b">{row.title}</b>
            <span className="xs mm db">{[row.vendor, words.variantCount(row.variants.length)].filter(Boolean).join(', ')}</span>
          </span>
        </button>
      ),
    },
    { key: 'status', head: words.status, cell: (row) => <Tag tone={STATUS_TONE[row.status]}>{words.statuses[row.status]}</Tag> },
    { key: 'price', head: words.price, numeric: true, cell: (row) => <Price product={row} /> },
    { key: 'left', head: words.stock, numeric: true, cell: (row) => <Left product={row} /> },
    {
      key: 'passport',
      head: words.passport,
      numeric: true,
      cell: (row) => (
        <span className="score">
          <Ring part={row.passportScore / 100} size={34} stroke={4} tone={row.passportScore >= PINNABLE_SCORE ? 'proof' : 'ink'}>
            <b className="xs">{row.passportScore}</b>
          </Ring>
        </span>
      ),
    },
  ];
}

function Price({ product }: { product: Product }) {
  const words = useWords();
  const language = useLanguage();
  const prices = product.variants.map((variant) => variant.facts.price);
  const low = prices.reduce((least, price) => (price.minor < least.minor ? price : least), prices[0]!);
  if (!low) return null;
  const text = money(low, language);
  return prices.some((price) => price.minor !== low.minor) ? words.from(text) : text;
}

function Left({ product }: { product: Product }) {
  const words = useWords();
  const left = product.variants.reduce((sum, variant) => sum + variant.left, 0);
  if (left === 0) return <span className="stopc">{words.soldOut}</span>;
  return (
    <>
      {left.toLocaleString()} <span className="phone-word">{words.leftWord}</span>
    </>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const words = useWords();
  const { may } = useOrganisation();
  const { openNew, toImports } = useProductAddress();
  if (filtered) {
    return (
      <EmptyState icon={<Search size={28} />} title={words.noneTitle} action={<Button onClick={onClear}>{words.clear}</Button>}>
        {words.noneBody}
      </EmptyState>
    );
  }
  const action = may('seller_admin', 'producer') ? (
    <div className="row wrap">
      <Button tone="solid" icon={<Import size={18} />} onClick={toImports}>
        {words.import}
      </Button>
      <Button icon={<Plus size={18} />} onClick={openNew}>
        {words.add}
      </Button>
    </div>
  ) : null;
  return (
    <EmptyState icon={<Package size={28} />} title={words.emptyTitle} action={action}>
      {words.emptyBody}
    </EmptyState>
  );
}
