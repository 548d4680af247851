import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import type { StaffShow } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { api, orThrow } from '../../staff/api.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Copy, KeyRound, TriangleAlert } from '../../ui/icons.ts';
import { Note } from '../../ui/parts.tsx';
import { useRefreshShow } from '../use-show.ts';
import { useWords } from '../words.ts';

/** For OBS, phones and hardware: two addresses and a key for both. The key exists in readable form on this screen only, once. */
export function Encoder({ show }: { show: StaffShow }) {
  const words = useWords();
  const language = useLanguage();
  const refresh = useRefreshShow(show.id);
  const [sure, setSure] = useState(false);
  const rotate = useMutation({
    mutationFn: () =>
      orThrow(api.POST('/api/orgs/{orgId}/shows/{showId}/encoder-key', { params: { path: { orgId: show.orgId, showId: show.id } } })),
    onSuccess: refresh,
  });
  const { hasKey, keyRotatedAt } = show.encoder;
  const onKey = () => (hasKey && !sure ? setSure(true) : rotate.mutate(undefined, { onSettled: () => setSure(false) }));
  return (
    <div className="col g3">
      <p className="m">{words.encoderHow}</p>
      <Secret label={words.encoderUrl} value={show.encoder.whipUrl} />
      {show.encoder.rtmpUrl ? <Secret label={words.encoderRtmp} value={show.encoder.rtmpUrl} /> : <p className="sm m">{words.rtmpOff}</p>}
      {rotate.data ? (
        <>
          <Secret label={words.encoderKey} value={rotate.data.key} />
          <Note tone="warn" icon={<TriangleAlert size={17} />}>
            {words.keyOnce}
          </Note>
        </>
      ) : (
        <p className="sm m">{hasKey && keyRotatedAt ? words.keyMade(time(keyRotatedAt, 'moment', language)) : words.keyNone}</p>
      )}
      <p className="sm m">{words.encoderTip}</p>
      {sure ? <Note tone="warn">{words.keyReplaces}</Note> : null}
      <RefusedNote error={rotate.error} />
      <Button icon={<KeyRound size={17} />} busy={rotate.isPending} onClick={onKey}>
        {hasKey ? (sure ? words.keyRotateSure : words.keyRotate) : words.keyMake}
      </Button>
    </div>
  );
}

function Secret({ label, value }: { label: string; value: string }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true));
  return (
    <div className="field">
      <span className="lab">{label}</span>
      <div className="inp">
        <code className="mono grow secret">{value}</code>
        <Button size="sm" tone="quiet" icon={<Copy size={16} />} onClick={copy}>
          {copied ? words.copied : words.copy}
        </Button>
      </div>
    </div>
  );
}
