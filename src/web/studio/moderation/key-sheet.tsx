import { useStaffWords } from '../../staff/words.ts';
import { Switch } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Desk } from './use-desk.ts';
import { useWords } from './words.ts';

const Keys = ({ of }: { of: readonly string[] }) =>
  of.map((key) => (
    <kbd key={key} className="kbd">
      {key}
    </kbd>
  ));

/** All keys, and the switch for those who decide by accident with them. */
export function KeySheet({ desk }: { desk: Desk }) {
  const words = useWords();
  const staff = useStaffWords();
  return (
    <Sheet title={words.keys} words={staff} kind="dialog" detent="full" onClose={desk.close}>
      <Switch label={words.keysOn} on={desk.keys.on} onChange={desk.keys.set} />
      <p className="sm m mlead">{words.keysHow}</p>
      <dl className="keys">
        {words.keyList.map(([keys, does]) => (
          <div key={does}>
            <dt className="row g1">
              <Keys of={keys} />
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}

/** Those that everybody needs, always in view. */
export function FewKeys() {
  const words = useWords();
  return (
    <ul className="mkeys">
      {words.shortKeys.map(([keys, does]) => (
        <li key={does}>
          <Keys of={keys} /> {does}
        </li>
      ))}
    </ul>
  );
}
