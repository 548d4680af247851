import { z } from 'zod';
import { Id, Instant } from './common.ts';
import { route, staff, visitor } from './route.ts';

/** Votes are the registers `votes:<id>:<option>` while it is open; the server closes it. */
export const Poll = z.object({
  id: Id,
  question: z.string(),
  options: z.array(z.string()).min(2).max(5),
  closesAt: Instant,
  /** Votes per option when it is closed; null while it is open. */
  counts: z.array(z.int()).nullable(),
});
export type Poll = z.infer<typeof Poll>;

/** Command `vote`: one per person, and the last one counts while the poll is open. */
export const VoteCommand = z.object({ pollId: Id, option: z.int().min(0).max(4) });

const crew = staff('moderator', 'host', 'producer');
const OfShow = z.object({ orgId: Id, showId: Id });
export const pollsRoutes = {
  /** What only you can know of it, and the numbers for those who follow by pages. */
  poll: route({
    method: 'GET',
    path: '/api/shows/:showId/poll',
    access: visitor,
    summary: 'The poll that is open or closed a moment ago, its votes now, and your own',
    params: z.object({ showId: Id }),
    response: z.object({ poll: Poll.nullable(), votes: z.array(z.int()), mine: z.int().nullable() }),
  }),
  openPoll: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/polls/:pollId',
    access: crew,
    summary: 'Open a poll; the server closes it. The id is yours: the same again is the same poll',
    params: OfShow.extend({ pollId: Id }),
    body: z.object({
      question: z.string().trim().min(3).max(120),
      options: z.array(z.string().trim().min(1).max(60)).min(2).max(5),
      seconds: z.int().min(15).max(3600),
    }),
    response: Poll,
    refuses: ['not_found', 'show_not_live', 'poll_open', 'conflict', 'invalid_input'],
  }),
  closePoll: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/polls/:pollId/close',
    access: crew,
    summary: 'Close a poll before its time',
    params: OfShow.extend({ pollId: Id }),
    response: Poll,
    refuses: ['not_found'],
  }),
};
