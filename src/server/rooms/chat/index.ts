import type { Executor } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import { soldNet } from '#rooms/orders/index.ts';
import { serveChat } from './chat.routes.ts';
import { findHearts } from './chat.sql.ts';
import { createChatVerbs } from './lines/chat.ts';
import { createCounting } from './counting/counting.ts';
import { serveCounting } from './counting/counting.routes.ts';
import { createCaptionsPart } from './captions-part.ts';
import { createHeartsPart } from './hearts/hearts-part.ts';
import { createHearts } from './hearts/hearts.ts';
import { createInbox } from './inbox/inbox.ts';
import { createLinesPart } from './lines/lines-part.ts';
import { createLiveRoom } from './live-room.ts';
import { createModeration } from './moderation/index.ts';
import { createModerationPart } from './moderation/moderation-part.ts';
import { serveModeration } from './moderation/moderation.routes.ts';
import { createWords } from './moderation/words.ts';
import type { ChatNeeds } from './needs.ts';
import { createPollClock } from './polls/closing.ts';
import { createPollsPart } from './polls/polls-part.ts';
import { servePolls } from './polls/polls.routes.ts';
import { createPolls } from './polls/polls.ts';
import { createVoting } from './polls/voting.ts';
import { createQuestionDesk } from './questions/desk.ts';
import { createQuestionsPart } from './questions/questions-part.ts';
import { serveQuestions } from './questions/questions.routes.ts';
import { createReadyAnswers } from './questions/ready.ts';
import { createSpeakers } from './lines/speaker.ts';

const KEEP_HEARTS_MS = 1500;

export type { ChatNeeds } from './needs.ts';

/** The live room: sockets, lines, hearts and the numbers beside the picture. See README.md for what it promises. */
export function createChat(needs: ChatNeeds) {
  const { orders } = needs;
  const speakers = createSpeakers(needs);
  const words = createWords(needs);
  const inbox = createInbox(needs);
  // By a signal, so it needs no room yet.
  const callCrew = (showId: string) => needs.signals.emit('crewCalled', showId, 'moderation');
  const verbs = createChatVerbs({ ...needs, speakers, words, inbox, callCrew });
  const moderation = createModeration({ ...needs, speakers, words, inbox, callCrew, open: () => room.open() });
  const hearts = createHearts(needs);
  const polls = createPolls(needs);
  const pollClock = createPollClock(needs, polls);
  const closing: (() => void)[] = [];
  const room = createLiveRoom(needs, inbox, (voice) => {
    const voting = createVoting(needs, voice);
    closing.push(voting.close);
    return [
      createLinesPart(needs, verbs),
      createModerationPart(),
      createHeartsPart(needs, hearts, voice),
      createCaptionsPart(needs),
      createQuestionsPart({ ...needs, standing: moderation.standing, words }, voice),
      createPollsPart(needs, voting),
    ];
  });
  const desk = createQuestionDesk(needs, room.voice);
  const counting = createCounting({ ...needs, followers: room.followers });
  const keeping = setInterval(() => void keepHearts(), KEEP_HEARTS_MS);
  keeping.unref();

  async function keepHearts(): Promise<void> {
    for (const [showId, total] of await hearts.keep()) room.voice.show(showId, 'hearts', total);
    const open = new Set(room.open());
    hearts.forget((showId) => open.has(showId));
  }

  // A show may not ask up; the rooms that know these numbers are below this one.
  needs.shows.tallyWith({
    async counts(ex: Executor, showIds: readonly string[]) {
      const sold = await orders.soldInShows(ex, showIds);
      const hearts = await findHearts(ex, showIds);
      const net = (showId: string) => (sold.has(showId) ? soldNet(sold.get(showId)!) : 0);
      return new Map(showIds.map((showId) => [showId, { sold: net(showId), hearts: hearts.get(showId) ?? 0 }]));
    },
    async takings(ex: Executor, showId: string) {
      const sold = (await orders.soldInShows(ex, [showId])).get(showId);
      if (!sold) return { soldUnits: 0, takenNetMinor: 0, orders: 0, holds: 0 };
      // A show takes less than 90 trillion cents, so the float is exact.
      return { soldUnits: soldNet(sold), takenNetMinor: Number(sold.netMinor), orders: sold.orders, holds: sold.heldNow };
    },
  });

  return {
    routes(http: Http): void {
      serveChat(http, needs, { verbs, moderation, room, inbox, counting });
      serveModeration(http, { ...needs, moderation, speakers });
      serveCounting(http, needs, counting, room.readForPeople);
      serveQuestions(http, needs, desk, createReadyAnswers(needs));
      servePolls(http, needs, polls);
    },
    /** Begins to write down once a minute what the counters said. */
    start: () => counting.start(),
    ...verbs,
    /** Decisions of moderators; the routes are their door for people. */
    decide: moderation.decisions.decide,
    undo: moderation.decisions.undo,
    /** Why somebody may not take part in this show now, or null: for whatever else people do in a room. */
    refusalOf: moderation.standing.refusalOf,
    /** What happens by the clock, now. */
    moderateNow: moderation.upkeep.now,
    /** How many sockets this process holds. Open pages are not watchers: media counts those. */
    sockets: room.sockets,
    sweep: room.sweep,
    /** Before the http server closes: tells everybody to come back. */
    async close(): Promise<void> {
      clearInterval(keeping);
      await moderation.upkeep.close();
      await counting.close();
      await pollClock.close();
      for (const stop of closing) stop();
      await room.close();
      await hearts.keep();
    },
  };
}
export type Chat = ReturnType<typeof createChat>;
