import { SelectField } from '../../ui/parts.tsx';
import { useWords } from './words.ts';

/** Offered first; a show in another language has its own on top. */
const OFFERED = ['en', 'nl', 'fr', 'de', 'vi'];

export const nameOf = (language: string): string => new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;

export function LanguageField({ value, onPick }: { value: string; onPick: (language: string) => void }) {
  const words = useWords();
  const all = OFFERED.includes(value) ? OFFERED : [value, ...OFFERED];
  return (
    <SelectField label={words.language} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
      {all.map((language) => (
        <option key={language} value={language} lang={language}>
          {nameOf(language)}
        </option>
      ))}
    </SelectField>
  );
}
