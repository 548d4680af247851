import { useId } from 'react';
import type { Poll } from '#contract/polls.ts';
import { time } from '../../../client/format.ts';
import { Check, X } from '../../../ui/icons.ts';
import { IconButton } from '../../../ui/button.tsx';
import { useLanguage } from '../../words.ts';
import { useNumber } from '../counters.tsx';
import { sharesOf, votesOf } from './crowd-facts.ts';
import type { Crowd } from './use-crowd.ts';
import { useCrowdWords } from './words.ts';

/** A poll: choose while it is open, see how it stands once you chose, read the result when the server closed it. */
export function PollCard({ crowd, poll }: { crowd: Crowd; poll: Poll }) {
  const w = useCrowdWords();
  const language = useLanguage();
  const number = useNumber();
  const title = useId();
  const { option: mine, isSent } = crowd.vote.of(poll);
  const votes = votesOf(poll, crowd.view.registers);
  const shares = sharesOf(votes);
  const all = votes.reduce((sum, n) => sum + n, 0);
  const isClosed = poll.counts !== null;
  const isCounting = !isClosed && Date.parse(poll.closesAt) <= crowd.now;
  const until = time(poll.closesAt, 'clock', language);
  // Until you have chosen, what others chose is not shown: it would choose for you.
  const showsShares = isClosed || isSent;
  const isOffline = crowd.view.status === 'lost';

  return (
    <section className="poll glass" aria-labelledby={title}>
      <header>
        <h3 id={title}>{poll.question}</h3>
        <span className="xs">{isClosed ? w.votesClosed(all, number(all)) : w.votesUntil(all, number(all), until)}</span>
        {isClosed ? (
          <IconButton className="sm" label={w.hidePoll} onClick={crowd.hidePoll}>
            <X size={18} />
          </IconButton>
        ) : null}
      </header>
      {isClosed ? (
        <ul>
          {poll.options.map((option, at) => (
            <li key={option} className="opt">
              <Bar share={shares[at]!} />
              <Name option={option} isMine={mine === at} />
              <span>{shares[at]}%</span>
            </li>
          ))}
        </ul>
      ) : (
        <div role="radiogroup" aria-labelledby={title} aria-busy={mine !== null && !isSent}>
          {poll.options.map((option, at) => (
            <label key={option} className={`opt ${mine === at ? 'on' : ''}`}>
              {showsShares ? <Bar share={shares[at]!} /> : null}
              <input
                type="radio"
                name={`poll-${poll.id}`}
                checked={mine === at}
                disabled={isCounting}
                onChange={() => crowd.vote.choose(poll, at)}
              />
              <Name option={option} isMine={mine === at} />
              {showsShares ? <span>{shares[at]}%</span> : null}
            </label>
          ))}
        </div>
      )}
      <PollNote
        problem={crowd.vote.problem ?? (isOffline && !isClosed ? w.voteOffline : null)}
        hint={isClosed || isSent ? null : isCounting ? w.counting : mine === null ? w.voteHint : w.sending}
      />
      <p className="sr" role="status">
        {isClosed
          ? w.result(poll.options.map((option, at) => w.share(option, shares[at]!)).join(', '))
          : isSent && mine !== null
            ? w.voted(poll.options[mine] ?? '', until)
            : ''}
      </p>
    </section>
  );
}

const Bar = ({ share }: { share: number }) => <i style={{ width: `${share}%` }} aria-hidden="true" />;

function Name({ option, isMine }: { option: string; isMine: boolean }) {
  const w = useCrowdWords();
  return (
    <span className="grow" dir="auto">
      {option}
      {isMine ? (
        <>
          <span className="narrow">, {w.yourVote}</span>
          <Check size={15} className="broad" aria-hidden="true" />
        </>
      ) : null}
    </span>
  );
}

function PollNote({ problem, hint }: { problem: string | null; hint: string | null }) {
  if (problem)
    return (
      <p className="xs warnc" role="alert">
        {problem}
      </p>
    );
  return hint ? <p className="xs mm">{hint}</p> : null;
}
