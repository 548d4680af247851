import { type Refusal, sentence } from '../client/api.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { RefreshCw, Store, TriangleAlert, WifiOff } from '../ui/icons.ts';
import { EmptyState, ErrorState } from '../ui/parts.tsx';
import { useLanguage, useWords } from './words.ts';

/** A page that could not be loaded: the reason in words, one thing to do, a code to quote. */
export function Refused({ refusal, retry }: { refusal: Refusal; retry: () => void }) {
  const w = useWords();
  const language = useLanguage();
  if (refusal.reason === 'not_found') return <Missing />;
  const offline = refusal.reason === 'unreachable';
  return (
    <ErrorState
      icon={offline ? <WifiOff size={36} /> : <TriangleAlert size={36} />}
      title={offline ? w.offlineTitle : w.failedTitle}
      action={
        <Button onClick={retry} icon={<RefreshCw size={18} />}>
          {w.tryAgain}
        </Button>
      }
      code={refusal.requestId ? { label: w.codeToQuote, value: refusal.requestId } : null}
    >
      {sentence(refusal, language)}
    </ErrorState>
  );
}

export function Missing() {
  const w = useWords();
  return (
    <EmptyState
      icon={<Store size={40} />}
      title={w.missingTitle}
      action={
        <ButtonLink tone="solid" href="/">
          {w.toHome}
        </ButtonLink>
      }
    >
      {w.missingText}
    </EmptyState>
  );
}
