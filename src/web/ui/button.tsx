import type { ComponentProps, ReactNode } from 'react';

type Tone = 'plain' | 'buy' | 'solid' | 'quiet' | 'stop' | 'live';

interface Look {
  /** `buy` is the one lamp-yellow action of a screen. */
  tone?: Tone | undefined;
  size?: 'sm' | 'md' | 'xl' | undefined;
  icon?: ReactNode;
  wide?: boolean | undefined;
}

const looks = ({ tone = 'plain', size = 'md', wide = false }: Look, more = ''): string =>
  ['btn', tone === 'plain' ? '' : tone, size === 'md' ? '' : size, wide ? 'wide' : '', more].filter(Boolean).join(' ');

/** While `busy` it keeps its words and its width, says so to a screen reader, and does nothing. */
export function Button({
  tone,
  size,
  icon,
  wide,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ComponentProps<'button'> & Look & { busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={looks({ tone, size, wide }, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {busy ? <i className="spin" aria-hidden="true" /> : icon}
      {children}
    </button>
  );
}

export function ButtonLink({ tone, size, icon, wide, className, children, ...rest }: ComponentProps<'a'> & Look) {
  return (
    <a {...rest} className={looks({ tone, size, wide }, className)}>
      {icon}
      {children}
    </a>
  );
}

/** A round button that shows an icon only; `label` is what it is called. */
export function IconButton({ label, className = '', children, ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button type="button" {...rest} className={`ib ${className}`} aria-label={label} title={label}>
      {children}
    </button>
  );
}
