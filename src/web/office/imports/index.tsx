import type { Import } from '#contract/catalog.ts';
import { time } from '../../client/format.ts';
import { refusalOf } from '../../staff/api.ts';
import { DropZone } from '../../staff/drop-zone.tsx';
import { FileText, TriangleAlert } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, Note, Table, Tag, vars } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { Steps } from './steps.tsx';
import { useImportAddress, useImports, useUpload } from './use-imports.ts';
import { Wizard } from './wizard.tsx';
import { useWords } from './words.ts';
import './imports.css';

export default function Imports() {
  const words = useWords();
  const { orgName } = useOrganisation();
  const { openedId } = useImportAddress();
  return (
    <>
      <PageHead title={words.title} under={orgName} />
      <div className="page-body imports">{openedId ? <Wizard key={openedId} importId={openedId} /> : <Start />}</div>
    </>
  );
}

function Start() {
  const { open } = useImportAddress();
  return (
    <>
      <Steps at="file" />
      <Upload onDone={(imported) => open(imported.id)} />
      <Earlier onOpen={open} />
    </>
  );
}

function Upload({ onDone }: { onDone: (imported: Import) => void }) {
  const words = useWords();
  const upload = useUpload(onDone);
  return (
    <>
      <DropZone
        accept=".csv,text/csv,text/tab-separated-values,text/plain"
        disabled={upload.isPending}
        onFiles={([file]) => upload.mutate(file!)}
      >
        <FileText size={30} />
        <b className="b">{upload.isPending ? upload.variables.name : words.drop}</b>
        {upload.isPending ? (
          <>
            <span className="meter upload-meter" aria-hidden="true">
              <i style={vars({ '--v': `${Math.round(upload.part * 100)}%` })} />
            </span>
            <span className="sm m" role="status">
              {upload.part < 1 ? words.uploading(Math.round(upload.part * 100)) : words.reading}
            </span>
          </>
        ) : (
          <span className="sm m">{words.choose}</span>
        )}
      </DropZone>
      <Unreadable error={upload.error} />
    </>
  );
}

/** A file that cannot be read says why and where. */
function Unreadable({ error }: { error: unknown }) {
  const words = useWords();
  const refusal = refusalOf(error);
  if (refusal?.reason !== 'csv_unreadable') return <RefusedNote error={error} />;
  const { sentence, line } = refusal.facts as { sentence?: string; line?: number };
  return (
    <Note tone="stop" role="alert" icon={<TriangleAlert size={17} />}>
      <b className="b">{sentence}</b> {line === undefined ? null : words.atLine(line)}
    </Note>
  );
}

const TONES: Partial<Record<Import['state'], 'proof' | 'warn' | 'stop' | 'info'>> = {
  finished: 'proof',
  failed: 'stop',
  running: 'info',
  previewing: 'info',
  previewed: 'warn',
  uploaded: 'warn',
};

function Earlier({ onOpen }: { onOpen: (id: string) => void }) {
  const words = useWords();
  const language = useLanguage();
  const imports = useImports();
  if (!imports.data) return imports.error ? <Refused error={imports.error} onRetry={() => void imports.refetch()} /> : <RowsSkeleton />;
  const rows = imports.data.pages.flatMap((page) => page.items);
  const columns: Column<Import>[] = [
    {
      key: 'file',
      head: words.file,
      cell: (row) => (
        <button type="button" className="b link ell" onClick={() => onOpen(row.id)}>
          {row.fileName}
        </button>
      ),
    },
    { key: 'state', head: words.state, cell: (row) => <Tag tone={TONES[row.state] ?? 'line'}>{words.states[row.state]}</Tag> },
    {
      key: 'result',
      head: words.result,
      cell: (row) => <span className="m">{row.state === 'uploaded' ? '' : words.tally(row.counts)}</span>,
    },
    { key: 'when', head: words.when, numeric: true, cell: (row) => <span className="m">{time(row.createdAt, 'moment', language)}</span> },
  ];
  return (
    <section className="col g3">
      <h2>{words.earlier}</h2>
      {rows.length === 0 ? (
        <p className="m">{words.noEarlier}</p>
      ) : (
        <div className="card">
          <Table caption={words.earlier} columns={columns} rows={rows} rowKey={(row) => row.id} onRow={(row) => onOpen(row.id)} />
        </div>
      )}
      {imports.hasNextPage ? (
        <Button busy={imports.isFetchingNextPage} onClick={() => void imports.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </section>
  );
}
