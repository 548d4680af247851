import type { StaffShow } from '#contract/shows.ts';
import { CircleAlert } from '../../staff/icons.ts';
import { CircleCheck } from '../../ui/icons.ts';
import { useWords } from '../words.ts';

/** What the server asks for before a show starts. A line that blocks says so in words, not only in colour. */
export function Checklist({ show }: { show: StaffShow }) {
  const words = useWords();
  const passed = show.checklist.filter((check) => check.passed).length;
  const blocking = show.checklist.filter((check) => !check.passed && check.blocks).length;
  return (
    <section aria-labelledby="check-title">
      <p id="check-title" className="m">
        {words.checked(passed, show.checklist.length)} {blocking > 0 ? words.blocked(blocking) : null}
      </p>
      <ul className="checklist">
        {show.checklist.map((check) => (
          <li key={check.code} className={check.passed ? '' : check.blocks ? 'blocks' : 'minor'}>
            {check.passed ? (
              <CircleCheck size={20} className="proofc" />
            ) : (
              <CircleAlert size={20} className={check.blocks ? 'stopc' : 'warnc'} />
            )}
            <span>{check.sentence}</span>
            <span className="xs mm">{check.passed ? words.passed : check.blocks ? words.blocks : words.advice}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export const isReady = (show: StaffShow): boolean => show.checklist.every((check) => check.passed || !check.blocks);
