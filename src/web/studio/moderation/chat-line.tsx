import type { Decision } from '#contract/moderation.ts';
import { time } from '../../client/format.ts';
import { Ban, CornerUpLeft, Ellipsis, EyeOff, Timer } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { Pin, Undo } from '../../ui/icons.ts';
import { Popover } from '../../ui/popover.tsx';
import { hidingOf, waitsFor } from './desk.ts';
import type { DeskLine } from './lines.ts';
import { closePopover, Item } from './menu.tsx';
import { RoleTag } from './role-tag.tsx';
import type { Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';
import { useWords } from './words.ts';

interface Props {
  room: Console;
  desk: Desk;
  line: DeskLine;
  /** Somebody asked to read a hidden line. */
  read: boolean;
  onRead: () => void;
}

const CREW = new Set<DeskLine['label']>(['host', 'staff', 'moderator']);

/** One line with its moment and its menu. A line that will be hidden is struck until then. */
export function Line(props: Props) {
  const { room, line, read } = props;
  const words = useWords();
  const language = useLanguage();
  const { decided } = room.moderation;
  const about = hidingOf(decided, line.id);
  // A pause may name a line without hiding it; only what holds or is about to can be taken back here.
  const decision = line.hidden || about?.state === 'waiting' ? about : null;
  const going = !line.hidden && waitsFor(decided, line);
  return (
    <div className={`mline ${line.hidden ? 'hidden' : ''} ${going ? 'going' : ''}`}>
      <span className="xs mm">{time(line.at, 'exact', language)}</span>
      {line.hidden ? (
        <Hidden {...props} decision={decision} />
      ) : (
        <p dir="auto" lang={line.language ?? undefined}>
          {line.replyTo ? (
            <span className="xs mm mreply">
              <CornerUpLeft size={13} aria-hidden="true" /> {line.replyTo.name}: {line.replyTo.text}
            </span>
          ) : null}
          <b className="b">{line.name}</b> <RoleTag label={line.label} /> {line.text}{' '}
          {line.repeats ? <span className="xs mm">{words.saidByMore(line.repeats)}</span> : null}
        </p>
      )}
      {line.hidden && !decision && !read ? <span /> : <Menu {...props} decision={decision} />}
    </div>
  );
}

function Hidden({ room, line, read, onRead, decision }: Props & { decision: Decision | null }) {
  const words = useWords();
  const by = decision && (room.moderation.isMine(decision) ? words.byYou : decision.by.name);
  const what = !decision ? words.hiddenLine : decision.reason ? words.hiddenFor(by!, words.reasons[decision.reason]) : words.hiddenBy(by!);
  return (
    <p>
      <EyeOff size={15} aria-hidden="true" /> {what} {words.keptAsEvidence}{' '}
      {read ? (
        <span dir="auto" className="mevidence">
          {line.name}: {line.text}
        </span>
      ) : (
        <button type="button" className="mread" onClick={onRead}>
          {words.readIt}
          <span className="sr"> ({line.name})</span>
        </button>
      )}
    </p>
  );
}

function Menu({ room, desk, line, decision }: Props & { decision: Decision | null }) {
  const words = useWords();
  const crew = CREW.has(line.label);
  return (
    <Popover className="ib dots" label={<Ellipsis size={18} aria-label={words.lineMenu(line.name)} />} title={words.lineMenu(line.name)}>
      <ul className="menu" onClick={closePopover}>
        {decision ? (
          <Item
            icon={<Undo size={17} />}
            label={line.hidden ? words.showAgain : words.undo}
            run={() => room.moderation.undo.mutate(decision.id)}
          />
        ) : null}
        {line.hidden || decision ? null : (
          <>
            <Item icon={<CornerUpLeft size={17} />} label={words.reply} run={() => desk.setReplyTo(line)} />
            {crew ? <Item icon={<Pin size={17} />} label={words.pin} run={() => room.pin.mutate(line.id)} /> : null}
            <Item icon={<EyeOff size={17} />} label={words.hideLine} run={() => desk.decide('hide', line)} />
          </>
        )}
        {crew ? null : (
          <>
            <Item icon={<Timer size={17} />} label={words.pauseAuthor} run={() => desk.decide('time_out', line)} />
            <Item icon={<Ban size={17} />} label={words.banAuthor} run={() => desk.why(line, 'ban')} />
          </>
        )}
      </ul>
    </Popover>
  );
}
