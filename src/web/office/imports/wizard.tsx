import { useState } from 'react';
import type { Import } from '#contract/catalog.ts';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { TriangleAlert } from '../../ui/icons.ts';
import { Note, vars } from '../../ui/parts.tsx';
import { Columns } from './columns.tsx';
import { Errors } from './errors.tsx';
import { Preview } from './preview.tsx';
import { Result } from './result.tsx';
import { type Step, Steps } from './steps.tsx';
import { useImport } from './use-imports.ts';
import { useWords } from './words.ts';

type Look = 'columns' | 'preview' | 'errors';

/** The server says how far an import is; the person only chooses what of it to look at. */
export function Wizard({ importId }: { importId: string }) {
  const imported = useImport(importId);
  const [look, setLook] = useState<Look>('preview');
  if (!imported.data) return imported.error ? <Refused error={imported.error} onRetry={() => void imported.refetch()} /> : <RowsSkeleton />;
  return (
    <>
      <Steps at={stepOf(imported.data, look)} />
      <Screen imported={imported.data} look={look} onLook={setLook} />
    </>
  );
}

function stepOf({ state }: Import, look: Look): Step | null {
  if (state === 'uploaded' || state === 'failed') return 'columns';
  if (state === 'previewing') return 'preview';
  if (state === 'previewed') return look;
  if (state === 'running') return 'run';
  return null;
}

function Screen({ imported, look, onLook }: { imported: Import; look: Look; onLook: (look: Look) => void }) {
  const words = useWords();
  const columns = <Columns imported={imported} onDone={() => onLook('preview')} />;
  switch (imported.state) {
    case 'uploaded':
      return columns;
    case 'failed':
      return (
        <>
          <Note tone="stop" role="alert" icon={<TriangleAlert size={17} />}>
            <b className="b">{words.failedTitle}.</b> {imported.problem}
          </Note>
          {columns}
        </>
      );
    case 'previewing':
      return <Working imported={imported} body={words.readingBody} />;
    case 'running':
      return <Working imported={imported} body={words.runningBody} />;
    case 'previewed':
      if (look === 'columns') return columns;
      if (look === 'errors') return <Errors imported={imported} onBack={() => onLook('preview')} />;
      return <Preview imported={imported} onBack={() => onLook('columns')} onErrors={() => onLook('errors')} />;
    case 'finished':
    case 'undone':
      return <Result imported={imported} />;
  }
}

function Working({ imported, body }: { imported: Import; body: string }) {
  const words = useWords();
  const { done, total } = imported.progress;
  return (
    <div className="working">
      <h2 className="fig-xl" role="status">
        {words.ofLines(done, total)}
      </h2>
      <div className="meter" role="progressbar" aria-label={words.title} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done}>
        <i style={vars({ '--v': `${total > 0 ? (done * 100) / total : 0}%` })} />
      </div>
      <p className="m">{body}</p>
    </div>
  );
}
