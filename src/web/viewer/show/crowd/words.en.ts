import { plural } from '../../../client/words.tsx';

const many = (count: number, one: string, other: string) => plural('en', count, one, other);

export const en = {
  ask: 'Ask',
  poll: 'Poll',
  questionsOpen: (count: number) => many(count, 'Questions, 1 open', `Questions, ${count} open`),
  pollOpen: 'A poll is open',
  pollResult: 'Result of the poll',
  close: 'Back to the chat',
  chat: 'Chat',
  questions: (count: number) => (count > 0 ? `Questions ${count}` : 'Questions'),
  talk: 'Chat and questions',

  votesUntil: (votes: number, number: string, at: string) => many(votes, `1 vote, to ${at}`, `${number} votes, to ${at}`),
  votesClosed: (votes: number, number: string) => many(votes, '1 vote, closed', `${number} votes, closed`),
  yourVote: 'your vote',
  voteHint: 'Choose one. You can change it until it closes.',
  voted: (option: string, at: string) => `Your vote: ${option}. You can change it until ${at}.`,
  sending: 'Sending your vote',
  counting: 'Counting the votes.',
  result: (parts: string) => `The poll is closed. ${parts}.`,
  share: (option: string, percent: number) => `${option} ${percent}%`,
  voteOffline: 'You are not connected. A vote does not wait: choose again when you are back.',
  hidePoll: 'Hide the poll',

  mostAsked: 'Questions, most asked first',
  answeredOf: (answered: number, all: number) => `${answered} of ${all} answered`,
  noneYet: (host: string) => `Nobody asked anything yet. ${host} reads questions out loud.`,
  wantToo: (question: string) => `I want to know this too: ${question}`,
  youAsked: (question: string) => `You asked this: ${question}`,
  asked: (count: number, number: string) => many(count, '1 person asks this', `${number} people ask this`),
  readsNext: (host: string) => `${host} reads this next`,
  about: (product: string) => `About ${product}`,
  onCamera: (at: string) => `Answered on camera at ${at}`,
  answeredBy: (name: string) => `${name}:`,
  askHost: (host: string) => `Ask ${host} a question`,
  sendQuestion: 'Ask this question',
  isAsked: 'Asked. It is in the list.',
  wantOffline: 'You are not connected. Try again when you are back.',
  answersYours: (host: string, question: string) => `${host} reads your question next: ${question}`,
  yoursAnswered: (question: string) => `Answered: ${question}`,

  askedInShows: 'Asked in shows',
  saidBy: (name: string, show: string, day: string) => `${name} in “${show}”, ${day}.`,
  watchAt: (at: string) => `Watch the answer at ${at}`,
};
export type Words = typeof en;
