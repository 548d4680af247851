import { Fragment, useState } from 'react';
import type { Import, ImportRow } from '#contract/catalog.ts';
import { money } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { History } from '../../ui/icons.ts';
import { Chip, Note, Tag } from '../../ui/parts.tsx';
import { useShop } from '../use-shop.ts';
import { Foot } from './foot.tsx';
import { useImportVerbs, useRows } from './use-imports.ts';
import { useWords } from './words.ts';

type Kind = 'new' | 'changed' | 'same';

/** What will happen, line by line, before anything does. */
export function Preview({ imported, onBack, onErrors }: { imported: Import; onBack: () => void; onErrors: () => void }) {
  const words = useWords();
  const { counts } = imported;
  const [kind, setKind] = useState<Kind>(counts.changed > 0 ? 'changed' : counts.new > 0 ? 'new' : 'same');
  const { start } = useImportVerbs(imported.id);
  const coming = counts.new + counts.changed;
  const figures: [number, string][] = [
    [counts.new, words.new],
    [counts.changed, words.changed],
    [counts.same, words.same],
    [counts.errors, words.withErrors],
    [counts.products, words.products],
  ];
  return (
    <>
      <dl className="card figures">
        {figures.map(([count, word]) => (
          <div key={word}>
            <dd className="d">{count.toLocaleString()}</dd>
            <dt className="sm m">{word}</dt>
          </div>
        ))}
      </dl>
      <div className="row wrap" role="group" aria-label={words.filter}>
        {(['changed', 'new', 'same'] as const).map((one) => (
          <Chip key={one} on={one === kind} onClick={() => setKind(one)}>
            {words.kinds[one]} {counts[one]}
          </Chip>
        ))}
      </div>
      <Rows importId={imported.id} kind={kind} />
      {coming > 0 ? (
        <Note tone="info" icon={<History size={18} />}>
          {words.priceNote}
        </Note>
      ) : null}
      <RefusedNote error={start.error} />
      <Foot back={words.back} onBack={onBack} say={coming > 0 ? words.willChange(counts.products) : words.nothingToDo}>
        {counts.errors > 0 ? (
          <Button tone="solid" onClick={onErrors}>
            {words.look(counts.errors)}
          </Button>
        ) : (
          <Button tone="solid" busy={start.isPending} disabled={coming === 0} onClick={() => start.mutate()}>
            {words.import(coming + counts.same)}
          </Button>
        )}
      </Foot>
    </>
  );
}

function Rows({ importId, kind }: { importId: string; kind: Kind }) {
  const words = useWords();
  const rows = useRows(importId, kind);
  if (!rows.data) return rows.error ? <Refused error={rows.error} onRetry={() => void rows.refetch()} /> : <RowsSkeleton />;
  const items = rows.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="m">{words.noneOfKind}</p>;
  return (
    <>
      <div className="card tbl-w" tabIndex={0} role="region" aria-label={words.steps.preview} aria-busy={rows.isPlaceholderData}>
        <table className="tbl diff">
          <thead>
            <tr>
              <th scope="col" className="n">
                {words.line}
              </th>
              <th scope="col">{words.product}</th>
              <th scope="col">SKU</th>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.now}</th>
              <th scope="col">{words.becomes}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <Fragment key={row.line}>
                <Row row={row} />
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {rows.hasNextPage ? (
        <Button busy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {words.moreLines}
        </Button>
      ) : null}
    </>
  );
}

interface Piece {
  key: string;
  field: string;
  from: string;
  to: string;
  warns?: boolean;
}

/** One line of the file is as many rows as it changes fields; the first carries its name. */
function Row({ row }: { row: ImportRow }) {
  const words = useWords();
  const show = useShown();
  const pieces: Piece[] = [
    ...row.changes.map((change) => ({
      key: change.field,
      field: fieldName(words, change.field),
      from: show(change.field, change.from),
      to: show(change.field, change.to),
    })),
    ...row.warnings.map((warning) => ({ key: warning.code, field: words.warning, from: '', to: warning.message, warns: true })),
  ];
  const shown = pieces.length > 0 ? pieces : [{ key: 'same', field: '', from: '', to: words.same }];
  return shown.map((piece, at) => (
    <tr key={piece.key} className={at === 0 ? 'lead-row' : 'sub-row'}>
      <td className="n mm">{at === 0 ? row.line : ''}</td>
      <td>
        {at === 0 ? (
          <>
            <b className="b">{row.title || row.handle}</b> {row.kind === 'new' ? <Tag tone="info">{words.kinds.new}</Tag> : null}
          </>
        ) : null}
      </td>
      <td className="mono m">{at === 0 ? row.sku : ''}</td>
      <td className="m">{piece.field}</td>
      <td className={piece.from === '' ? 'm none' : 'm'}>{piece.from === '' ? <span aria-hidden="true">–</span> : <s>{piece.from}</s>}</td>
      <td className={piece.warns ? 'warnc' : 'b'}>{piece.to}</td>
    </tr>
  ));
}

export const fieldName = (words: ReturnType<typeof useWords>, field: string): string =>
  words.fields[field as keyof typeof words.fields] ?? field;

/** Prices come as plain decimals and are shown as money of the shop. */
function useShown() {
  const language = useLanguage();
  const currency = useShop().data?.currency;
  return (field: string, value: string) =>
    field === 'price' && value !== '' && currency ? money({ minor: Number(value.replace('.', '')), currency }, language) : value;
}
