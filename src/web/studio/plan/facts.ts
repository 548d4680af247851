import type { Language } from '#contract/common.ts';
import type { StaffShow } from '#contract/shows.ts';

export const KINDS = ['own_goods', 'ad', 'own_harvest', 'staff'] as const;
export type Kind = (typeof KINDS)[number];

export interface Facts {
  readonly title: string;
  readonly description: string;
  readonly hostName: string;
  readonly kind: Kind;
  /** Who pays, or what is shown; stands beside the kind over the picture. */
  readonly label: string;
  readonly language: Language;
  readonly startsAt: string | null;
  readonly isSynthetic: boolean;
}

export const factsOf = (show: StaffShow): Facts => ({
  title: show.title,
  description: show.description,
  hostName: show.host.name,
  kind: KINDS.find((kind) => kind === show.disclosure.kind) ?? 'own_goods',
  label: show.disclosure.text,
  language: show.language,
  startsAt: show.startsAt,
  isSynthetic: show.isSynthetic,
});

export const inputOf = ({ kind, label, ...facts }: Facts) => ({
  ...facts,
  title: facts.title.trim(),
  hostName: facts.hostName.trim(),
  disclosure: { kind, text: label.trim() },
});

/** What `<input type="datetime-local">` holds, in the reader's own zone; the server gets UTC. */
export function toLocalInput(instant: string | null): string {
  if (!instant) return '';
  const at = new Date(instant);
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}
export const fromLocalInput = (text: string): string | null =>
  text === '' || Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString();
