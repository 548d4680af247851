import { Sheet } from '../../../ui/sheet.tsx';
import { Switch } from '../../../ui/parts.tsx';
import { useSheetWords } from '../../words.ts';
import { useSingleKeys } from '../use-show-keys.ts';
import { READ_ALOUD, useReadAloud } from './use-heard.ts';
import { useChatWords } from './words.ts';

/** Which keys do what, and what a screen reader gets of the chat. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const w = useChatWords();
  const words = useSheetWords();
  const [aloud, setAloud] = useReadAloud();
  const [single, setSingle] = useSingleKeys();
  const keys: [string, string][] = [
    ['W', w.keys.write],
    [w.upDown, w.keys.lines],
    [w.enter, w.keys.reply],
    ['H', w.keys.hide],
    ['Z', w.keys.calm],
    [w.space, w.keys.play],
    ['M', w.keys.sound],
    ['C', w.keys.captions],
    ['Esc', w.keys.close],
    ['?', w.keys.help],
  ];
  return (
    <Sheet kind="dialog" title={w.help} onClose={onClose} words={words}>
      <div className="col g4">
        <dl className="keys">
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd className="kbd">{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <Switch label={w.singleKeys} on={single} onChange={setSingle} />
        <fieldset className="choices">
          <legend className="lab">{w.readAloud}</legend>
          {READ_ALOUD.map((each) => (
            <label key={each} className={`choice ${aloud === each ? 'on' : ''}`}>
              <input type="radio" name="read-aloud" checked={aloud === each} onChange={() => setAloud(each)} />
              <span className="grow">{w.readChoices[each]}</span>
            </label>
          ))}
        </fieldset>
      </div>
    </Sheet>
  );
}
