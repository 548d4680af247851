import { useState } from 'react';
import type { Import } from '#contract/catalog.ts';
import { time } from '../../client/format.ts';
import { CircleAlert, ImagePlus } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { CircleCheck, Undo } from '../../ui/icons.ts';
import { Note } from '../../ui/parts.tsx';
import { DownloadErrors } from './errors.tsx';
import { useImportAddress, useImportVerbs } from './use-imports.ts';
import { useWords } from './words.ts';

const UNDO_DAYS = 7;

export function Result({ imported }: { imported: Import }) {
  const words = useWords();
  const { open, toProducts } = useImportAddress();
  const { counts, pictures, state } = imported;
  const undone = state === 'undone';
  return (
    <div className="result">
      <div className="col g4">
        {undone ? <Undo size={40} /> : <CircleCheck size={40} className="proofc" />}
        <h2 className="fig-xl">{undone ? words.undoneTitle : words.done(counts.new + counts.changed + counts.same)}</h2>
        <p className="lead">{undone ? words.undoneBody : words.doneBody(counts)}</p>
        {imported.problem ? <Note tone="warn">{imported.problem}</Note> : null}
        {counts.errors > 0 || pictures.total > 0 ? (
          <div className="card facts">
            {counts.errors > 0 ? (
              <div className="row wrap">
                <CircleAlert size={20} />
                <b className="b grow">{words.out(counts.errors)}</b>
                <DownloadErrors importId={imported.id} />
              </div>
            ) : null}
            {pictures.total > 0 ? (
              <div className="row wrap" role="status">
                <ImagePlus size={20} />
                <b className="b grow">{words.pictures(pictures.done, pictures.total)}</b>
                {pictures.failed > 0 ? <span className="sm m">{words.picturesFailed(pictures.failed)}</span> : null}
              </div>
            ) : null}
          </div>
        ) : null}
        <div className="row wrap">
          <Button tone="solid" onClick={toProducts}>
            {words.toProducts}
          </Button>
          <Button onClick={() => open(null)}>{words.another}</Button>
        </div>
      </div>
      {undone ? null : <TakeBack imported={imported} />}
    </div>
  );
}

function TakeBack({ imported }: { imported: Import }) {
  const words = useWords();
  const language = useLanguage();
  const { undo } = useImportVerbs(imported.id);
  const [sure, setSure] = useState(false);
  const until = new Date(imported.finishedAt ?? imported.createdAt).getTime() + UNDO_DAYS * 24 * 60 * 60 * 1000;
  const late = until < Date.now();
  return (
    <aside className="card pad take-back">
      <h2 className="h3">{words.takeBack}</h2>
      <p className="sm m">{late ? words.tooLate : words.takeBackBody(time(until, 'weekday', language))}</p>
      {late ? null : sure ? (
        <div className="col g3" role="alert">
          <b className="b">{words.sure}</b>
          <div className="row wrap">
            <Button tone="stop" busy={undo.isPending} onClick={() => undo.mutate()}>
              {words.undo}
            </Button>
            <Button onClick={() => setSure(false)}>{words.keep}</Button>
          </div>
        </div>
      ) : (
        <Button icon={<Undo size={17} />} onClick={() => setSure(true)}>
          {words.undo}
        </Button>
      )}
      <RefusedNote error={undo.error} />
    </aside>
  );
}
