import { useEffect, useRef, useState } from 'react';
import type { Poll } from '#contract/polls.ts';
import type { Question } from '#contract/questions.ts';
import type { Show } from '#contract/shows.ts';
import { ask, sentence } from '../../../client/api.ts';
import type { Room, RoomView } from '../../../client/room.ts';
import { useMe, useTools } from '../../tools.tsx';
import { useLanguage } from '../../words.ts';
import { isShown } from './crowd-facts.ts';
import { useCrowdWords } from './words.ts';

interface Own {
  readonly mine: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
}
const NOTHING: Own = { mine: new Set(), wanted: new Set() };

/** What a viewer asks and votes: their own part of it, which the room does not tell, and the verbs. */
export function useCrowd(show: Show, room: Room | null, view: RoomView, now: number) {
  const { questions, poll } = view;
  const own = useOwn(show.id, questions);
  const vote = useVote(show.id, room, view);
  const asking = useAsking(room, view, own.reload);
  const [panel, setPanel] = useState(false);
  const [hidden, setHidden] = useState<string | null>(null);
  const want = useWant(room, own);
  useNews(show, questions, own.now, panel);

  return {
    show,
    view,
    now,
    /** Null when there is none to show. */
    poll: poll && poll.id !== hidden && isShown(poll, now) ? poll : null,
    hidePoll: () => setHidden(poll?.id ?? null),
    waiting: questions.filter(({ state }) => state === 'open' || state === 'next').length,
    mine: own.now.mine,
    wanted: own.now.wanted,
    want: want.want,
    wantProblem: want.problem,
    vote,
    asking,
    /** On a phone the panel stands where the chat was; on a desk it is a tab. */
    panel,
    openPanel: () => {
      own.load();
      setPanel(true);
    },
    closePanel: () => setPanel(false),
  };
}
export type Crowd = ReturnType<typeof useCrowd>;

/** Which questions are mine and which I want answered. Read when the list is first looked at: most people never do. */
function useOwn(showId: string, questions: readonly Question[]) {
  const { api } = useTools();
  const [now, setNow] = useState<Own>(NOTHING);
  const asked = useRef(false);
  const reload = async () => {
    asked.current = true;
    const answer = await ask(api.GET('/api/shows/{showId}/questions', { params: { path: { showId } } }));
    if (!answer.ok) return void (asked.current = false);
    const ids = (which: 'mine' | 'wanted') => new Set(answer.value.items.filter((item) => item[which]).map((item) => item.id));
    setNow({ mine: ids('mine'), wanted: ids('wanted') });
  };
  return {
    now,
    change: (id: string, on: boolean) =>
      setNow((old) => ({ ...old, wanted: on ? new Set([...old.wanted, id]) : new Set([...old.wanted].filter((each) => each !== id)) })),
    reload,
    load: () => void (asked.current || questions.length === 0 || reload()),
  };
}

function useWant(room: Room | null, own: ReturnType<typeof useOwn>) {
  const w = useCrowdWords();
  const language = useLanguage();
  const [problem, setProblem] = useState<string | null>(null);
  async function want(questionId: string, on: boolean): Promise<void> {
    setProblem(null);
    own.change(questionId, on);
    const ack = (await room?.send('want', { questionId, on })) ?? { ok: false as const, reason: 'unreachable' as const };
    if (ack.ok) return;
    own.change(questionId, !on);
    setProblem(ack.reason === 'unreachable' ? w.wantOffline : sentence({ reason: ack.reason }, language));
  }
  return { want, problem };
}

