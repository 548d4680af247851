import { sentence } from '../client/api.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Lock, TriangleAlert, WifiOff } from '../ui/icons.ts';
import { EmptyState, ErrorState, Note } from '../ui/parts.tsx';
import { refusalOf } from './api.ts';
import { useLanguage } from './language.tsx';
import { useStaffWords } from './words.ts';

const ACCOUNT = '/account';

/** A whole screen or panel that could not be shown: what happened, what is safe, one thing to do, a code to quote. */
export function Refused({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const words = useStaffWords();
  const language = useLanguage();
  const refusal = refusalOf(error);
  if (!refusal) return null;
  if (refusal.reason === 'not_allowed') {
    return (
      <EmptyState icon={<Lock size={28} />} title={words.notAllowed}>
        {words.notAllowedBody}
      </EmptyState>
    );
  }
  if (refusal.reason === 'second_factor_needed') return <SecondFactor />;
  const missing = refusal.reason === 'not_found';
  return (
    <ErrorState
      icon={refusal.reason === 'unreachable' ? <WifiOff size={28} /> : <TriangleAlert size={28} />}
      title={missing ? words.lookingFor : words.failed}
      action={onRetry && !missing ? <Button onClick={onRetry}>{words.retry}</Button> : null}
      code={refusal.requestId ? { label: words.code, value: refusal.requestId } : null}
    >
      {missing ? words.lookingForBody : sentence(refusal, language)}
    </ErrorState>
  );
}

function SecondFactor() {
  const words = useStaffWords();
  const language = useLanguage();
  return (
    <EmptyState
      icon={<Lock size={28} />}
      title={words.twoFactor}
      action={
        <ButtonLink tone="solid" href={ACCOUNT}>
          {words.twoFactorAction}
        </ButtonLink>
      }
    >
      {sentence({ reason: 'second_factor_needed' }, language)}
    </EmptyState>
  );
}

/** A verb that was refused, said beside its button. Says which field when the server did. */
export function RefusedNote({ error }: { error: unknown }) {
  const words = useStaffWords();
  const language = useLanguage();
  const refusal = refusalOf(error);
  if (!refusal) return null;
  return (
    <Note tone="stop" role="alert" icon={<TriangleAlert size={17} />}>
      <b className="b">{sentence(refusal, language)}</b>{' '}
      {refusal.errors.length > 0 ? refusal.errors.map(({ path, message }) => `${path}: ${message}`).join('; ') : null}
      {refusal.reason === 'second_factor_needed' ? <a href={ACCOUNT}>{words.twoFactorAction}</a> : null}
    </Note>
  );
}
