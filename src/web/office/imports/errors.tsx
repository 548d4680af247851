import type { Import } from '#contract/catalog.ts';
import { Download } from '../../staff/icons.ts';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Foot } from './foot.tsx';
import { fieldName } from './preview.tsx';
import { useErrorFile, useImportVerbs, useRows } from './use-imports.ts';
import { useWords } from './words.ts';

/** The lines that stay out, with their numbers and what to do about each. */
export function Errors({ imported, onBack }: { imported: Import; onBack: () => void }) {
  const words = useWords();
  const { counts } = imported;
  const { start } = useImportVerbs(imported.id);
  const good = counts.new + counts.changed + counts.same;
  return (
    <>
      <div className="row between wrap">
        <div>
          <h2>{words.errorsTitle(counts.errors)}</h2>
          <p className="m">{words.errorsBody(good)}</p>
        </div>
        <DownloadErrors importId={imported.id} />
      </div>
      <ErrorTable importId={imported.id} />
      <RefusedNote error={start.error} />
      <Foot back={words.back} onBack={onBack} say={counts.new + counts.changed > 0 ? words.stayOut(counts.errors) : words.nothingToDo}>
        <Button tone="solid" busy={start.isPending} disabled={counts.new + counts.changed === 0} onClick={() => start.mutate()}>
          {words.import(good)}
        </Button>
      </Foot>
    </>
  );
}

export function DownloadErrors({ importId }: { importId: string }) {
  const words = useWords();
  const download = useErrorFile(importId, [words.line, words.fields.handle, 'SKU', words.field, words.wrong], (field) =>
    fieldName(words, field),
  );
  return (
    <>
      <Button icon={<Download size={17} />} busy={download.isPending} onClick={() => download.mutate()}>
        {words.download}
      </Button>
      <RefusedNote error={download.error} />
    </>
  );
}

function ErrorTable({ importId }: { importId: string }) {
  const words = useWords();
  const rows = useRows(importId, 'error');
  if (!rows.data) return rows.error ? <Refused error={rows.error} onRetry={() => void rows.refetch()} /> : <RowsSkeleton />;
  const items = rows.data.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="card tbl-w" tabIndex={0} role="region" aria-label={words.steps.errors}>
        <table className="tbl faults">
          <thead>
            <tr>
              <th scope="col" className="n">
                {words.line}
              </th>
              <th scope="col">{words.product}</th>
              <th scope="col">SKU</th>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.wrong}</th>
            </tr>
          </thead>
          <tbody>
            {items.flatMap((row) =>
              row.errors.map((error) => (
                <tr key={`${row.line}-${error.code}-${error.field}`}>
                  <td className="n d">{row.line}</td>
                  <td>{row.title || row.handle}</td>
                  <td className="mono">{row.sku}</td>
                  <td className="m">{fieldName(words, error.field)}</td>
                  <td className="b">{error.message}</td>
                </tr>
              )),
            )}
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