/** One vote, sent when the choice has stood still for a moment: arrow keys pass over options on their way. */
const SETTLE_MS = 350;
function useVote(showId: string, room: Room | null, view: RoomView) {
  const w = useCrowdWords();
  const language = useLanguage();
  const { api } = useTools();
  const [votes, setVotes] = useState<ReadonlyMap<string, number>>(new Map());
  const [picked, setPicked] = useState<{ pollId: string; option: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const remember = (pollId: string, option: number) => setVotes((old) => new Map([...old, [pollId, option]]));

  // A poll that ran before this page came may have our vote; of one that begins now nobody has to be asked.
  const found = useRef(false);
  useEffect(() => {
    if (!view.known || found.current) return;
    found.current = true;
    if (!view.poll) return;
    void ask(api.GET('/api/shows/{showId}/poll', { params: { path: { showId } } })).then(
      (answer) => answer.ok && answer.value.poll && answer.value.mine !== null && remember(answer.value.poll.id, answer.value.mine),
    );
  }, [view.known, view.poll, api, showId]);
  useEffect(() => () => clearTimeout(settle.current), []);
  // "You are not connected" is over with the absence.
  useEffect(() => {
    if (view.status === 'open') setProblem(null);
  }, [view.status]);

  async function send(pollId: string, option: number): Promise<void> {
    const ack = (await room?.send('vote', { pollId, option })) ?? { ok: false as const, reason: 'unreachable' as const };
    setPicked((now) => (now?.pollId === pollId && now.option === option ? null : now));
    if (ack.ok) return remember(pollId, option);
    setProblem(ack.reason === 'unreachable' ? w.voteOffline : sentence({ reason: ack.reason }, language));
  }

  return {
    problem,
    /** What stands, or is on its way. */
    of: (poll: Poll): { option: number | null; isSent: boolean } =>
      picked?.pollId === poll.id
        ? { option: picked.option, isSent: false }
        : { option: votes.get(poll.id) ?? null, isSent: votes.has(poll.id) },
    choose(poll: Poll, option: number): void {
      clearTimeout(settle.current);
      setProblem(null);
      setPicked({ pollId: poll.id, option });
      settle.current = setTimeout(() => void send(poll.id, option), SETTLE_MS);
    },
  };
}

/** Asking: a name the first time, the words kept when it was refused. */
function useAsking(room: Room | null, view: RoomView, reload: () => Promise<void>) {
  const w = useCrowdWords();
  const language = useLanguage();
  const me = useMe();
  const [text, setText] = useState('');
  const [unnamed, setUnnamed] = useState<string | null>(null);
  const [said, setSaid] = useState<{ text: string; isProblem: boolean } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const problem = (words: string) => setSaid({ text: words, isProblem: true });

  async function send(question: string): Promise<void> {
    setUnnamed(null);
    if (!room || view.status !== 'open') return problem(w.wantOffline);
    setBusy(true);
    // Sent again under its id when the connection breaks on the way: the same question, once.
    const ack = await room.send('ask', { text: question, productId: view.show.pins[0] ?? null }, { queue: true });
    setBusy(false);
    if (!ack.ok && ack.reason === 'name_needed') return setUnnamed(question);
    if (!ack.ok) return problem(sentence({ reason: ack.reason }, language));
    setText('');
    setSaid({ text: w.isAsked, isProblem: false });
    await reload();
  }

  return {
    text,
    type: (words: string) => {
      setSaid(null);
      setText(words);
    },
    said,
    isBusy,
    submit(): void {
      const question = text.trim();
      if (question.length < 3 || isBusy) return;
      if (me?.name ?? me?.user) void send(question);
      else setUnnamed(question);
    },
    /** The question that waits for a name; as the name's sheet wants it. */
    naming: { asking: unnamed, stopAsking: () => setUnnamed(null), named: () => send(unnamed ?? '') },
  };
}

/** Says it when a question of mine, or one that I want answered, gets its turn while I look at something else. */
function useNews(show: Show, questions: readonly Question[], own: Own, isLooking: boolean): void {
  const w = useCrowdWords();
  const { toast } = useTools();
  const host = show.host.name.split(' ')[0] ?? show.host.name;
  const before = useRef(new Map<string, Question['state']>());
  useEffect(() => {
    for (const { id, state, text } of questions) {
      const was = before.current.get(id);
      if (was === undefined || was === state || isLooking) continue;
      if (state === 'next' && own.mine.has(id)) toast.set(w.answersYours(host, text));
      if (state === 'answered' && (own.mine.has(id) || own.wanted.has(id))) toast.set(w.yoursAnswered(text));
    }
    before.current = new Map(questions.map(({ id, state }) => [id, state]));
  }, [questions, own, isLooking, host, toast, w]);
}
