import { useEffect, useRef, useState } from 'react';
import { ORDER_STATES } from '#contract/orders.ts';
import { Search } from '../../ui/icons.ts';
import { Tabs } from '../../ui/parts.tsx';
import { type OrderFilters, useShowNames } from './use-orders.ts';
import { useWords } from './words.ts';

const TYPING_MS = 300;

export function Filters({ filters, onFilter }: { filters: OrderFilters; onFilter: (part: Partial<OrderFilters>) => void }) {
  const words = useWords();
  const shows = useShowNames();
  const tabs = [{ key: '', label: words.all }, ...ORDER_STATES.map((state) => ({ key: state as string, label: words.states[state] }))];
  return (
    <div className="filters">
      <Tabs
        label={words.filter}
        tabs={tabs}
        current={filters.state ?? ''}
        onPick={(key) => onFilter({ state: ORDER_STATES.find((state) => state === key) ?? null })}
      />
      <div className="row wrap">
        <SearchBox value={filters.q} onSearch={(q) => onFilter({ q })} />
        <label className="inp by-show">
          <span className="sr">{words.show}</span>
          <select value={filters.showId ?? ''} onChange={(event) => onFilter({ showId: event.target.value || null })}>
            <option value="">{words.everyShow}</option>
            {shows.data?.items.map((show) => (
              <option key={show.id} value={show.id}>
                {show.title}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
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
    if (text === value) return;
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
