import { PollCard } from './poll-card.tsx';
import { QuestionList } from './question-list.tsx';
import type { Crowd } from './use-crowd.ts';
import './crowd.css';

export { AskField } from './ask-field.tsx';
export { PollCard } from './poll-card.tsx';
export { QuestionList } from './question-list.tsx';

/** On a phone: the poll and the questions, where the chat was. */
export function CrowdPanel({ crowd, host }: { crowd: Crowd; host: string }) {
  return (
    <div className="crowd">
      {crowd.poll ? <PollCard key={crowd.poll.id} crowd={crowd} poll={crowd.poll} /> : null}
      <QuestionList crowd={crowd} host={host} onClose={crowd.closePanel} />
    </div>
  );
}
