import { type ComponentProps, type CSSProperties, type ReactNode, useEffect, useId, useRef } from 'react';

/** Custom properties that the kit's rules read. */
export const vars = (values: Record<`--${string}`, string | number>): CSSProperties => values as CSSProperties;

/** One choice of several. As a radio its state is `aria-checked`; alone it is a toggle. */
export function Chip({
  on = false,
  off = false,
  radio = false,
  className = '',
  ...rest
}: ComponentProps<'button'> & { on?: boolean; off?: boolean; radio?: boolean }) {
  const state = radio ? { role: 'radio', 'aria-checked': on } : { 'aria-pressed': on };
  return <button type="button" {...rest} {...state} className={`chip ${on ? 'on' : ''} ${off ? 'no' : ''} ${className}`} />;
}

export function Pill({
  tone,
  className = '',
  children,
}: {
  tone?: 'on' | 'amber' | 'white' | 'glass';
  className?: string;
  children: ReactNode;
}) {
  return <span className={`pill ${tone ?? ''} ${className}`}>{children}</span>;
}

export function Tag({ tone, children }: { tone?: 'live' | 'proof' | 'warn' | 'stop' | 'info' | 'line' | 'lamp'; children: ReactNode }) {
  return <span className={`tag ${tone ?? ''}`}>{children}</span>;
}

/** Says who pays or who speaks. Always the same place and size, never behind a tap. */
export function AdLabel({ kind, text }: { kind: string; text: string }) {
  return (
    <p className="adlabel">
      <b>{kind}</b>
      {text ? <span>{text}</span> : null}
    </p>
  );
}

export function Avatar({ name, src, size = 36 }: { name: string; src: string | null; size?: number }) {
  return (
    <span className="av" style={vars({ '--z': `${size}px` })} aria-hidden="true">
      {src ? <img src={src} alt="" /> : <b className="av-l">{name.slice(0, 1).toUpperCase()}</b>}
    </span>
  );
}

/** A product on its paper backdrop. `src` null shows the paper alone. */
export function ProductPicture({
  src,
  paper,
  alt = '',
  width,
  className = '',
}: {
  src: string | null;
  paper: string;
  alt?: string;
  width?: string;
  className?: string;
}) {
  const style = vars({ '--t': `var(--paper-${paper})`, ...(width ? { '--iw': width } : {}) });
  return (
    <span className={`pic ${className}`} style={style}>
      {src ? <img src={src} alt={alt} loading="lazy" decoding="async" /> : null}
    </span>
  );
}

/** The price as it stands on a shelf edge. All words and numbers come formatted. */
export function PriceLabel({ now, off, was, size = 28 }: { now: string; off?: string | null | undefined; was?: ReactNode; size?: number }) {
  return (
    <div className="label" style={vars({ '--p': `${size}px` })}>
      <div>
        <span className="now">{now}</span> {off ? <span className="off-pct">{off}</span> : null}
      </div>
      {was ? <div className="was">{was}</div> : null}
    </div>
  );
}

