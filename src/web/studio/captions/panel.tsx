import { useEffect, useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { MAX_CUE_CHARS } from '#contract/wire.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { Captions } from '../../ui/icons.ts';
import { AreaField, Skeleton } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { OtherScreen } from '../other-screen.tsx';
import { FileImport } from './file-import.tsx';
import { LanguageField } from './languages.tsx';
import { useDesk, useSaveScript } from './use-desk.ts';
import { useWords } from './words.ts';
import './captions.css';

/** Before and during the show: who types along, and what the prompter will send. */
export function CaptionsPanel({ show }: { show: StaffShow }) {
  const words = useWords();
  const [language, setLanguage] = useState<string>(show.language);
  return (
    <div className="col g6">
      <Elsewhere showId={show.id} />
      <section className="col g3">
        <h3>{words.prepared}</h3>
        <LanguageField value={language} onPick={setLanguage} />
        <Prepared key={language} show={show} language={language} />
      </section>
    </div>
  );
}

/** Before the show: the panel behind a button. */
export function CaptionsButton({ show }: { show: StaffShow }) {
  const words = useWords();
  const staff = useStaffWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Captions size={17} />} onClick={() => setOpen(true)}>
        {words.captions}
      </Button>
      {open ? (
        <Sheet title={words.captions} words={staff} kind="side" detent="full" onClose={() => setOpen(false)}>
          <CaptionsPanel show={show} />
        </Sheet>
      ) : null}
    </>
  );
}

function Elsewhere({ showId }: { showId: string }) {
  const words = useWords();
  return (
    <section className="col g3">
      <h3>{words.elsewhere}</h3>
      <OtherScreen path={`/studio/shows/${showId}/captions`} how={words.elsewhereHow} open={words.openDesk} qr={words.qr} />
    </section>
  );
}

function Prepared({ show, language }: { show: StaffShow; language: string }) {
  const words = useWords();
  const desk = useDesk(show, language);
  const save = useSaveScript(show, language);
  const [text, setText] = useState<string | null>(null);
  const kept = desk.data?.script.join('\n') ?? '';
  // What was saved elsewhere is shown, unless somebody writes here.
  const shown = text ?? kept;
  useEffect(() => {
    if (text === kept) setText(null);
  }, [text, kept]);
  if (!desk.data) return desk.error ? <RefusedNote error={desk.error} /> : <Skeleton height="120px" />;
  const lines = shown
    .split('\n')
    .map((line) => line.trim().slice(0, MAX_CUE_CHARS))
    .filter((line) => line !== '');
  return (
    <>
      <AreaField
        label={words.prepared}
        hint={words.preparedHow}
        rows={7}
        lang={language}
        value={shown}
        onChange={(event) => {
          save.reset();
          setText(event.currentTarget.value);
        }}
      />
      <RefusedNote error={save.error} />
      <Button
        tone="solid"
        busy={save.isPending}
        disabled={text === null}
        onClick={() => save.mutate(lines, { onSuccess: () => setText(null) })}
      >
        {save.isSuccess && text === null ? words.saved : words.save}
      </Button>
      <FileImport show={show} language={language} into="script" onDone={() => setText(null)} />
    </>
  );
}
