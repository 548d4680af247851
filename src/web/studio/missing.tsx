import { useStaffWords } from '../staff/words.ts';
import { CircleQuestionMark } from '../ui/icons.ts';
import { EmptyState } from '../ui/parts.tsx';
import { ShowsLink } from './links.tsx';
import { useWords } from './words.ts';

export function Missing() {
  const staff = useStaffWords();
  const words = useWords();
  return (
    <main className="state">
      <EmptyState
        icon={<CircleQuestionMark size={28} />}
        title={staff.lookingFor}
        action={<ShowsLink className="btn">{words.myShows}</ShowsLink>}
      >
        {staff.lookingForBody}
      </EmptyState>
    </main>
  );
}
