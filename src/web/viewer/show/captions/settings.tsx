import { IconButton } from '../../../ui/button.tsx';
import { Captions } from '../../../ui/icons.ts';
import { Switch } from '../../../ui/parts.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { useSheetWords, useWords } from '../../words.ts';
import { BACKS, SIZES, useCaptionChoice } from './choice.ts';
import { CaptionLines } from './lines.tsx';

/** Opens the settings; lit while captions are on. */
export function CaptionButton({ className = '', onOpen }: { className?: string; onOpen: () => void }) {
  const w = useWords().captions;
  const { on } = useCaptionChoice();
  return (
    <IconButton className={`${className} ${on ? 'is-on' : ''}`} label={on ? w.areOn : w.areOff} aria-haspopup="dialog" onClick={onOpen}>
      <Captions size={20} />
    </IconButton>
  );
}

/** On or off, which language, how large, on what: remembered for every show. */
export function CaptionSettings({
  tracks,
  current,
  file = null,
  onClose,
}: {
  tracks: readonly { language: string; label: string }[];
  current: string;
  /** Where they can be had as a file. */
  file?: string | null;
  onClose: () => void;
}) {
  const w = useWords().captions;
  const words = useSheetWords();
  const choice = useCaptionChoice();
  return (
    <Sheet title={w.title} words={words} kind="dialog" onClose={onClose}>
      <div className="capt-set">
        <Switch label={<b className="b">{w.show}</b>} on={choice.on} onChange={(on) => choice.change({ on })} />
        <div className="capt-try night" aria-hidden="true">
          <CaptionLines lines={[{ id: 'sample', text: w.sample }]} language={document.documentElement.lang} />
        </div>
        <Choice
          legend={w.language}
          name="capt-language"
          options={tracks.map(({ language, label }) => ({ value: language, label, lang: language }))}
          value={current}
          onPick={(language) => choice.change({ language, on: true })}
        />
        <Choice
          legend={w.size}
          name="capt-size"
          options={SIZES.map((value) => ({ value, label: w.sizes[value] }))}
          value={choice.size}
          onPick={(size) => choice.change({ size })}
        />
        <Choice
          legend={w.back}
          name="capt-back"
          options={BACKS.map((value) => ({ value, label: w.backs[value] }))}
          value={choice.back}
          onPick={(back) => choice.change({ back })}
        />
        {file ? (
          <a className="btn" href={file} download>
            {w.download(tracks.find(({ language }) => language === current)?.label ?? current)}
          </a>
        ) : null}
        <p className="xs mm">{w.key}</p>
      </div>
    </Sheet>
  );
}

function Choice<V extends string>({
  legend,
  name,
  options,
  value,
  onPick,
}: {
  legend: string;
  name: string;
  options: readonly { value: V; label: string; lang?: string }[];
  value: V;
  onPick: (value: V) => void;
}) {
  return (
    <fieldset>
      <legend className="lab">{legend}</legend>
      <div className="row wrap">
        {options.map((option) => (
          <label key={option.value} className={`chip ${option.value === value ? 'on' : ''}`} lang={option.lang}>
            <input
              type="radio"
              className="sr"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onPick(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
