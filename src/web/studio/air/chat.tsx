import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ChatLine } from '#contract/room.ts';
import { sentence } from '../../client/api.ts';
import { Ellipsis, UserX } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { ArrowUp, EyeOff } from '../../ui/icons.ts';
import { IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useWords } from '../words.ts';
import type { Air } from './use-air.ts';

const PAUSES_S = [60, 600] as const;
const ROLE_CLASS = {
  host: 'host',
  staff: 'staff',
  moderator: 'mod',
  affiliate: 'staff',
  sample: 'sample',
  bought: 'bought',
} as const satisfies Record<NonNullable<ChatLine['label']>, string>;

/** What people say, and the answer of the host. A line that will be hidden stays, greyed, until the five seconds are over. */
export function Chat({ air }: { air: Air }) {
  const words = useWords();
  const lines = air.view.chat;
  const log = useStickToEnd(lines.at(-1)?.id);
  const going = new Set(air.undo.waiting.map((one) => one.key));
  return (
    <div className="chat-col">
      <div ref={log} className="chat-log" role="log" aria-live="off" aria-label={words.chat} tabIndex={0}>
        {lines.length === 0 ? <p className="m">{words.chatEmpty}</p> : null}
        {lines.map((line) => (
          <Line key={line.id} air={air} line={line} going={going.has(`line:${line.id}`) || going.has(`author:${line.author}`)} />
        ))}
      </div>
      <Reply air={air} />
    </div>
  );
}

function Line({ air, line, going }: { air: Air; line: ChatLine; going: boolean }) {
  const words = useWords();
  const own = line.label === 'host' || line.label === 'staff' || line.label === 'moderator';
  return (
    <div className={`msg ${going ? 'going' : ''}`}>
      <p dir="auto" lang={line.language ?? undefined}>
        <b className="b">{line.name}</b>{' '}
        {line.label ? <span className={`role ${ROLE_CLASS[line.label]}`}>{words.roles[line.label]}</span> : null} {line.text}
      </p>
      {air.may.moderate && !going ? (
        <Popover
          className="ib dots"
          label={<Ellipsis size={18} aria-label={words.moderateLine(line.name)} />}
          title={words.moderateLine(line.name)}
        >
          <ul className="menu" onClick={closePopover}>
            <li>
              <button type="button" onClick={() => air.hide(words.hiding(line.name), line.id)}>
                <EyeOff size={17} /> {words.hideLine}
              </button>
            </li>
            {own
              ? null
              : PAUSES_S.map((seconds) => (
                  <li key={seconds}>
                    <button type="button" onClick={() => air.timeOut(words.pausing(line.name, seconds / 60), line.author, seconds)}>
                      <UserX size={17} /> {words.pauseAuthor(seconds / 60)}
                    </button>
                  </li>
                ))}
          </ul>
        </Popover>
      ) : null}
    </div>
  );
}

const closePopover = (event: { currentTarget: HTMLElement }) =>
  (event.currentTarget.closest('[popover]') as HTMLElement | null)?.hidePopover();

function Reply({ air }: { air: Air }) {
  const words = useWords();
  const language = useLanguage();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const line = text.trim();
    if (line === '') return;
    setText('');
    const ack = await air.say(line);
    setRefused(ack.ok ? null : sentence(ack, language));
    // What was not sent comes back to be sent again, unless the next line is already begun.
    if (!ack.ok) setText((now) => now || line);
  };
  return (
    <form className="reply" onSubmit={(event) => void send(event)}>
      {refused ? (
        <p className="xs stopc" role="alert">
          {refused}
        </p>
      ) : null}
      <label className="inp">
        <span className="sr">{words.replyAs(air.show.host.name)}</span>
        <input
          value={text}
          maxLength={300}
          placeholder={words.replyAs(air.show.host.name)}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
        />
      </label>
      <IconButton label={words.send} type="submit" className="send" disabled={text.trim() === ''}>
        <ArrowUp size={20} />
      </IconButton>
    </form>
  );
}

const NEAR_END_PX = 60;
/** Follows the newest line, unless somebody reads further up. */
function useStickToEnd(lastId: string | undefined) {
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const onScroll = () => {
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    };
    element.addEventListener('scroll', onScroll);
    return () => element.removeEventListener('scroll', onScroll);
  }, []);
  useEffect(() => {
    if (follows.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [lastId]);
  return log;
}
