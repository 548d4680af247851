import { plural, type SameWords } from '../../../client/words.tsx';
import type { Words } from './words.en.ts';

const many = (count: number, one: string, other: string) => plural('nl', count, one, other);

export const nl: SameWords<Words> = {
  ask: 'Vraag',
  poll: 'Peiling',
  questionsOpen: (count) => many(count, 'Vragen, 1 open', `Vragen, ${count} open`),
  pollOpen: 'Er loopt een peiling',
  pollResult: 'Uitslag van de peiling',
  close: 'Terug naar de chat',
  chat: 'Chat',
  questions: (count) => (count > 0 ? `Vragen ${count}` : 'Vragen'),
  talk: 'Chat en vragen',

  votesUntil: (votes, number, at) => many(votes, `1 stem, tot ${at}`, `${number} stemmen, tot ${at}`),
  votesClosed: (votes, number) => many(votes, '1 stem, gesloten', `${number} stemmen, gesloten`),
  yourVote: 'jouw stem',
  voteHint: 'Kies er één. Je kunt wisselen tot de peiling sluit.',
  voted: (option, at) => `Jouw stem: ${option}. Je kunt wisselen tot ${at}.`,
  sending: 'Je stem wordt verstuurd',
  counting: 'De stemmen worden geteld.',
  result: (parts) => `De peiling is gesloten. ${parts}.`,
  share: (option, percent) => `${option} ${percent}%`,
  voteOffline: 'Je bent niet verbonden. Een stem wacht niet: kies opnieuw als je terug bent.',
  hidePoll: 'Verberg de peiling',

  mostAsked: 'Vragen, meest gevraagd eerst',
  answeredOf: (answered, all) => `${answered} van ${all} beantwoord`,
  noneYet: (host) => `Nog niemand vroeg iets. ${host} leest vragen voor.`,
  wantToo: (question) => `Dit wil ik ook weten: ${question}`,
  youAsked: (question) => `Dit vroeg jij: ${question}`,
  asked: (count, number) => many(count, '1 iemand vraagt dit', `${number} mensen vragen dit`),
  readsNext: (host) => `${host} leest deze zo voor`,
  about: (product) => `Over ${product}`,
  onCamera: (at) => `Beantwoord in beeld om ${at}`,
  answeredBy: (name) => `${name}:`,
  askHost: (host) => `Stel ${host} een vraag`,
  sendQuestion: 'Stel deze vraag',
  isAsked: 'Gesteld. Je vraag staat in de lijst.',
  wantOffline: 'Je bent niet verbonden. Probeer het opnieuw als je terug bent.',
  answersYours: (host, question) => `${host} leest jouw vraag zo voor: ${question}`,
  yoursAnswered: (question) => `Beantwoord: ${question}`,

  askedInShows: 'Gevraagd in shows',
  saidBy: (name, show, day) => `${name} in “${show}”, ${day}.`,
  watchAt: (at) => `Bekijk het antwoord op ${at}`,
};
