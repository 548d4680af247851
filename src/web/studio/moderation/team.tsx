import { Avatar } from '../../ui/parts.tsx';
import type { Console } from './use-console.ts';
import { useWords } from './words.ts';

/** Who of the crew has the desk open, and how fast they answer. */
export function Team({ room }: { room: Console }) {
  const words = useWords();
  const { team } = room.questions;
  return (
    <section className="mteam">
      <h3 id="team-title">{words.team}</h3>
      {team.length < 2 ? <p className="sm mm">{words.teamEmpty}</p> : null}
      <ul aria-labelledby="team-title">
        {team.map((member) => (
          <li key={member.userId} className="row sm">
            <Avatar name={member.name} src={null} size={28} />
            <b className="b ell">{member.name}</b>
            <span className="mm">{words.roles[member.role]}</span>
            <span className="end m nw">{words.teamPace(member.open, member.averageSeconds)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