/** A part of a circle. `part` from 0 to 1. */
export function Ring({
  part,
  size = 40,
  stroke = 4,
  tone = 'ink',
  children,
}: {
  part: number;
  size?: number;
  stroke?: number;
  tone?: 'ink' | 'proof' | 'stop';
  children?: ReactNode;
}) {
  const radius = (size - stroke) / 2;
  const around = 2 * Math.PI * radius;
  return (
    <span className={`ring ${tone}`} style={vars({ '--z': `${size}px` })}>
      <svg width={size} height={size} aria-hidden="true">
        <circle cx={size / 2} cy={size / 2} r={radius} fill="none" strokeWidth={stroke} className="ring-0" />
        <circle
          cx={size / 2}
          cy={size / 2}
          r={radius}
          fill="none"
          strokeWidth={stroke}
          className="ring-1"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - Math.min(1, Math.max(0, part)))}
          transform={`rotate(-90 ${size / 2} ${size / 2})`}
        />
      </svg>
      {children}
    </span>
  );
}

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
  /** Beside the input: a unit, a button. */
  after?: ReactNode;
}
export function Field({ label, hint, error, after, id, className = '', ...rest }: FieldProps) {
  const made = useId();
  const input = id ?? made;
  const described = error || hint ? `${input}-d` : undefined;
  return (
    <div className={`field ${className}`}>
      <label htmlFor={input}>{label}</label>
      <div className={`inp ${error ? 'bad' : ''}`}>
        <input {...rest} id={input} aria-invalid={error ? true : undefined} aria-describedby={described} />
        {after}
      </div>
      {error || hint ? (
        <p id={described} className={`xs ${error ? 'stopc' : 'mm'}`}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

export function SelectField({
  label,
  hint,
  error,
  id,
  children,
  ...rest
}: ComponentProps<'select'> & { label: string; hint?: string; error?: string | null }) {
  const made = useId();
  const input = id ?? made;
  const described = error || hint ? `${input}-d` : undefined;
  return (
    <div className="field">
      <label htmlFor={input}>{label}</label>
      <div className={`inp ${error ? 'bad' : ''}`}>
        <select {...rest} id={input} aria-describedby={described} aria-invalid={error ? true : undefined}>
          {children}
        </select>
      </div>
      {error || hint ? (
        <p id={described} className={`xs ${error ? 'stopc' : 'mm'}`}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

export function AreaField({
  label,
  hint,
  error,
  id,
  ...rest
}: ComponentProps<'textarea'> & { label: string; hint?: string; error?: string | null }) {
  const made = useId();
  const input = id ?? made;
  const described = error || hint ? `${input}-d` : undefined;
  return (
    <div className="field">
      <label htmlFor={input}>{label}</label>
      <div className={`inp ${error ? 'bad' : ''}`}>
        <textarea {...rest} id={input} aria-describedby={described} aria-invalid={error ? true : undefined} />
      </div>
      {error || hint ? (
        <p id={described} className={`xs ${error ? 'stopc' : 'mm'}`}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

/** The whole row is the target. */
export function Switch({
  label,
  on,
  onChange,
  disabled = false,
}: {
  label: ReactNode;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <button type="button" role="switch" aria-checked={on} className="switch-row" disabled={disabled} onClick={() => onChange(!on)}>
      <span className="grow">{label}</span>
      <i className={`switch ${on ? 'on' : ''}`} aria-hidden="true" />
    </button>
  );
}

export function Note({
  tone,
  icon,
  children,
  role,
}: {
  tone?: 'proof' | 'info' | 'warn' | 'stop';
  icon?: ReactNode;
  children: ReactNode;
  role?: 'status' | 'alert';
}) {
  return (
    <div className={`note ${tone ?? ''}`} role={role}>
      {icon}
      <div className="grow">{children}</div>
    </div>
  );
}

export const Spinner = ({ label }: { label: string }) => (
  <span className="row" role="status">
    <i className="spin" aria-hidden="true" />
    <span className="sr">{label}</span>
  </span>
);

/** Grey where content will be. One of them per screen says so to a screen reader, through `label`. */
export function Skeleton({
  width = '100%',
  height = '16px',
  radius,
  label,
}: {
  width?: string;
  height?: string;
  radius?: string;
  label?: string;
}) {
  return (
    <span className="skel" style={{ width, height, borderRadius: radius }} role={label ? 'status' : undefined}>
      {label ? <span className="sr">{label}</span> : null}
    </span>
  );
}

export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="state">
      {icon}
      <h2>{title}</h2>
      {children ? <p className="m">{children}</p> : null}
      {action}
    </div>
  );
}

/** What happened, what is safe, one thing to do, and a code to quote. */
export function ErrorState({
  icon,
  title,
  children,
  action,
  code,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  code?: { label: string; value: string } | null;
}) {
  return (
    <div className="state" role="alert">
      {icon}
      <h2>{title}</h2>
      {children ? <div className="m">{children}</div> : null}
      {action}
      {code ? (
        <p className="xs mm">
          {code.label} <span className="mono">{code.value}</span>
        </p>
      ) : null}
    </div>
  );
}

/** A short message that goes by itself; the bar is announced, never focused. */
export function Toast({
  children,
  onDone,
  lastsMs = 5000,
  action,
}: {
  children: ReactNode;
  onDone: () => void;
  lastsMs?: number;
  action?: { label: string; run: () => void };
}) {
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    const timer = setTimeout(() => done.current(), lastsMs);
    return () => clearTimeout(timer);
  }, [lastsMs]);
  return (
    <div className="undo toast" role="status">
      <span className="grow">{children}</span>
      {action ? (
        <button type="button" className="btn sm" onClick={action.run}>
          {action.label}
        </button>
      ) : null}
    </div>
  );
}

export interface Column<Row> {
  readonly key: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand right. */
  readonly numeric?: boolean;
}
export function Table<Row>({
  columns,
  rows,
  rowKey,
  caption,
  empty,
  onRow,
}: {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  caption: string;
  empty?: ReactNode;
  onRow?: (row: Row) => void;
}) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <div className="tbl-w" tabIndex={0} role="region" aria-label={caption}>
      <table className="tbl">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.numeric ? 'n' : ''}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} onClick={onRow ? () => onRow(row) : undefined} className={onRow ? 'can' : ''}>
              {columns.map((column) => (
                <td key={column.key} className={column.numeric ? 'n' : ''}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Tabs({
  tabs,
  current,
  onPick,
  label,
}: {
  tabs: readonly { key: string; label: ReactNode }[];
  current: string;
  onPick: (key: string) => void;
  label: string;
}) {
  return (
    <div className="tabset" role="group" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          className={tab.key === current ? 'on' : ''}
          aria-pressed={tab.key === current}
          onClick={() => onPick(tab.key)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

export function Logo({ name = 'etalage', href = '/' }: { name?: string; href?: string }) {
  return (
    <a className="logo" href={href}>
      <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
        <path d="M4.5 2.5h17L25 10H1z" fill="currentColor" />
        <path d="M1 9.6h24v1.6a4 4 0 0 1-8 0 4 4 0 0 1-8 0 4 4 0 0 1-8 0z" fill="#FFC93D" />
        <path d="M4 16.6v6.9h18v-6.9" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />
        <circle cx="13" cy="18.8" r="2.1" fill="#D0341D" />
      </svg>
      {name}
    </a>
  );
}
