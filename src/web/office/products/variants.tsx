import { useRef, useState } from 'react';
import type { Product, Variant } from '#contract/catalog.ts';
import { money } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Plus, Trash, X } from '../../ui/icons.ts';
import { Note } from '../../ui/parts.tsx';
import { useShop } from '../use-shop.ts';
import {
  addOption,
  type Draft,
  type DraftRow,
  emptyRow,
  type Fault,
  MAX_OPTIONS,
  MAX_VARIANTS,
  removeOption,
  type Wrong,
} from './draft.ts';
import { Part } from './part.tsx';
import { useWords } from './words.ts';

/** A thousand rows of inputs at once would make typing slow. */
const ROWS_SHOWN = 60;
/** Which field of the row a fault belongs to. */
const FIELD_OF: Partial<Record<Wrong, 'options' | 'sku' | 'price' | 'left'>> = {
  option: 'options',
  twin: 'options',
  sku: 'sku',
  skuTwin: 'sku',
  price: 'price',
  left: 'left',
};

interface Props {
  draft: Draft;
  faults: readonly Fault[];
  product: Product | null;
  onChange: (draft: Draft) => void;
}

/** One row per variant: its options, SKU, price and what is free to sell. */
export function Variants({ draft, faults, product, onChange }: Props) {
  const words = useWords();
  const currency = useShop().data?.currency ?? '';
  const made = useRef(0);
  const [shown, setShown] = useState(ROWS_SHOWN);
  const known = new Map(product?.variants.map((variant) => [variant.id, variant]));
  const heads = faults
    .filter(({ row }) => row === undefined && true)
    .filter(({ wrong }) => wrong === 'optionName' || wrong === 'optionTwin');
  const setRow = (key: string, part: Partial<DraftRow>) =>
    onChange({ ...draft, rows: draft.rows.map((row) => (row.key === key ? { ...row, ...part } : row)) });
  const add = () => {
    made.current += 1;
    setShown((count) => Math.max(count, draft.rows.length + 1));
    onChange({ ...draft, rows: [...draft.rows, emptyRow(`new-${made.current}`, draft.optionNames.length)] });
  };
  // What stands wrong must be seen.
  const lastFault = draft.rows.findLastIndex((row) => faults.some((fault) => fault.row === row.key));
  const rows = draft.rows.slice(0, Math.max(shown, lastFault + 1));

  return (
    <Part title={words.variants} lead={words.variantsLead}>
      <Options draft={draft} onChange={onChange} />
      {heads.map(({ wrong }) => (
        <Note key={wrong} tone="stop" role="alert">
          {words.wrong[wrong]}
        </Note>
      ))}
      <div className="tbl-w" tabIndex={0} role="region" aria-label={words.variants}>
        <table className="tbl matrix">
          <thead>
            <tr>
              {draft.optionNames.map((name, axis) => (
                <th key={axis} scope="col">
                  {name || words.option(axis + 1)}
                </th>
              ))}
              <th scope="col">{words.sku}</th>
              <th scope="col">{words.priceIn(currency)}</th>
              <th scope="col">{words.left}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <Row
                key={row.key}
                nth={at + 1}
                row={row}
                names={draft.optionNames}
                faults={faults.filter((fault) => fault.row === row.key)}
                variant={row.id ? known.get(row.id) : undefined}
                only={draft.rows.length === 1}
                currency={currency}
                onChange={(part) => setRow(row.key, part)}
                onRemove={() => onChange({ ...draft, rows: draft.rows.filter((other) => other.key !== row.key) })}
              />
            ))}
          </tbody>
        </table>
      </div>
      <div className="row wrap">
        {rows.length < draft.rows.length ? (
          <Button size="sm" onClick={() => setShown(rows.length + ROWS_SHOWN)}>
            {words.moreVariants(Math.min(ROWS_SHOWN, draft.rows.length - rows.length))}
          </Button>
        ) : null}
        {draft.rows.length < MAX_VARIANTS && draft.optionNames.length > 0 ? (
          <Button size="sm" icon={<Plus size={16} />} onClick={add}>
            {words.addVariant}
          </Button>
        ) : null}
      </div>
    </Part>
  );
}

function Options({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const words = useWords();
  return (
    <div className="row wrap options">
      {draft.optionNames.map((name, axis) => (
        <span key={axis} className="inp">
          <input
            aria-label={words.option(axis + 1)}
            placeholder={words.optionHint}
            value={name}
            maxLength={40}
            onChange={(event) => onChange({ ...draft, optionNames: draft.optionNames.with(axis, event.target.value) })}
          />
          <IconButton label={words.removeOption(name)} onClick={() => onChange(removeOption(draft, axis))}>
            <X size={16} />
          </IconButton>
        </span>
      ))}
      {draft.optionNames.length < MAX_OPTIONS ? (
        <Button size="sm" icon={<Plus size={16} />} onClick={() => onChange(addOption(draft))}>
          {words.addOption}
        </Button>
      ) : null}
    </div>
  );
}

function Row({
  nth,
  row,
  names,
  faults,
  variant,
  only,
  currency,
  onChange,
  onRemove,
}: {
  nth: number;
  row: DraftRow;
  names: readonly string[];
  faults: readonly Fault[];
  variant: Variant | undefined;
  only: boolean;
  currency: string;
  onChange: (part: Partial<DraftRow>) => void;
  onRemove: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const bad = (field: 'options' | 'sku' | 'price' | 'left') => faults.some(({ wrong }) => FIELD_OF[wrong] === field);
  const input = (field: 'sku' | 'price' | 'left', label: string, more: { inputMode?: 'decimal' | 'numeric'; maxLength: number }) => (
    <td data-label={label}>
      <span className={`inp ${bad(field) ? 'bad' : ''}`}>
        <input
          aria-label={words.cell(label, nth)}
          aria-invalid={bad(field) || undefined}
          value={row[field]}
          {...more}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      </span>
    </td>
  );
  const facts = variant?.facts;
  return (
    <>
      <tr>
        {row.options.map((value, axis) => (
          <td key={axis} data-label={names[axis] || words.option(axis + 1)}>
            <span className={`inp ${bad('options') ? 'bad' : ''}`}>
              <input
                aria-label={words.cell(names[axis] || words.option(axis + 1), nth)}
                aria-invalid={bad('options') || undefined}
                value={value}
                maxLength={80}
                onChange={(event) => onChange({ options: row.options.with(axis, event.target.value) })}
              />
            </span>
          </td>
        ))}
        {input('sku', words.sku, { maxLength: 80 })}
        {input('price', words.priceIn(currency), { inputMode: 'decimal', maxLength: 12 })}
        {input('left', words.left, { inputMode: 'numeric', maxLength: 7 })}
        <td>
          {only ? null : (
            <IconButton label={words.removeVariant(row.options.join(' / ') || row.sku)} onClick={onRemove}>
              <Trash size={17} />
            </IconButton>
          )}
        </td>
      </tr>
      {faults.length > 0 || facts?.was ? (
        <tr className="under">
          <td colSpan={row.options.length + 4}>
            {faults.map(({ wrong }) => (
              <span key={wrong} className="xs stopc" role="alert">
                {words.wrong[wrong]}{' '}
              </span>
            ))}
            {facts?.was ? <span className="xs proofc">{words.was(money(facts.was, language), facts.percentOff ?? 0)}</span> : null}
          </td>
        </tr>
      ) : null}
    </>
  );
}
