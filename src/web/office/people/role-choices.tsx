import { useWords as useOfficeWords } from '../words.ts';
import { GIVEN, type Given } from './use-members.ts';
import { useWords } from './words.ts';

/** Each role with what it may do; several can be on. */
export function RoleChoices({
  chosen,
  onChange,
  disabled = false,
}: {
  chosen: readonly Given[];
  onChange: (roles: Given[]) => void;
  disabled?: boolean;
}) {
  const words = useWords();
  const { roles } = useOfficeWords();
  const toggle = (role: Given, on: boolean) => onChange(GIVEN.filter((each) => (each === role ? on : chosen.includes(each))));
  return (
    <fieldset className="roles" disabled={disabled}>
      <legend className="lab">{words.mayDo}</legend>
      {GIVEN.map((role) => (
        <label key={role} className={`choice ${chosen.includes(role) ? 'on' : ''}`}>
          <input type="checkbox" checked={chosen.includes(role)} onChange={(event) => toggle(role, event.target.checked)} />
          <span className="grow">
            <b className="b">{roles[role]}</b>
            <span className="xs mm">{words.may[role]}</span>
          </span>
        </label>
      ))}
      {chosen.length === 0 ? (
        <p className="xs stopc" role="alert">
          {words.atLeastOne}
        </p>
      ) : null}
    </fieldset>
  );
}
