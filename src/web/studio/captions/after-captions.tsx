import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { StaffShow } from '#contract/shows.ts';
import { api, orThrow } from '../../staff/api.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { FileImport } from './file-import.tsx';
import { LanguageField } from './languages.tsx';
import { useWords } from './words.ts';
import './captions.css';

/** After the show: what there is to read along, to take away, and a file to put in its place. */
export function AfterCaptions({ show }: { show: StaffShow }) {
  const words = useWords();
  const [language, setLanguage] = useState<string>(show.language);
  const tracks = useQuery({
    queryKey: ['captions', show.id],
    queryFn: () => orThrow(api.GET('/api/shows/{showId}/captions', { params: { path: { showId: show.id } } })),
  });
  const found = tracks.data?.tracks ?? [];
  return (
    <section className="card pad col g4">
      <h2>{words.captions}</h2>
      {tracks.data && found.length === 0 ? <p className="m">{words.afterNone}</p> : null}
      <ul className="col g3">
        {found.map((track) => (
          <li key={track.trackId} className="row between">
            <span lang={track.language}>
              <b className="b">{track.label}</b> <span className="mm">{track.cues}</span>
            </span>
            {track.vttUrl ? (
              <ButtonLink size="sm" href={track.vttUrl} download>
                {words.download}
              </ButtonLink>
            ) : null}
          </li>
        ))}
      </ul>
      {show.hasReplay ? (
        <>
          <LanguageField value={language} onPick={setLanguage} />
          <FileImport key={language} show={show} language={language} into="replay" />
        </>
      ) : null}
    </section>
  );
}
