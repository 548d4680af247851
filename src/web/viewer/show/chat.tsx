import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ChatLine } from '#contract/room.ts';
import { ask, sentence } from '../../client/api.ts';
import type { Ack, Room } from '../../client/socket.ts';
import { ArrowUp } from '../../ui/icons.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { refreshMe, useMe, useTools } from '../tools.tsx';
import { useLanguage, useSheetWords, useWords } from '../words.ts';

/** Faster than this, a screen reader gets a count instead of every line. */
const FAST_MS = 2000;
const DIGEST_EVERY_MS = 10_000;
const LONGEST = 300;

interface Unsent {
  id: number;
  text: string;
  problem: string | null;
}

/** Saying a line: shown at once, asked for a name the first time, kept in the field when refused. */
export function useSay(showId: string, room: Room | null) {
  const { api } = useTools();
  const me = useMe();
  const language = useLanguage();
  const [unsent, setUnsent] = useState<Unsent[]>([]);
  const [asking, setAsking] = useState<string | null>(null);
  const ids = useRef(0);
  const named = Boolean(me?.name ?? me?.user);

  async function send(text: string, hasName = named): Promise<void> {
    if (!hasName) return setAsking(text);
    if (!room) return;
    const id = (ids.current += 1);
    setUnsent((old) => [...old, { id, text, problem: null }].slice(-5));
    let ack: Ack = await room.send('chat', { text, language }, { queue: true });
    // The socket may have been opened before the name was chosen; the same verb is there over HTTP.
    if (!ack.ok && ack.reason === 'name_needed' && hasName) ack = await sayOverHttp(text);
    if (ack.ok) return setUnsent((old) => old.filter((line) => line.id !== id));
    if (ack.reason === 'name_needed') {
      setUnsent((old) => old.filter((line) => line.id !== id));
      return setAsking(text);
    }
    const problem = sentence({ reason: ack.reason }, language);
    setUnsent((old) => old.map((line) => (line.id === id ? { ...line, problem } : line)));
    setTimeout(() => setUnsent((old) => old.filter((line) => line.id !== id)), 6000);
  }

  async function sayOverHttp(text: string): Promise<Ack> {
    const answer = await ask(
      api.POST('/api/shows/{showId}/chat', { params: { path: { showId } }, body: { text, language, clientId: crypto.randomUUID() } }),
    );
    return answer.ok ? { ok: true } : { ok: false, reason: answer.refusal.reason };
  }

  return {
    unsent,
    asking,
    send: (text: string) => send(text),
    stopAsking: () => setAsking(null),
    named: (text: string) => (setAsking(null), send(text, true)),
  };
}
export type Say = ReturnType<typeof useSay>;

export function ChatLines({ lines, say, isTall }: { lines: readonly ChatLine[]; say: Say; isTall: boolean }) {
  const w = useWords();
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const digest = useDigest(lines);
  const shown = isTall ? lines : lines.slice(-6);

  useEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines, say.unsent]);

  return (
    <>
      <div
        ref={list}
        className={isTall ? 'chat-tall' : 'chat'}
        role="log"
        aria-label={w.chat}
        aria-live={digest.isFast ? 'off' : 'polite'}
        tabIndex={isTall ? 0 : undefined}
        onScroll={({ currentTarget: box }) => {
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
        }}
      >
        {lines.length === 0 && say.unsent.length === 0 ? <p className="m sm">{w.emptyChat}</p> : null}
        <ul>
          {shown.map((line) => (
            <Line key={line.id} line={line} />
          ))}
          {say.unsent.map((line) => (
            <li key={`u${line.id}`} className="unsent">
              <span className="who">{w.you}</span>
              {line.text} <span className={line.problem ? 'warnc' : 'mm'}>{line.problem ?? w.sending}</span>
            </li>
          ))}
        </ul>
      </div>
      <span className="sr" role="status">
        {digest.said}
      </span>
    </>
  );
}

function Line({ line }: { line: ChatLine }) {
  const w = useWords();
  const role = line.label
    ? { host: 'host', staff: 'staff', moderator: 'mod', affiliate: 'paid', sample: 'paid', bought: 'bought' }[line.label]
    : null;
  return (
    <li dir="auto" lang={line.language ?? undefined}>
      <span className="who">{line.name}</span>
      {line.label ? <span className={`role ${role}`}>{w.labels[line.label]}</span> : null} <span className="txt">{line.text}</span>
    </li>
  );
}

/** "12 new messages" every ten seconds when the chat runs faster than it can be read out. */
function useDigest(lines: readonly ChatLine[]) {
  const w = useWords();
  const [state, setState] = useState({ isFast: false, said: '' });
  const seen = useRef({ last: lines.at(-1)?.id, count: 0 });

  useEffect(() => {
    const newest = lines.at(-1)?.id;
    if (newest === seen.current.last) return;
    const from = lines.findIndex((line) => line.id === seen.current.last);
    seen.current = { last: newest, count: seen.current.count + (lines.length - 1 - from) };
  }, [lines]);
  useEffect(() => {
    const timer = setInterval(() => {
      const { count } = seen.current;
      seen.current.count = 0;
      const isFast = count > DIGEST_EVERY_MS / FAST_MS;
      setState({ isFast, said: isFast ? w.newMessages(count) : '' });
    }, DIGEST_EVERY_MS);
    return () => clearInterval(timer);
  }, [w]);
  return state;
}

export function SayField({ host, say, waiting }: { host: string; say: Say; waiting: number }) {
  const w = useWords();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const line = text.trim();
    if (!line) return;
    setText('');
    void say.send(line);
  };
  return (
    <form className="say glass" onSubmit={submit}>
      <input
        value={text}
        maxLength={LONGEST}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={waiting > 0 ? w.linesWait(waiting) : w.sayTo(host)}
        aria-label={w.sayTo(host)}
        enterKeyHint="send"
        autoComplete="off"
      />
      <button type="submit" className="ib send" aria-label={w.send} disabled={text.trim() === ''}>
        <ArrowUp size={20} />
      </button>
    </form>
  );
}

/** Asked once, before the first line or question. */
export function NameSheet({ say }: { say: Pick<Say, 'asking' | 'stopAsking' | 'named'> }) {
  const w = useWords();
  const language = useLanguage();
  const tools = useTools();
  const sheetWords = useSheetWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (say.asking === null) return null;
  const line = say.asking;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (!name) return setProblem(w.nameMissing);
    setBusy(true);
    const answer = await ask(tools.api.PUT('/api/me/name', { body: { name } }));
    setBusy(false);
    if (!answer.ok) return setProblem(sentence(answer.refusal, language));
    await refreshMe(tools);
    void say.named(line);
  }

  return (
    <Sheet kind="dialog" title={w.nameTitle} onClose={say.stopAsking} words={sheetWords}>
      <form className="col g4" onSubmit={(event) => void submit(event)}>
        <p className="m">{w.nameText}</p>
        <Field label={w.name} name="name" maxLength={40} autoComplete="nickname" error={problem} autoFocus />
        <Button type="submit" tone="solid" size="xl" wide busy={busy}>
          {w.nameGo}
        </Button>
      </form>
    </Sheet>
  );
}
