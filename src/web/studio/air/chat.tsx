import { type FormEvent, useState } from 'react';
import type { HeldLine } from '#contract/moderation.ts';
import type { ChatLine } from '#contract/room.ts';
import { sentence } from '../../client/api.ts';
import { Ban, Ellipsis, Timer } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { ArrowUp, EyeOff, Pin } from '../../ui/icons.ts';
import { IconButton } from '../../ui/button.tsx';
import { Note } from '../../ui/parts.tsx';
import { Popover } from '../../ui/popover.tsx';
import { DecisionBar } from '../moderation/decision-bar.tsx';
import { waitsFor } from '../moderation/desk.ts';
import { closePopover, Item } from '../moderation/menu.tsx';
import { RoleTag } from '../moderation/role-tag.tsx';
import { WhySheet } from '../moderation/why-sheet.tsx';
import { wishAbout } from '../moderation/wish.ts';
import { useWords as useDeskWords } from '../moderation/words.ts';
import { useWords } from '../words.ts';
import { HeldInline } from './held-lines.tsx';
import { OldestQuestions } from './host-questions.tsx';
import type { Air } from './use-air.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

/** What people say and what waits for a decision, in order, and the answer of the host. */
export function Chat({ air }: { air: Air }) {
  const words = useWords();
  const desk = useDeskWords();
  const [banning, setBanning] = useState<ChatLine | null>(null);
  const said = inOrder(air.view.chat, air.moderation.held);
  const log = useStickToEnd(said.at(-1)?.id);
  return (
    <div className="chat-col">
      {air.may.moderate ? <OldestQuestions air={air} /> : null}
      {air.view.mode.paused ? <Note tone="warn">{desk.paused}</Note> : null}
      <Pinned air={air} />
      <div ref={log} className="chat-log" role="log" aria-live="off" aria-label={words.chat} tabIndex={0}>
        {said.length === 0 ? <p className="m">{words.chatEmpty}</p> : null}
        {said.map((line) =>
          'reasons' in line ? (
            <HeldInline key={line.id} air={air} line={line} />
          ) : (
            <Line key={line.id} air={air} line={line} onBan={() => setBanning(line)} />
          ),
        )}
      </div>
      <DecisionBar moderation={air.moderation} />
      <Reply air={air} />
      {banning ? <WhySheet moderation={air.moderation} about={banning} kind="ban" reason={null} onClose={() => setBanning(null)} /> : null}
    </div>
  );
}

const inOrder = (lines: readonly ChatLine[], held: readonly HeldLine[]): (ChatLine | HeldLine)[] =>
  [...lines, ...held].sort((a, b) => a.at.localeCompare(b.at));

function Pinned({ air }: { air: Air }) {
  const desk = useDeskWords();
  const { pinned } = air.view;
  if (!pinned) return null;
  return (
    <p className="mpinned sm" dir="auto" lang={air.show.language}>
      <Pin size={16} aria-label={desk.pinned} />
      <span className="grow">
        {pinned.question ? <span className="mm mpinned-q">{pinned.question.text}</span> : null}
        <b className="b">{pinned.name}</b> {pinned.text}
      </span>
    </p>
  );
}

function Line({ air, line, onBan }: { air: Air; line: ChatLine; onBan: () => void }) {
  const desk = useDeskWords();
  const { moderation, may } = air;
  const going = waitsFor(moderation.decided, line);
  return (
    <div className={`msg ${going ? 'going' : ''}`}>
      <p dir="auto" lang={line.language ?? undefined}>
        <b className="b">{line.name}</b> <RoleTag label={line.label} /> {line.text}{' '}
        {line.repeats ? <span className="xs mm">{desk.saidByMore(line.repeats)}</span> : null}
      </p>
      {may.moderate && !going ? (
        <Popover className="ib dots" label={<Ellipsis size={18} aria-label={desk.lineMenu(line.name)} />} title={desk.lineMenu(line.name)}>
          <ul className="menu" onClick={closePopover}>
            <Item icon={<EyeOff size={17} />} label={desk.hideLine} run={() => moderation.decide(wishAbout('hide', line))} />
            {isCrew(line) ? null : (
              <>
                <Item icon={<Timer size={17} />} label={desk.pauseAuthor} run={() => moderation.decide(wishAbout('time_out', line))} />
                <Item icon={<Ban size={17} />} label={desk.banAuthor} run={onBan} />
              </>
            )}
          </ul>
        </Popover>
      ) : null}
    </div>
  );
}

const isCrew = ({ label }: ChatLine): boolean => label === 'host' || label === 'staff' || label === 'moderator';

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
