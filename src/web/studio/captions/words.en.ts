import type { CaptionProblem } from '#contract/captions.ts';
import { plural } from '../../client/words.tsx';

const lines = (count: number) => `${count} ${plural('en', count, 'line', 'lines')}`;

export default {
  captions: 'Captions',
  language: 'Language',
  // the desk of whoever types
  desk: 'Captioning',
  asHeard: 'Type what is said. Enter sends it.',
  field: 'What is said',
  correcting: 'Correct the line',
  correctingHint: 'Enter sends the correction, Esc leaves it as it was.',
  send: 'Send',
  noLines: 'Nothing yet. The first line opens this language for everybody.',
  last: 'What was said',
  seenAt: (at: string) => `On screens at ${at}`,
  onItsWay: 'On its way',
  waits: (count: number) =>
    `${plural('en', count, '1 line waits', `${count} lines wait`)} for the connection. Type on: they are sent with the moment at which you heard them.`,
  correct: 'Correct',
  takeBack: 'Take back',
  forget: 'Leave out',
  full: 'Too many lines wait. Nothing more is taken until the connection is back.',
  notLive: 'The show is not on air. Lines can be sent as soon as it is.',
  over: 'The show is over. You can still correct what was said.',
  notFor: 'Hosts, producers and moderators of this show caption it.',
  sound: 'Sound of the show',
  keys: [
    ['Enter', 'send'],
    ['↑', 'correct the last line'],
    ['Ctrl Z', 'take the last line back'],
  ] as [string, string][],
  // beside the prompter
  nextLine: 'Next line as caption',
  lineOf: (at: number, all: number) => `${at} of ${all}`,
  captionIt: 'Send',
  allSent: 'All prepared lines are sent.',
  again: 'From the first line',
  // the panel
  elsewhere: 'On another device',
  elsewhereHow: 'Somebody signed in as host, producer or moderator types along here, on a second screen or a phone.',
  openDesk: 'Open the page',
  qr: 'The page for captions, as a picture to scan',
  prepared: 'Prepared lines',
  preparedHow: 'One per line. In the studio the key C sends them one by one.',
  save: 'Save the lines',
  saved: 'Saved',
  // files
  file: 'Choose a WebVTT file, or drop it here',
  fileTooLarge: 'This file is larger than 1 MB.',
  found: (count: number) => `${lines(count)} can be used.`,
  replaces: (count: number) => `This takes the place of ${lines(count)}.`,
  leftOut: (count: number) => `${lines(count)} cannot be used:`,
  problemAt: (line: number) => `Line ${line}`,
  problems: {
    timing: 'The times cannot be read.',
    ends_before_start: 'It ends before it begins.',
    empty: 'There are no words.',
    too_long: 'More than 400 characters.',
    too_many: 'More than a file may hold.',
    after_end: 'The replay is over by then.',
  } satisfies Record<CaptionProblem['code'], string>,
  useLines: 'Use these lines',
  putUnder: 'Put them under the replay',
  noFile: 'Nothing was changed.',
  imported: (count: number) => `${lines(count)} taken over.`,
  // after the show
  afterNone: 'Nobody captioned this show. A WebVTT file can still be put under the replay.',
  download: 'Download',
};
