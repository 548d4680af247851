import { questionsRoutes } from '#contract/questions.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import type { ChatNeeds } from '../needs.ts';
import type { createQuestionDesk } from './desk.ts';
import { findAnswered, findShown } from './questions.sql.ts';
import type { createReadyAnswers } from './ready.ts';
import { questionView } from './views.ts';

const MOST_SHOWN = 500;
const MOST_OF_PRODUCT = 50;

export function serveQuestions(
  http: Http,
  { db, shows }: Pick<ChatNeeds, 'db' | 'shows'>,
  desk: ReturnType<typeof createQuestionDesk>,
  ready: ReturnType<typeof createReadyAnswers>,
): void {
  http.serve(questionsRoutes.questions, async ({ params: { showId }, actor }) => {
    const show = await shows.facts(db, showId);
    if (!show || show.state === 'draft') return refuse('not_found');
    const person = actor.visitorId === null ? null : { visitorId: actor.visitorId, userId: actor.user?.id ?? null };
    const rows = await findShown(db, showId, person, MOST_SHOWN);
    return done({ items: rows.map((row) => ({ ...questionView(row), asked: row.asked, mine: row.mine, wanted: row.wanted })) });
  });

  http.serve(questionsRoutes.questionDesk, async ({ params, actor }) => desk.look(params, actor));
  http.serve(questionsRoutes.assignQuestion, async ({ params, body, actor }) => desk.mark(params, body, actor));
  http.serve(questionsRoutes.answerQuestion, async ({ params, body, actor }) => desk.answer(params, body, actor));

  http.serve(questionsRoutes.readyAnswers, async ({ params }) => done({ items: await ready.list(params.orgId) }));
  http.serve(questionsRoutes.saveReadyAnswer, async ({ params, body, actor }) => ready.save(params.orgId, params.answerId, body, actor));
  http.serve(questionsRoutes.removeReadyAnswer, async ({ params }) => ready.remove(params.orgId, params.answerId));

  http.serve(questionsRoutes.productAnswers, async ({ params }) => {
    const rows = await findAnswered(db, params.productId, MOST_OF_PRODUCT);
    const moments = rows.map((row) => ({ showId: row.show_id, at: row.answered_at! }));
    const places = await shows.placesOf(db, moments);
    return done({
      items: rows.flatMap((row, at) => {
        const place = places[at];
        // Of a show that nobody can see any more, nothing is told.
        if (!place) return [];
        return {
          questionId: row.id,
          question: row.text,
          answer: row.answer_text,
          answeredBy: row.answered_name!,
          at: row.answered_at!.toISOString(),
          asked: row.asked,
          ...place,
        };
      }),
    });
  });
}
