import { useId } from 'react';

/** One field that looks like six boxes: paste, autofill and backspace work as in any field. */
export function CodeField({ label, value, onChange }: { label: string; value: string; onChange: (code: string) => void }) {
  const id = useId();
  return (
    <div className="field codef">
      <label htmlFor={id}>{label}</label>
      <div className="digits">
        <input
          id={id}
          value={value}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, '').slice(0, 6))}
        />
        {Array.from({ length: 6 }, (_, at) => (
          <span key={at} className={`inp ${at === value.length ? 'now' : ''}`} aria-hidden="true">
            {value[at] ?? ''}
          </span>
        ))}
      </div>
    </div>
  );
}
