import { useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { AccountMenu } from '../../staff/account-menu.tsx';
import { api } from '../../staff/api.ts';
import { useLanguage } from '../../staff/language.tsx';
import { PageHead } from '../../staff/page-head.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { ShowTag } from '../../staff/show-tag.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ArrowLeft, Eye, Video } from '../../ui/icons.ts';
import { Field, Note } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { CaptionsButton } from '../captions/panel.tsx';
import { useMay, useShowVerb } from '../use-show.ts';
import { ShowsLink } from '../links.tsx';
import { useWords } from '../words.ts';
import { FactsForm } from './facts-form.tsx';
import { type Facts, factsOf, inputOf } from './facts.ts';
import { RunEditor } from './run-editor.tsx';
import { ShelfEditor } from './shelf-editor.tsx';

/** The days before: facts, shelf, run of show. */
export function Plan({ show, onReady }: { show: StaffShow; onReady: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const may = useMay(show.orgId);
  const under = show.startsAt ? time(show.startsAt, 'moment', language) : words.noDate;
  return (
    <div className="plan">
      <PageHead
        title={
          <span className="row">
            <ShowsLink className="ib back" aria-label={words.myShows}>
              <ArrowLeft size={20} />
            </ShowsLink>
            {show.title}
          </span>
        }
        under={`${under} · ${show.shop.name}`}
      >
        <ShowTag state={show.state} word={words.states[show.state]} />
        {show.state === 'scheduled' ? (
          <ButtonLink size="sm" icon={<Eye size={17} />} href={`/shows/${show.slug}`}>
            {words.asViewers}
          </ButtonLink>
        ) : null}
        {may.crew ? (
          <Button tone="solid" size="sm" icon={<Video size={17} />} onClick={onReady}>
            {words.toLobby}
          </Button>
        ) : null}
        <AccountMenu compact />
      </PageHead>
      {may.crew ? (
        <main className="page-body plan-body">
          <RunEditor show={show} />
          <div className="col g4">
            <FactsCard show={show} />
            <ShelfEditor show={show} />
            {may.moderate ? <CaptionsButton show={show} /> : null}
            <Cancel show={show} />
          </div>
        </main>
      ) : (
        <main className="page-body">
          <Note tone="info">{words.notCrew}</Note>
        </main>
      )}
    </div>
  );
}

function FactsCard({ show }: { show: StaffShow }) {
  const words = useWords();
  const save = useShowVerb<Facts>(show, (params, facts) => api.PUT('/api/orgs/{orgId}/shows/{showId}', { params, body: inputOf(facts) }));
  return (
    <section className="card pad">
      <h2>{words.facts}</h2>
      <FactsForm
        facts={factsOf(show)}
        save={save.isSuccess && !save.isPending ? words.saved : words.save}
        busy={save.isPending}
        onSave={(facts) => save.mutate(facts)}
      />
      <RefusedNote error={save.error} />
    </section>
  );
}

/** Viewers who planned to come are told why; the sentence is required. */
function Cancel({ show }: { show: StaffShow }) {
  const words = useWords();
  const staff = useStaffWords();
  const [open, setOpen] = useState(false);
  const [notice, setNotice] = useState('');
  const cancel = useShowVerb<string>(show, (params, text) =>
    api.POST('/api/orgs/{orgId}/shows/{showId}/cancel', { params, body: { notice: text } }),
  );
  return (
    <>
      <Button tone="quiet" size="sm" className="stopc" onClick={() => setOpen(true)}>
        {words.cancel}
      </Button>
      {open ? (
        <Sheet title={words.cancel} words={staff} kind="dialog" detent="full" onClose={() => setOpen(false)}>
          <form
            className="col g3"
            onSubmit={(event) => {
              event.preventDefault();
              cancel.mutate(notice.trim());
            }}
          >
            <Field
              label={words.cancelWhy}
              hint={words.cancelHint}
              value={notice}
              onChange={(event) => setNotice(event.target.value)}
              required
              maxLength={300}
            />
            <RefusedNote error={cancel.error} />
            <Button type="submit" tone="stop" busy={cancel.isPending} disabled={notice.trim() === ''}>
              {words.cancel}
            </Button>
          </form>
        </Sheet>
      ) : null}
    </>
  );
}
