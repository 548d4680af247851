import { useState } from 'react';
import type { CaptionProblem } from '#contract/captions.ts';
import type { StaffShow } from '#contract/shows.ts';
import { DropZone } from '../../staff/drop-zone.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/parts.tsx';
import { useImport } from './use-desk.ts';
import { useWords } from './words.ts';

const MAX_BYTES = 1024 * 1024;

/** A WebVTT file: looked at first; nothing changes before the last button, and what is left out is shown with its words. */
export function FileImport({
  show,
  language,
  into,
  onDone,
}: {
  show: Pick<StaffShow, 'orgId' | 'id'>;
  language: string;
  into: 'script' | 'replay';
  onDone?: () => void;
}) {
  const words = useWords();
  const [file, setFile] = useState<string | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const look = useImport(show, language, into);
  const take = useImport(show, language, into);

  async function read([chosen]: File[]) {
    take.reset();
    setFile(null);
    setTooLarge((chosen?.size ?? 0) > MAX_BYTES);
    if (!chosen || chosen.size > MAX_BYTES) return;
    const vtt = await chosen.text();
    setFile(vtt);
    look.mutate({ vtt, dryRun: true });
  }
  const go = () => {
    if (file !== null) take.mutate({ vtt: file, dryRun: false }, { onSuccess: onDone });
  };

  return (
    <div className="col g3">
      <DropZone accept=".vtt,text/vtt" onFiles={(files) => void read(files)}>
        {words.file}
      </DropZone>
      {tooLarge ? (
        <Note tone="stop" role="alert">
          {words.fileTooLarge} {words.noFile}
        </Note>
      ) : null}
      <RefusedNote error={look.error ?? take.error} />
      {take.data ? (
        <Note tone="proof" role="status">
          {words.imported(take.data.cues)}
        </Note>
      ) : look.data && file !== null ? (
        <>
          <p role="status">
            <b className="b">{words.found(look.data.cues)}</b> {look.data.replaced > 0 ? words.replaces(look.data.replaced) : null}
          </p>
          <Problems problems={look.data.problems} count={look.data.problemCount} />
          <Button tone="solid" busy={take.isPending} disabled={look.data.cues === 0} onClick={go}>
            {into === 'script' ? words.useLines : words.putUnder}
          </Button>
        </>
      ) : null}
    </div>
  );
}

function Problems({ problems, count }: { problems: readonly CaptionProblem[]; count: number }) {
  const words = useWords();
  if (count === 0) return null;
  return (
    <div className="col g1">
      <p className="warnc b">{words.leftOut(count)}</p>
      <ul className="vtt-problems" tabIndex={0}>
        {problems.map((problem) => (
          <li key={`${problem.line}`}>
            <b className="b">{words.problemAt(problem.line)}</b> {words.problems[problem.code]}
            <pre className="xs">{problem.text}</pre>
          </li>
        ))}
      </ul>
    </div>
  );
}
